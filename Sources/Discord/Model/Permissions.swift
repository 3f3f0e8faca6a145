/// What a member may do in a channel: Discord's bits, which travel as a decimal string.
package struct Permissions: OptionSet, Decodable, Sendable, Hashable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    package static let administrator = Permissions(rawValue: 1 << 3)
    package static let manageChannels = Permissions(rawValue: 1 << 4)
    package static let manageGuild = Permissions(rawValue: 1 << 5)
    package static let viewChannel = Permissions(rawValue: 1 << 10)
    package static let sendMessages = Permissions(rawValue: 1 << 11)
    package static let manageMessages = Permissions(rawValue: 1 << 13)

    /// Whether all of them are granted; an administrator has every one.
    package func allows(_ wanted: Permissions) -> Bool { contains(.administrator) || isSuperset(of: wanted) }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bits = UInt64(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no permission bits")
        }
        rawValue = bits
    }
}
