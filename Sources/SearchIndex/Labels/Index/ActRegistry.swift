/// The acts whose text an index holds, and the keys under which questions find them.
struct ActRegistry {
    /// By number.
    private(set) var acts: [ActName] = []
    /// Each key's acts.
    private(set) var keys: [String: Set<Int>] = [:]
    private var numbers: [ActName: Int] = [:]

    /// The number of the act that goes by these names. A name that two countries know stands for itself and has the keys of both.
    mutating func number(of names: [ActName]) -> Int? {
        guard let first = names.first else { return nil }
        let known = names.filter { $0.number != nil || $0.kind == .constitution && $0.year != nil || $0.kind == .court }
        let isOne = names.count == 1 || Set(known.map { "\($0.number ?? "") \($0.year ?? 0)" }).count == 1
        var name = isOne ? known.first ?? first : ActName(kind: nil, words: names.last?.words ?? first.words)
        if name.number != nil { name.words = [] }
        let number = numbers[name] ?? acts.count
        if number == acts.count {
            acts.append(name)
            numbers[name] = number
        }
        for key in names.flatMap(\.keys) { keys[key, default: []].insert(number) }
        return number
    }
}
