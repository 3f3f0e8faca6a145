import Foundation

extension ChatRequest {
    /// The body of `POST /chat/completions`. Where there are several models, `models` is OpenRouter's order of fallback, and `model`
    /// names the first for servers that know only that.
    func json(models: [String]) throws -> [UInt8] {
        struct Body: Encodable {
            struct Message: Encodable {
                var role: String
                var content: String
            }
            var model: String?
            var models: [String]?
            var messages: [Message]
            var max_tokens: Int
            var temperature: Double
            var stream = true
        }
        let body = Body(
            model: models.first, models: models.count > 1 ? models : nil,
            messages: messages.map { Body.Message(role: $0.role.rawValue, content: $0.content) }, max_tokens: maximumTokens,
            temperature: temperature)
        // Sorted, because a provider's cache of prompts depends on the order of keys.
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try Array(encoder.encode(body))
    }
}
