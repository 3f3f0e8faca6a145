import Foundation
import Synchronization

/// The calls about the repository, as the Hub's own client makes them.
extension StandInHub {
    func serveAPI(_ request: StandInRequest, _ connection: StandInConnection, _ call: String, _ faults: [StandInFault]) throws {
        let sides = call.split(separator: "/", maxSplits: 1).map { $0.removingPercentEncoding ?? "" }
        let (name, rest) = (sides.first ?? "", sides.count > 1 ? sides[1] : "")
        if request.method != "GET" { return try write(request, connection, name, rest, faults) }
        let repository = state.withLock(\.repository)
        func list(_ names: [String: String]) -> [[String: String]] {
            names.sorted { $0.key < $1.key }.map { ["name": $0.key, "ref": "refs/x/\($0.key)", "targetCommit": $0.value] }
        }
        switch name {
        case "refs":
            return try answer(
                request, connection, json: ["branches": list(repository.branches), "tags": list(repository.tags), "converts": []])
        case "", "revision", "commits", "tree": break
        default:
            board.violation("\(request.method) \(request.target)")
            return try answer(request, connection, 404)
        }
        // A folder may follow a tree's revision.
        let revision = name == "" ? "main" : name == "tree" ? String(rest.prefix { $0 != "/" }) : rest
        guard let commit = repository.resolve(revision) else {
            return try answer(request, connection, 404, [("X-Error-Code", "RevisionNotFound")])
        }
        switch name {
        case "commits":
            try answer(
                request, connection,
                json: repository.history(revision).map {
                    ["id": $0.id, "title": $0.title, "message": "", "date": "2026-11-20T10:00:00.000Z", "authors": [Any]()] as [String: Any]
                })
        case "tree":
            try answer(request, connection, json: commit.files.sorted { $0.key < $1.key }.map(Self.entry))
        default:
            try answer(
                request, connection,
                json: [
                    "_id": "0", "id": configuration.id, "sha": commit.id, "private": configuration.isPrivate, "tags": [Any](), "downloads": 0,
                    "likes": 0, "siblings": commit.files.keys.sorted().map { ["rfilename": $0] },
                ])
        }
    }

    private static func entry(_ path: String, _ file: StandInRepository.File) -> [String: Any] {
        var entry: [String: Any] = ["type": "file", "oid": file.blob, "size": file.bytes.count, "path": path]
        if file.isLarge { entry["lfs"] = ["oid": file.sha256, "size": file.bytes.count, "pointerSize": 130] as [String: Any] }
        return entry
    }

    private func write(
        _ request: StandInRequest, _ connection: StandInConnection, _ name: String, _ rest: String, _ faults: [StandInFault]
    ) throws {
        guard try mayWrite(request, connection) else { return }
        switch (request.method, name) {
        case ("POST", "preupload"): try preupload(request, connection)
        case ("POST", "commit"): try commit(request, connection, branch: rest, faults)
        case ("POST", "tag"):
            let body = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
            guard let tag = body?["tag"] as? String, tag.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._\/-]*/) != nil else {
                return try answer(request, connection, 400, text: "{\"error\": \"Invalid tag name\"}")
            }
            let status = state.withLock { state -> Int in
                guard let commit = state.repository.resolve(rest) else { return 404 }
                guard state.repository.tags[tag] == nil else { return 409 }
                state.repository.tags[tag] = commit.id
                return 200
            }
            if faults.contains(.loseAnswer) { return connection.cut() }
            try answer(request, connection, status, text: status == 409 ? "{\"error\": \"Tag reference exists already\"}" : "{}")
        default:
            board.violation("\(request.method) \(request.target)")
            try answer(request, connection, 404)
        }
    }

    /// Whether the token may write; if not, that has been said.
    func mayWrite(_ request: StandInRequest, _ connection: StandInConnection) throws -> Bool {
        switch request.header("Authorization") {
        case "Bearer \(configuration.token)": return true
        case .some:
            try answer(
                request, connection, 403,
                text: "{\"error\": \"You don't have the rights to create a commit to the dataset \(configuration.id)\"}")
        case nil: try answer(request, connection, 401, text: "{\"error\": \"Invalid username or password.\"}")
        }
        return false
    }

    /// Calls about no repository, which the Hub's own tools make.
    func serveAccount(_ request: StandInRequest, _ connection: StandInConnection) throws {
        switch (request.method, request.path) {
        case ("GET", "/api/whoami-v2"):
            try answer(request, connection, json: ["type": "user", "name": "acme", "auth": ["type": "access_token"]] as [String: Any])
        case ("POST", "/api/repos/create"):
            try answer(
                request, connection, 409, [("Content-Type", "application/json")],
                text: "{\"error\": \"You already created this dataset repo\", \"url\": \"\(endpoint)/datasets/\(configuration.id)\"}")
        case ("POST", "/api/validate-yaml"): try answer(request, connection, json: ["errors": [Any](), "warnings": [Any]()])
        default: try answer(request, connection, 404)
        }
    }
}
