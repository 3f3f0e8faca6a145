import Foundation
import Synchronization

extension StandInGitHub {
    /// One request to the API.
    func serve(_ request: StandInRequest, _ connection: StandInConnection) throws {
        board.note(request, .service)
        let faults = board.spring(.service, "\(request.method) \(request.target)")
        for case .status(let status, let headers) in faults {
            return try answer(connection, status, headers.map { ($0, $1) }, json: ["message": "API rate limit exceeded or worse"])
        }
        guard request.header("User-Agent") != nil else {
            board.violation("no User-Agent at \(request.target)")
            return try answer(connection, 403, json: ["message": "Request forbidden by administrative rules."])
        }
        if configuration.hasHouseRules, request.header("X-GitHub-Api-Version") != "2022-11-28" {
            board.violation("no API version at \(request.target)")
        }
        // GitHub takes either word.
        let token = request.header("Authorization").map { header in
            ["Bearer ", "token "].first { header.hasPrefix($0) }.map { String(header.dropFirst($0.count)) } ?? header
        }
        guard [nil, configuration.token, configuration.readToken].contains(token) else {
            return try answer(connection, 401, json: ["message": "Bad credentials"])
        }
        let (api, uploads) = ("/api/v3/repos/\(configuration.repository)/", "/api/uploads/repos/\(configuration.repository)/")
        let path = request.path
        guard path.hasPrefix(api) || path.hasPrefix(uploads), token != nil || !configuration.isPrivate else {
            return try answer(connection, 404, json: ["message": "Not Found"])
        }
        let mayWrite = token == configuration.token
        guard request.method == "GET" || mayWrite else {
            return try answer(connection, token == nil ? 401 : 403, json: ["message": "Resource not accessible by personal access token"])
        }
        let call = path.dropFirst(path.hasPrefix(api) ? api.count : uploads.count).split(separator: "/").map { $0.removingPercentEncoding ?? "" }
        guard call.first == "releases" else {
            board.violation("\(request.method) \(request.target)")
            return try answer(connection, 404, json: ["message": "Not Found"])
        }
        if request.method != "GET" {
            return try write(request, connection, Array(call.dropFirst()), isUpload: path.hasPrefix(uploads), faults)
        }
        try read(request, connection, Array(call.dropFirst()), mayWrite: mayWrite, faults)
    }

