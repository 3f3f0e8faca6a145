import Synchronization

/// Shows on standard error how far a command is: for a person one line that is written over, for a log one line for each tenth.
final class ProgressLine: Sendable {
    private struct State {
        var label = ""
        var tenth = -1
        var permille = -1
        var isOpen = false
    }

    private let state = Mutex(State())
    private let isInteractive: Bool
    private let write: @Sendable (String) -> Void

    init(isInteractive: Bool = Terminal.isInteractive, write: @escaping @Sendable (String) -> Void = { Terminal.standardError($0) }) {
        self.isInteractive = isInteractive
        self.write = write
    }

    /// - Parameters:
    ///   - label: What is being done; another label begins another line.
    ///   - total: 0 where it is not known.
    func update(_ label: String, done: Int64, total: Int64, detail: String = "") {
        let share = total > 0 ? Double(min(done, total)) / Double(total) : 0
        let text = state.withLock { state -> String? in
            if state.label != label { state = State(label: label, isOpen: state.isOpen) }
            let isNew = state.tenth < 0
            guard isInteractive else {
                guard isNew || Int(share * 10) > state.tenth else { return nil }
                state.tenth = Int(share * 10)
                return "\(label): \(Int(share * 100)) %\(detail.isEmpty ? "" : ", \(detail)")\n"
            }
            state.tenth = Int(share * 10)
            guard Int(share * 1000) != state.permille || isNew else { return nil }
            state.permille = Int(share * 1000)
            defer { state.isOpen = true }
            let filled = Int(share * 24)
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
            return "\(isNew && state.isOpen ? "\n" : "")\r\u{1b}[K\(label) \(bar) \(Int(share * 100)) % \(detail)"
        }
        if let text { write(text) }
    }

    /// Ends the line that is being written over.
    func finish() {
        let isOpen = state.withLock { state in
            defer { state = State() }
            return state.isOpen
        }
        if isOpen { write("\n") }
    }
}
