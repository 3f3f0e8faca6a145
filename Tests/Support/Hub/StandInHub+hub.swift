import Foundation
import Synchronization

extension StandInHub {
    /// One request to the Hub itself.
    func serveHub(_ request: StandInRequest, _ connection: StandInConnection) throws {
        board.note(request, .service)
        let faults = board.spring(.service, "\(request.method) \(request.target)")
        for case .status(let status, let headers) in faults {
            return try answer(request, connection, status, headers.map { ($0, $1) })
        }
        if let refusal = refusal(request) { return try answer(request, connection, refusal.status, refusal.headers) }
        if configuration.hasHouseRules, request.header("Accept-Encoding") != "identity" {
            board.violation("no Accept-Encoding: identity at \(request.target)")
        }
        if request.header("User-Agent") == nil { board.violation("no User-Agent at \(request.target)") }
        let path = request.path
        let file = "/datasets/\(configuration.id)/resolve/"
        let cache = "/api/resolve-cache/datasets/\(configuration.id)/"
        let api = "/api/datasets/\(configuration.id)"
        if path.hasPrefix(file) {
            try serveFile(request, connection, String(path.dropFirst(file.count)), faults, isCache: false)
        } else if path.hasPrefix(cache) {
            try serveFile(request, connection, String(path.dropFirst(cache.count)), faults, isCache: true)
        } else if path.hasPrefix("/datasets/\(configuration.id).git/info/lfs/") {
            try serveLargeFiles(request, connection, String(path.split(separator: "/").last ?? ""), faults)
        } else if path == api || path.hasPrefix("\(api)/") {
            try serveAPI(request, connection, String(path.dropFirst(api.count + 1)), faults)
        } else if path.hasPrefix("/api/"), !path.hasPrefix("/api/datasets/") {
            try serveAccount(request, connection)
        } else if configuration.isPrivate || request.header("Authorization") != nil {
            try answer(request, connection, 404, [("X-Error-Code", "RepoNotFound"), ("X-Error-Message", "Repository not found")])
        } else {
            try answer(request, connection, 401, [("X-Error-Message", "Invalid username or password.")])
        }
    }

    /// Why the request is not even looked at: a wrong token, or none where one is needed. Anonymous requests cannot tell a private
    /// repository from a missing one.
    private func refusal(_ request: StandInRequest) -> (status: Int, headers: [(String, String)])? {
        switch request.header("Authorization") {
        case "Bearer \(configuration.token)", "Bearer \(configuration.readToken)": nil
        case .some: (401, [("X-Error-Message", "Invalid credentials in Authorization header")])
        case nil where configuration.isPrivate: (401, [("X-Error-Message", "Invalid username or password.")])
        case nil: nil
        }
    }

    private func serveFile(
        _ request: StandInRequest, _ connection: StandInConnection, _ rest: String, _ faults: [StandInFault], isCache: Bool
    ) throws {
        let sides = rest.split(separator: "/", maxSplits: 1).map { $0.removingPercentEncoding ?? "" }
        guard sides.count == 2, ["GET", "HEAD"].contains(request.method) else {
            board.violation("\(request.method) \(request.target)")
            return try answer(request, connection, 400)
        }
        notePoll(request, revision: sides[0], path: sides[1])
        let repository = state.withLock(\.repository)
        guard let commit = repository.resolve(sides[0]) else {
            return try answer(
                request, connection, 404, [("X-Error-Code", "RevisionNotFound"), ("X-Error-Message", "Invalid rev id: \(sides[0])")])
        }
        let told = faults.contains(.wrongCommit) ? String(commit.id.reversed()) : commit.id
        guard let file = commit.files[sides[1]] else {
            return try answer(
                request, connection, 404,
                [("X-Error-Code", "EntryNotFound"), ("X-Error-Message", "Entry not found"), ("X-Repo-Commit", told)])
        }
        if file.isLarge {
            let address = storage.address(of: file.bytes, hash: file.sha256, path: sides[1], faults)
            return try answer(
                request, connection, 302,
                [
                    ("X-Repo-Commit", told), ("X-Linked-Etag", "\"\(file.sha256)\""), ("X-Linked-Size", String(file.bytes.count)),
                    ("X-Xet-Hash", String(file.sha256.reversed())), ("ETag", "\"not-of-the-content\""), ("Location", address),
                ], text: "Found. Redirecting to elsewhere")
        }
        if !configuration.isPrivate && !isCache {
            let quoted = sides[1].split(separator: "/").map { $0.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? "" }
            let location = "/api/resolve-cache/datasets/\(configuration.id)/\(commit.id)/\(quoted.joined(separator: "/"))?etag=%22\(file.blob)%22"
            return try answer(request, connection, 307, [("X-Repo-Commit", told), ("Location", location)], text: "Temporary Redirect")
        }
        // Where a cache compresses, it makes the tag a weak one.
        let tag = faults.contains(.compress) ? "W/\"\(file.blob)\"" : "\"\(file.blob)\""
        try StandInContent.send(
            file.bytes, request, connection, Self.manners + [("X-Repo-Commit", told), ("ETag", tag)], faults, board)
    }

    private func notePoll(_ request: StandInRequest, revision: String, path: String) {
        guard let minimum = configuration.minimumPoll, path.hasSuffix("manifest.json"), revision.count != 40 else { return }
        let now = ContinuousClock.now
        let last = state.withLock { state in
            defer { state.lastPoll = now }
            return state.lastPoll
        }
        if let last, last.duration(to: now) < minimum { board.violation("polled again after \(last.duration(to: now))") }
    }

    /// What the Hub puts on every answer.
    private static let manners = [
        ("X-Request-Id", "Root=1-stand-in"), ("RateLimit-Policy", "\"fixed window\";\"resolvers\";q=5000;w=300"),
        ("RateLimit", "\"resolvers\";r=4999;t=120"),
    ]

    /// Sends an answer with what the Hub puts on every one; to HEAD without its body.
    func answer(
        _ request: StandInRequest, _ connection: StandInConnection, _ status: Int, _ headers: [(String, String)] = [], body: [UInt8] = []
    ) throws {
        let own = Self.manners.filter { manner in !headers.contains { $0.0 == manner.0 } }
        try connection.begin(status, headers: headers + own + [("Content-Length", String(body.count))], chunked: false)
        if request.method != "HEAD" { try connection.write(body) }
    }

    /// The same with text.
    func answer(_ request: StandInRequest, _ connection: StandInConnection, _ status: Int, _ headers: [(String, String)] = [], text: String) throws {
        try answer(request, connection, status, headers, body: Array(text.utf8))
    }

    /// The same with JSON.
    func answer(_ request: StandInRequest, _ connection: StandInConnection, json value: Any) throws {
        try answer(
            request, connection, 200, [("Content-Type", "application/json")], body: Array(JSONSerialization.data(withJSONObject: value)))
    }
}