    private func read(
        _ request: StandInRequest, _ connection: StandInConnection, _ call: [String], mayWrite: Bool, _ faults: [StandInFault]
    ) throws {
        let releases = state.withLock(\.releases).filter { mayWrite || !$0.isDraft }
        if call.count == 2, call[0] == "assets" {
            guard let asset = releases.flatMap(\.assets).first(where: { String($0.id) == call[1] }) else {
                return try answer(connection, 404, json: ["message": "Not Found"])
            }
            return try send(asset, request, connection, faults)
        }
        if configuration.hasHouseRules, request.header("Accept") != "application/vnd.github+json" {
            board.violation("Accept: \(request.header("Accept") ?? "") at \(request.target)")
        }
        let (size, number) = (request.query["per_page"].flatMap { Int($0) } ?? 30, request.query["page"].flatMap { Int($0) } ?? 1)
        // By the date of the commit, and not by that of the release.
        let sorted = releases.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }.dropFirst((number - 1) * size)
        let hasNext = call.isEmpty && sorted.count > size
        let latest = releases.filter { !$0.isDraft && !$0.isPrerelease }.max { $0.createdAt < $1.createdAt }
        let value: Any? =
            switch (call.first, call.count) {
            case (nil, _): sorted.prefix(size).map(json)
            case ("latest", 1): latest.map(json)
            case ("tags", 2...): releases.first { $0.tag == call.dropFirst().joined(separator: "/") && !$0.isDraft }.map(json)
            case (let id?, 1): releases.first { String($0.id) == id }.map(json)
            case (let id?, 2) where call[1] == "assets": releases.first { String($0.id) == id }.map { $0.assets.map(json) }
            default: nil
            }
        guard let value else { return try answer(connection, 404, json: ["message": "Not Found"]) }
        // GitHub's own addresses of further pages are by the repository's number.
        let next = "<\(api)/repositories/1/releases?per_page=\(size)&page=\(number + 1)>; rel=\"next\""
        try answerConditionally(request, connection, value, hasNext ? [("Link", next)] : [])
    }

    /// With a tag, and 304 to who has it. Who has been given one on this very connection and does not use it polls in vain.
    private func answerConditionally(
        _ request: StandInRequest, _ connection: StandInConnection, _ value: Any, _ headers: [(String, String)]
    ) throws {
        let body = try JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
        let tag = "W/\"\(StandInStorage.hash(Array(body)))\""
        let isKnown = state.withLock { !$0.given[connection.id, default: []].insert(request.target).inserted }
        if request.header("If-None-Match") == tag { return try answer(connection, 304, [("ETag", tag)], body: []) }
        if configuration.hasHouseRules, isKnown, request.header("If-None-Match") == nil {
            board.violation("asked again without its tag: \(request.target)")
        }
        try answer(connection, 200, headers + [("ETag", tag), ("Content-Type", "application/json; charset=utf-8")], body: Array(body))
    }

    private func send(_ asset: Asset, _ request: StandInRequest, _ connection: StandInConnection, _ faults: [StandInFault]) throws {
        guard request.header("Accept") == "application/octet-stream" else {
            board.violation("an asset was asked for as \(request.header("Accept") ?? "nothing")")
            return try answer(connection, 200, json: json(asset))
        }
        guard let bytes = storage.content(asset.hash), asset.state == "uploaded" else {
            return try answer(connection, 404, json: ["message": "Not Found"])
        }
        if configuration.servesAssets {
            let wrong = board.spring(.storage, "GET \(asset.name)")
            for case .status(let status, let headers) in wrong {
                return try answer(connection, status, headers.map { ($0, $1) }, json: ["message": "Server Error"])
            }
            return try StandInContent.send(bytes, request, connection, manners, wrong, board)
        }
        let address = storage.address(of: bytes, hash: asset.hash, path: asset.name, faults)
        try answer(connection, 302, [("Location", address)], body: [])
    }

    // MARK: Answers

    /// What GitHub puts on every answer.
    var manners: [(String, String)] {
        [
            ("X-GitHub-Request-Id", "ABCD:1"), ("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "4999"),
            ("X-RateLimit-Reset", "1795258800"), ("Date", "Sat, 21 Nov 2026 10:00:00 GMT"),
        ]
    }

    func answer(_ connection: StandInConnection, _ status: Int, _ headers: [(String, String)] = [], body: [UInt8]) throws {
        let own = manners.filter { manner in !headers.contains { $0.0 == manner.0 } }
        try connection.begin(status, headers: headers + own + (status == 304 ? [] : [("Content-Length", String(body.count))]), chunked: false)
        try connection.write(body)
    }

    func answer(_ connection: StandInConnection, _ status: Int, _ headers: [(String, String)] = [], json value: Any) throws {
        try answer(
            connection, status, headers + [("Content-Type", "application/json; charset=utf-8")],
            body: Array(JSONSerialization.data(withJSONObject: value)))
    }

    func json(_ release: Release) -> [String: Any] {
        [
            "id": release.id, "tag_name": release.tag, "name": release.title, "draft": release.isDraft, "prerelease": release.isPrerelease,
            "created_at": release.createdAt, "published_at": release.publishedAt ?? NSNull(), "assets": release.assets.map(json),
            "url": "\(api)/repos/\(configuration.repository)/releases/\(release.id)",
            "upload_url": "\(uploads)/repos/\(configuration.repository)/releases/\(release.id)/assets{?name,label}",
        ]
    }

    func json(_ asset: Asset) -> [String: Any] {
        [
            "id": asset.id, "name": asset.name, "size": asset.size, "state": asset.state,
            "url": "\(api)/repos/\(configuration.repository)/releases/assets/\(asset.id)",
            "digest": asset.hasDigest ? "sha256:\(asset.hash)" : NSNull(),
        ]
    }
}
