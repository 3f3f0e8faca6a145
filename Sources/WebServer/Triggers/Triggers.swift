package import Base
import Foundation

/// Has the place looked at where the index is published.
package protocol LookService: Sendable {
    /// Never waits for the network.
    /// - Returns: How long it takes until the place is looked at.
    func look(for reason: LookReason) -> Duration
}

/// Who asks for a look.
package enum LookReason: Sendable, Equatable {
    /// A person or a job with ADMIN_TOKEN.
    case administrator
    /// The Hub, by its webhook.
    case hubEvent
}

/// What may be asked of the bot from outside, each with a secret of its own and off without it. Secrets are compared in constant time.
package struct Triggers: Sendable {
    private let looks: any LookService
    private let adminToken: Secret?
    private let hookSecret: Secret?
    private let followed: FollowedRepository?

    /// - Parameters:
    ///   - adminToken: ADMIN_TOKEN.
    ///   - hookSecret: HUB_WEBHOOK_SECRET.
    ///   - followed: The repository of the Hub that the index is read from; nil when it comes from elsewhere.
    package init(looks: any LookService, adminToken: Secret?, hookSecret: Secret?, followed: FollowedRepository?) {
        self.looks = looks
        self.adminToken = adminToken
        self.hookSecret = hookSecret
        self.followed = followed
    }

    /// `POST /api/sync`: looks at once, and tries again what was refused.
    func sync(_ request: Request) throws(Refusal) -> Response {
        guard let adminToken else { throw .syncIsOff }
        // RFC 6750; the scheme's name is in any case (RFC 9110, 11.1).
        let parts = (request.headers["authorization"] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", adminToken.matches(parts[1].trimmingCharacters(in: .whitespaces)) else {
            throw .notAuthorized
        }
        return accepted(for: .administrator)
    }

    /// `POST /api/hooks/hub`: an event of the Hub.
    func hubEvent(_ request: Request) throws(Refusal) -> Response {
        guard let hookSecret else { throw .hookIsOff("set HUB_WEBHOOK_SECRET to the webhook's secret") }
        guard let followed else { throw .hookIsOff("the index is not read from the Hugging Face Hub") }
        guard hookSecret.matches(request.headers["x-webhook-secret"] ?? "") else { throw .wrongSecret }
        guard let event = HubEvent(request.body) else { throw .badEvent }
        // An event of no concern is no error: the Hub would send an error's event again.
        if let reason = event.irrelevance(to: followed) { return .json(Outcome(accepted: false, seconds: nil, message: reason)) }
        return accepted(for: .hubEvent)
    }

    private func accepted(for reason: LookReason) -> Response {
        // Rounded up, so that whoever waits that long does not wait in vain.
        let seconds = Int((looks.look(for: reason) + .milliseconds(999)).components.seconds)
        let message = seconds == 0 ? "the index's source is looked at now" : "the index's source is looked at in \(seconds) s"
        return .json(Outcome(accepted: true, seconds: seconds, message: "\(message); /api/status tells what came of it"), status: 202)
    }

    private struct Outcome: Encodable {
        var accepted: Bool
        var seconds: Int?
        var message: String
    }
}
