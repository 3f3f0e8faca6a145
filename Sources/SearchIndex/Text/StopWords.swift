/// Words that say nothing of what a text is about, in the folded spelling of `Words`; the words that open a question are among them.
enum StopWords {
    /// By language.
    static let sets: [TextLanguage: Set<Substring>] = [
        .spanish: words(spanish), .portuguese: words(portuguese), .english: words(english),
    ]

    /// Each word's languages.
    static let languages: [ArraySlice<UInt8>: [TextLanguage]] = {
        var languages: [ArraySlice<UInt8>: [TextLanguage]] = [:]
        for (language, words) in sets {
            for word in words { languages[ArraySlice(Array(word.utf8)), default: []].append(language) }
        }
        return languages
    }()

    /// Whether the word is one in this language, or in any of the three where the language is not known.
    static func contains(_ word: ArraySlice<UInt8>, in language: TextLanguage?) -> Bool {
        guard let languages = languages[word] else { return false }
        return language.map(languages.contains) ?? true
    }

    private static func words(_ list: String) -> Set<Substring> {
        Set(list.split(whereSeparator: \.isWhitespace))
    }

    private static let spanish = """
        a al algo algun alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos aqui asi aun aunque bajo bien cada casi
        como con contra cual cuales cualquier cuando cuanta cuantas cuanto cuantos de debe deben del desde donde dos durante e el ella ellas
        ello ellos en entre era eran eres es esa esas ese eso esos esta estaba estaban estan estar estas este esto estos etc fue fueron ha
        haber habia habian han hasta hay hace he hizo incluso la las le les lo los mas me mediante mi mientras mis mismo misma mucho muchos muy
        nada ni no nos nosotros nuestra nuestro nuestros o os otra otras otro otros para pero poco por porque pues que quien quienes se sea
        sean segun ser si sido siempre sin sino sobre solo son soy su sus tal tambien tampoco tan tanto te tenia tener tiene tienen toda todas
        todo todos tras tu tus u un una unas uno unos usted ustedes y ya yo
        """

    private static let portuguese = """
        a ainda alem algum alguma algumas alguns ambos ante antes ao aos apos aquela aquelas aquele aqueles aquilo as assim ate cada com como
        contra cuja cujas cujo cujos da das de dela delas dele deles depois desde dessa dessas desse desses desta destas deste destes deve devem
        do dos durante e ela elas ele eles em enquanto entre era eram essa essas esse esses esta estao estar estas estava estavam este estes
        eu existe existem foi for foram ha isso isto ja la lhe lhes lo mais mas me mediante mesma mesmo meu meus minha muito muitos na nada nas nao
        nem nenhum nenhuma nessa nesse nesta neste no nos nossa nosso num numa o onde os ou outra outras outro outros para pela pelas pelo
        pelos perante pode podem pois por porem porque quais qual qualquer quando quanta quantas quanto quantos que quem se seja sejam sem
        sempre sendo ser seu seus si sido so sob sobre sua suas sao tal tambem te tem tendo ter tinha toda todas todo todos tu tua um uma umas
        uns voce voces
        """

    private static let english = """
        a about above after again against all also although am an and any are as at be because been before being below between both but by
        can could did do does doing done down during each either etc few for from further had has have having he her here hers him his how i
        if in into is it its itself just many may me might more most much must my no nor not of off on once only or other our out over own per
        same shall she should since so some such than that the their them then there these they this those through to too under until up upon
        us very was we were what when where whether which while who whom whose why will with within without would you your
        """
}
