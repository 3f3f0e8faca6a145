import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A thread for work that must not be done on the cooperative pool. Signals are left to the rest of the process: none is delivered here,
/// and a write to a closed connection gives an error in place of `SIGPIPE`.
package final class OwnThread: Sendable {
    private let handle: Mutex<pthread_t?>

    private final class Start {
        let body: @Sendable () -> Void

        init(body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Starts at once.
    /// - Returns: nil when the process has reached its limit of threads.
    package init?(body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(body: body))
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
                var signals = sigset_t()
                sigfillset(&signals)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                start.body()
                return nil
            }, start.toOpaque())
        guard result == 0 else {
            start.release()
            return nil
        }
        handle = Mutex(thread)
    }

    deinit {
        detach()
    }

    /// Lets it run on by itself, to end when its body does.
    package func detach() {
        guard let thread = handle.withLock({ $0.take() }) else { return }
        pthread_detach(thread)
    }

    /// Waits for the end of the body; later calls return at once. On the thread itself it lets go in place of waiting.
    package func join() {
        guard let thread = handle.withLock({ $0.take() }) else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }
}
