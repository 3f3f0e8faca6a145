/// A model whose input tokens have vectors of their own, for late interaction: a question's every token finds its best match among a
/// passage's tokens (Khattab and Zaharia, "ColBERT", SIGIR 2020), here on the model's input table with its mean taken off.
package protocol TokenModel: Sendable {
    /// Names tokenizer and vocabulary, so that stored token numbers are never read with another.
    var tokenizer: String { get }
    /// The text's token numbers in order, without the marks of beginning and end.
    func tokens(in text: String) -> [UInt32]
    /// How little each token is to be expected in any text of any language: the negative logarithm of its probability in what the
    /// vocabulary was made from, less that of the most frequent ones; never negative.
    func surprise(of tokens: [UInt32]) -> [Float]
    /// For each passage the mean over the question's tokens of the best cosine among the tokens of one window of the passage, weighted by
    /// `weights` (one for each question token, such as its inverse document frequency); the best window counts. 0 for a passage without
    /// tokens. A passage's heading is part of each of its windows.
    func lateInteraction(
        question: [UInt32], weights: [Float], passages: [(heading: ArraySlice<UInt32>, text: ArraySlice<UInt32>)]
    ) -> [Float]
}
