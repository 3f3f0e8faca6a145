/// The number under which a word has its list of chunks: looking up a number takes half of what looking up a text takes, and a question looks up
/// some thirty.
enum TermHash {
    /// The word's bytes as a number of 63 bits, so that SQLite orders it as its bytes are ordered. Among a million words two have the same one in
    /// one index of ten million; then they are one word.
    static func hash(of word: some Sequence<UInt8>) -> Int64 {
        // FNV-1a (Fowler, Noll and Vo).
        let hash = word.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return Int64(hash >> 1)
    }
}
