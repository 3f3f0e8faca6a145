import Synchronization

/// A bounded queue between tasks, for one reader. When it is full, a sender waits: nothing is dropped, and the pressure goes back to where
/// the elements come from. A cancelled reader takes nothing out, so that reading can be given up and begun again.
package final class Mailbox<Element: Sendable>: Sendable {
    private struct Sender {
        var number: Int
        var element: Element
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var elements: [Element] = []
        var senders: [Sender] = []
        var reader: CheckedContinuation<Element?, Never>?
        var isFinished = false
        var nextNumber = 0
    }

    private enum Sending { case waits, added, refused }
    private enum Reading { case element(Element, CheckedContinuation<Bool, Never>?), end, waits }

    private let capacity: Int
    private let state = Mutex(State())

    package init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    /// Adds an element without waiting.
    /// - Returns: false when there is no room or the mailbox is finished.
    @discardableResult
    package func post(_ element: Element) -> Bool {
        let (isTaken, reader) = state.withLock { state -> (Bool, CheckedContinuation<Element?, Never>?) in
            if state.isFinished { return (false, nil) }
            if let reader = state.reader {
                state.reader = nil
                return (true, reader)
            }
            guard state.elements.count < capacity else { return (false, nil) }
            state.elements.append(element)
            return (true, nil)
        }
        reader?.resume(returning: element)
        return isTaken
    }

    /// Adds an element, waiting for room.
    /// - Returns: false when the mailbox is finished or the task cancelled; then nothing was added.
    @discardableResult
    package func send(_ element: Element) async -> Bool {
        if post(element) { return true }
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (outcome, reader) = state.withLock { state -> (Sending, CheckedContinuation<Element?, Never>?) in
                    // A task that is cancelled before it waits finds it here; one that is cancelled later, below.
                    if Task.isCancelled || state.isFinished { return (.refused, nil) }
                    if let reader = state.reader {
                        state.reader = nil
                        return (.added, reader)
                    }
                    if state.elements.count < capacity {
                        state.elements.append(element)
                        return (.added, nil)
                    }
                    state.senders.append(Sender(number: number, element: element, continuation: continuation))
                    return (.waits, nil)
                }
                reader?.resume(returning: element)
                if outcome != .waits { continuation.resume(returning: outcome == .added) }
            }
        } onCancel: {
            let sender = state.withLock { state -> Sender? in
                state.senders.firstIndex { $0.number == number }.map { state.senders.remove(at: $0) }
            }
            sender?.continuation.resume(returning: false)
        }
    }

    /// The next element; nil when the mailbox is finished and empty, or the task is cancelled.
    package func next() async -> Element? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome = state.withLock { state -> Reading in
                    if let (element, sender) = Self.take(&state) { return .element(element, sender) }
                    if state.isFinished || state.reader != nil || Task.isCancelled { return .end }
                    state.reader = continuation
                    return .waits
                }
                switch outcome {
                case .element(let element, let sender):
                    sender?.resume(returning: true)
                    continuation.resume(returning: element)
                case .end: continuation.resume(returning: nil)
                case .waits: break
                }
            }
        } onCancel: {
            let reader = state.withLock { state in
                defer { state.reader = nil }
                return state.reader
            }
            reader?.resume(returning: nil)
        }
    }

    /// The next element, or nil when none has come by then.
    package func next(until deadline: Duration?, on timeline: Timeline) async -> Element? {
        guard let deadline else { return await next() }
        return await withTaskGroup(of: Element?.self) { group in
            group.addTask { await self.next() }
            group.addTask {
                // Whether the time has come or the wait was cancelled, there is nothing to give.
                try? await timeline.sleep(until: deadline)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            let second = await group.next() ?? nil
            return first ?? second
        }
    }

    /// Lets nothing more in. What is inside can still be read.
    package func finish() {
        let (reader, senders) = state.withLock { state in
            state.isFinished = true
            defer { (state.reader, state.senders) = (nil, []) }
            return (state.reader, state.senders)
        }
        reader?.resume(returning: nil)
        for sender in senders { sender.continuation.resume(returning: false) }
    }

    /// Takes the first element, and the first waiting sender's in its place.
    private static func take(_ state: inout State) -> (Element, CheckedContinuation<Bool, Never>?)? {
        guard !state.elements.isEmpty else { return nil }
        let element = state.elements.removeFirst()
        guard !state.senders.isEmpty else { return (element, nil) }
        let sender = state.senders.removeFirst()
        state.elements.append(sender.element)
        return (element, sender.continuation)
    }
}
