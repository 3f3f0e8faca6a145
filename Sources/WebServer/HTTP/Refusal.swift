/// Why a request is not served, as the client is told.
enum Refusal: Error, Sendable, Equatable {
    case malformed(String)
    case badQuestion(String)
    case chatIsOff
    case syncIsOff
    /// Why.
    case hookIsOff(String)
    case notAuthorized
    case wrongSecret
    case badEvent
    case notFound
    case methodNotAllowed(allowed: String)
    case tooSlow
    case lengthRequired
    case bodyTooLarge(limit: Int)
    case targetTooLong
    case notJSON
    case headersTooLarge
    case internalFailure
    case tooManyConnections
    case versionNotSupported

    var status: Int {
        switch self {
        case .malformed, .badQuestion, .badEvent: 400
        case .notAuthorized: 401
        case .chatIsOff, .syncIsOff, .hookIsOff, .wrongSecret: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .tooSlow: 408
        case .lengthRequired: 411
        case .bodyTooLarge: 413
        case .targetTooLong: 414
        case .notJSON: 415
        case .headersTooLarge: 431
        case .internalFailure: 500
        case .tooManyConnections: 503
        case .versionNotSupported: 505
        }
    }

    /// For the person who reads the answer.
    var reason: String {
        switch self {
        case .malformed(let what), .badQuestion(let what): what
        case .chatIsOff: "the local chat is off: this bot answers in Discord"
        case .syncIsOff: "looking on demand is off: set ADMIN_TOKEN to turn it on"
        case .hookIsOff(let why): "the Hub's webhook is off: \(why)"
        case .notAuthorized: "the header must be Authorization: Bearer with the value of ADMIN_TOKEN"
        case .wrongSecret: "X-Webhook-Secret is not the value of HUB_WEBHOOK_SECRET"
        case .badEvent: "the body is no event of the Hub's webhooks"
        case .notFound: "there is nothing at this address"
        case .methodNotAllowed(let allowed): "this address answers only to \(allowed)"
        case .tooSlow: "the request did not arrive in time"
        case .lengthRequired: "a body is accepted only with its Content-Length"
        case .bodyTooLarge(let limit): "the body is larger than \(limit) bytes"
        case .targetTooLong: "the address is too long"
        case .notJSON: "the body must be application/json"
        case .headersTooLarge: "there are too many or too long headers"
        case .internalFailure: "the request could not be served"
        case .tooManyConnections: "too many connections are open; try again in a moment"
        case .versionNotSupported: "only HTTP/1.1 and HTTP/1.0 are spoken here"
        }
    }
}
