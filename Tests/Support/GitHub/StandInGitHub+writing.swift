import Foundation
import Synchronization

extension StandInGitHub {
    /// One request that changes something, of somebody who may.
    func write(
        _ request: StandInRequest, _ connection: StandInConnection, _ call: [String], isUpload: Bool, _ faults: [StandInFault]
    ) throws {
        let body = isUpload ? [:] : (try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]) ?? [:]
        var outcome: (status: Int, value: [String: Any]) = (404, ["message": "Not Found"])
        if faults.contains(.intrusion) { intrude() }
        switch (request.method, call.count) {
        case ("POST", 0): outcome = create(body)
        case ("POST", 2) where call[1] == "assets" && isUpload: outcome = upload(request, to: call[0], faults)
        case ("PATCH", 1): outcome = change(call[0], body)
        case ("DELETE", 2) where call[0] == "assets":
            let isGone = state.withLock { state in
                state.releases.indices.contains { index in
                    let count = state.releases[index].assets.count
                    state.releases[index].assets.removeAll { String($0.id) == call[1] }
                    return state.releases[index].assets.count < count
                }
            }
            if faults.contains(.loseAnswer) { return connection.cut() }
            guard !isGone else { return try answer(connection, 204, body: []) }
        default: board.violation("\(request.method) \(request.target)")
        }
        if faults.contains(.loseAnswer) { return connection.cut() }
        try answer(connection, outcome.status, json: outcome.value)
    }

    private func create(_ body: [String: Any]) -> (Int, [String: Any]) {
        guard let tag = body["tag_name"] as? String, tag.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._\/-]*/) != nil,
            tag.wholeMatch(of: /[0-9a-f]{40}/) == nil
        else { return (422, ["message": "Validation Failed: tag_name is not well-formed"]) }
        return state.withLock { state in
            let isDraft = body["draft"] as? Bool ?? false
            guard isDraft || !state.releases.contains(where: { $0.tag == tag && !$0.isDraft }) else {
                return (422, ["message": "Validation Failed: already_exists tag_name"])
            }
            var release = Release(
                id: Self.next(&state), tag: tag, title: body["name"] as? String ?? "", isDraft: isDraft, createdAt: Self.moment(&state))
            if !isDraft { release.publishedAt = Self.moment(&state) }
            state.releases.append(release)
            return (201, json(release))
        }
    }

    private func upload(_ request: StandInRequest, to id: String, _ faults: [StandInFault]) -> (Int, [String: Any]) {
        let (name, bytes) = (request.query["name"] ?? "", request.body)
        guard request.header("Content-Type") == "application/octet-stream", request.header("Content-Length") != nil, !name.isEmpty else {
            board.violation("an upload without its type, length or name")
            return (400, ["message": "Bad Request"])
        }
        guard bytes.count < configuration.assetLimit else { return (422, ["message": "Validation Failed: size must be less than 2147483648"]) }
        return state.withLock { state in
            guard let index = state.releases.firstIndex(where: { String($0.id) == id }) else { return (404, ["message": "Not Found"]) }
            guard !state.releases[index].assets.contains(where: { $0.name == name }) else {
                return (422, ["message": "Validation Failed: already_exists name"])
            }
            var content = bytes
            if faults.contains(.corrupt), !content.isEmpty { content[content.count / 2] ^= 1 }
            var asset = asset(name, content, &state)
            // What an upload that breaks off inside GitHub leaves.
            if faults.contains(.truncate(to: 0)) { (asset.state, asset.hasDigest) = ("starter", false) }
            state.releases[index].assets.append(asset)
            return asset.state == "starter" ? (502, ["message": "Server Error"]) : (201, json(asset))
        }
    }

    private func change(_ id: String, _ body: [String: Any]) -> (Int, [String: Any]) {
        state.withLock { state in
            guard let index = state.releases.firstIndex(where: { String($0.id) == id }) else { return (404, ["message": "Not Found"]) }
            let tag = state.releases[index].tag
            if body["draft"] as? Bool == false, state.releases[index].isDraft {
                guard !state.releases.contains(where: { $0.tag == tag && !$0.isDraft }) else {
                    return (422, ["message": "Validation Failed: already_exists tag_name"])
                }
                state.releases[index].isDraft = false
                state.releases[index].publishedAt = Self.moment(&state)
            }
            return (200, json(state.releases[index]))
        }
    }

    /// Somebody else exchanges an asset of every draft.
    private func intrude() {
        state.withLock { state in
            for index in state.releases.indices where state.releases[index].isDraft && !state.releases[index].assets.isEmpty {
                let name = state.releases[index].assets[0].name
                state.releases[index].assets[0] = asset(name, Array("somebody else's".utf8), &state)
            }
        }
    }
}
