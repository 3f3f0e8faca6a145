import Foundation
import Synchronization

extension StandInHub {
    /// One request to the Hub itself.
    func serveHub(_ request: StandInRequest, _ connection: StandInConnection) throws {
        note(request, .hub)
        let faults = spring(.hub, request.target)
        for case .delay(let time) in faults { usleep(UInt32(time / .microseconds(1))) }
        for case .status(let status, let headers) in faults {
            return try answer(request, connection, status, headers.map { ($0, $1) })
        }
        if let refusal = refusal(request) { return try answer(request, connection, refusal.status, refusal.headers) }
        if request.header("Accept-Encoding") != "identity" { violation("no Accept-Encoding: identity at \(request.target)") }
        let path = request.path
        let file = "/datasets/\(configuration.id)/resolve/"
        let cache = "/api/resolve-cache/datasets/\(configuration.id)/"
        let api = "/api/datasets/\(configuration.id)/"
        if path.hasPrefix(file) {
            try serveFile(request, connection, String(path.dropFirst(file.count)), faults, isCache: false)
        } else if path.hasPrefix(cache) {
            try serveFile(request, connection, String(path.dropFirst(cache.count)), faults, isCache: true)
        } else if path.hasPrefix(api) {
            try serveAPI(request, connection, String(path.dropFirst(api.count)))
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
        case "Bearer \(configuration.token)": nil
        case .some: (401, [("X-Error-Message", "Invalid credentials in Authorization header")])
        case nil where configuration.isPrivate: (401, [("X-Error-Message", "Invalid username or password.")])
        case nil: nil
        }
    }

    private func serveFile(
        _ request: StandInRequest, _ connection: StandInConnection, _ rest: String, _ faults: [StandInHubFault], isCache: Bool
    ) throws {
        let sides = rest.split(separator: "/", maxSplits: 1).map { $0.removingPercentEncoding ?? "" }
        guard sides.count == 2, ["GET", "HEAD"].contains(request.method) else {
            violation("\(request.method) \(request.target)")
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
            let address = sign(file, path: sides[1], faults)
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
        try send(file, request, connection, [("X-Repo-Commit", told), ("ETag", "\"\(file.blob)\"")], faults)
    }

    private func sign(_ file: StandInRepository.File, path: String, _ faults: [StandInHubFault]) -> String {
        let signature = String(UInt64.random(in: 0 ... .max), radix: 36)
        if !faults.contains(.expiredAddress) {
            state.withLock { $0.signatures[signature] = (file.sha256, path) }
        }
        return "\(faults.contains(.thirdHost) ? thirdURL : storageURL)/\(file.sha256)?Expires=1&Signature=\(signature)"
    }

    private func notePoll(_ request: StandInRequest, revision: String, path: String) {
        guard let minimum = configuration.minimumPoll, path.hasSuffix("manifest.json"), revision.count != 40 else { return }
        let now = ContinuousClock.now
        let last = state.withLock { state in
            defer { state.lastPoll = now }
            return state.lastPoll
        }
        if let last, last.duration(to: now) < minimum { violation("polled again after \(last.duration(to: now))") }
    }

    private func serveAPI(_ request: StandInRequest, _ connection: StandInConnection, _ call: String) throws {
        let repository = state.withLock(\.repository)
        let sides = call.split(separator: "/", maxSplits: 1).map { $0.removingPercentEncoding ?? "" }
        func json(_ value: Any) throws {
            try answer(request, connection, 200, [], body: Array(JSONSerialization.data(withJSONObject: value)))
        }
        func list(_ names: [String: String]) -> [[String: String]] {
            names.sorted { $0.key < $1.key }.map { ["name": $0.key, "ref": "refs/x/\($0.key)", "targetCommit": $0.value] }
        }
        switch sides.first {
        case "refs": try json(["branches": list(repository.branches), "tags": list(repository.tags), "converts": []])
        case "revision" where sides.count == 2:
            guard let commit = repository.resolve(sides[1]) else {
                return try answer(request, connection, 404, [("X-Error-Code", "RevisionNotFound")])
            }
            try json(["id": configuration.id, "sha": commit.id])
        case "commits" where sides.count == 2:
            let history = repository.history(sides[1])
            guard !history.isEmpty else { return try answer(request, connection, 404, [("X-Error-Code", "RevisionNotFound")]) }
            try json(history.map { ["id": $0.id, "title": $0.title, "date": "2026-11-20T10:00:00.000Z"] })
        default:
            violation("\(request.method) \(request.target)")
            try answer(request, connection, 404)
        }
    }
}
