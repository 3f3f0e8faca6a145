import Base
import Glibc

/// Looks up names by the system's resolver, which cannot be hurried: each look-up has a thread of its own, and whoever waits may stop waiting.
enum Resolver {
    typealias Completion = @Sendable (Result<[String], TransportError>) -> Void
    /// Begins to look a name up, and returns at once.
    typealias LookUp = @Sendable (_ host: String, _ completion: @escaping Completion) -> Void

    /// - Parameter completion: Called on that thread with the numeric addresses in the order in which to try them.
    static func resolve(_ host: String, _ completion: @escaping Completion) {
        if OwnThread(body: { completion(addresses(of: host)) }) == nil {
            completion(.failure(.name(host: host, reason: "no thread could be started for it")))
        }
    }

    private static func addresses(of host: String) -> Result<[String], TransportError> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else { return .failure(.name(host: host, reason: String(cString: gai_strerror(code)))) }
        defer { freeaddrinfo(list) }
        let entries = sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { $0?.pointee }
        return .success(
            entries.compactMap { entry in
                var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
                let code = getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
                guard code == 0 else { return nil }
                return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            })
    }
}
