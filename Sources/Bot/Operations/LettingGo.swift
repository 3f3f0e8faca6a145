/// Decides when memory is let go of: once enough pages have come in since the last time, whether in one burst of questions or little by little.
/// A process that rests takes no more pages, and is left alone.
struct LettingGo: Sendable {
    /// How long each decision is apart from the next. What is let go of and needed still costs half a millisecond to get back.
    static let pause: Duration = .seconds(10)
    /// So many pages, most of which bring fifteen neighbours, are not worth it: resting and being asked how one is take them.
    static let few = 200

    /// How many pages had come in when memory was let go of last.
    private var last = 0

    /// - Parameter faults: How many pages have come in since the process began.
    func isDue(faults: Int) -> Bool { faults - last > Self.few }

    /// Notes that memory was let go of.
    /// - Parameter faults: As above, afterwards.
    mutating func done(faults: Int) { last = faults }
}
