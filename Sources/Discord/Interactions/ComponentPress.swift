/// The press of a button under a message.
package struct ComponentPress: Sendable, Equatable {
    /// What the button was made with; it may be of months ago, of another version of this program, or made up by a modified client.
    package var customID: String
    /// The message that the button is under; nil where it cannot be read.
    package var message: Message?

    package init(customID: String, message: Message? = nil) {
        self.customID = customID
        self.message = message
    }

    /// The part that stands under `data`.
    struct Data: Decodable {
        var custom_id: String
    }

    init(_ data: Data, message: Message?) {
        self.init(customID: data.custom_id, message: message)
    }
}
