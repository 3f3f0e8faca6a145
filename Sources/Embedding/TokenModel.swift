/// A model whose input tokens have vectors of their own, for late interaction: a question's every token finds its best match among a
/// passage's tokens (Khattab and Zaharia, "ColBERT", SIGIR 2020), here on the model's input table with its mean taken off.
package protocol TokenModel: Sendable {
    /// Names tokenizer and vocabulary, so that stored token numbers are never read with another.
    var tokenizer: String { get }
    /// The text's token numbers in order, without the marks of beginning and end.
    func tokens(in text: String) -> [UInt32]
    /// For each passage the mean over the question's tokens of the best cosine among the passage's tokens, weighted by `weights`
    /// (one for each question token, such as its inverse document frequency). 0 for a passage without tokens.
    func lateInteraction(question: [UInt32], weights: [Float], passages: [[UInt32]]) -> [Float]
}
