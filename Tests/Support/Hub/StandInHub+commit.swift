import Foundation
import Synchronization

/// How files come to the Hub: it says which go to the large file storage, takes those, and then a commit as lines of JSON.
extension StandInHub {
    func preupload(_ request: StandInRequest, _ connection: StandInConnection) throws {
        let body = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        let files = body?["files"] as? [[String: Any]] ?? []
        guard !files.isEmpty, files.count <= 256, request.header("Content-Type")?.hasPrefix("application/json") == true else {
            board.violation("a preupload of \(files.count) files")
            return try answer(request, connection, 400)
        }
        let modes = files.map { file -> [String: Any] in
            let (path, size) = (file["path"] as? String ?? "", file["size"] as? Int ?? 0)
            let sample = (file["sample"] as? String).flatMap { Data(base64Encoded: $0) }
            if path.isEmpty || sample?.count != min(size, 512) { board.violation("a preupload without path or sample: \(file)") }
            return ["path": path, "uploadMode": StandInRepository.isLarge(path, size) ? "lfs" : "regular", "shouldIgnore": false]
        }
        try answer(request, connection, json: ["files": modes])
    }

    func serveLargeFiles(_ request: StandInRequest, _ connection: StandInConnection, _ call: String, _ faults: [StandInFault]) throws {
        let body = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any] ?? [:]
        // A completed upload is told by who has its signed address, all else by who may write.
        if call != "complete" {
            guard try mayWrite(request, connection) else { return }
            let types = [request.header("Accept"), request.header("Content-Type")]
            if call == "batch", types.contains(where: { $0 != "application/vnd.git-lfs+json" }) { board.violation("\(types) at \(request.target)") }
        }
        switch call {
        case "batch":
            let objects = (body["objects"] as? [[String: Any]] ?? []).map { batch($0, faults) }
            guard body["operation"] as? String == "upload", body["hash_algo"] as? String == "sha256", !objects.isEmpty else {
                board.violation("a batch that is no upload: \(body)")
                return try answer(request, connection, 422)
            }
            try answer(request, connection, json: ["transfer": "basic", "objects": objects])
        case "complete":
            let parts = body["parts"] as? [[String: Any]] ?? []
            let tags = Dictionary(parts.compactMap { part in (part["partNumber"] as? Int).map { ($0, part["etag"] as? String ?? "") } }) { $1 }
            let isWhole = storage.join(body["oid"] as? String ?? "", tags: tags)
            try answer(request, connection, isWhole ? 200 : 400, text: "{}")
        case "verify":
            let content = storage.content(body["oid"] as? String ?? "")
            try answer(request, connection, content != nil && content?.count == body["size"] as? Int ? 200 : 404, text: "{}")
        default:
            board.violation("\(request.method) \(request.target)")
            try answer(request, connection, 404)
        }
    }

    private func batch(_ object: [String: Any], _ faults: [StandInFault]) -> [String: Any] {
        guard let oid = object["oid"] as? String, oid.count == 64, let size = object["size"] as? Int, size > 0 else {
            board.violation("a batch of \(object)")
            return object
        }
        var answer: [String: Any] = ["oid": oid, "size": size]
        guard storage.content(oid) == nil else { return answer }
        let base = "\(endpoint)/datasets/\(configuration.id).git/info/lfs"
        var upload: [String: Any] = ["href": storage.uploadAddress(hash: oid, path: "\(oid) \(size)", size: size, faults)]
        if let part = configuration.partSize, size > part {
            var header = ["chunk_size": String(part)]
            for (index, start) in stride(from: 0, to: size, by: part).enumerated() {
                header[String(format: "%05d", index + 1)] = storage.uploadAddress(
                    hash: oid, path: "\(oid) \(size)", size: min(part, size - start), part: index + 1, faults)
            }
            upload = ["href": "\(base)/complete", "header": header]
        }
        answer["actions"] = ["upload": upload, "verify": ["href": "\(base)/verify"]]
        return answer
    }

    func commit(_ request: StandInRequest, _ connection: StandInConnection, branch: String, _ faults: [StandInFault]) throws {
        if faults.contains(.intrusion) { commit(["intruder.txt": Array("written by \(UUID())".utf8)], title: "somebody else", branch: branch) }
        let lines = try request.text.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
        guard request.header("Content-Type") == "application/x-ndjson", lines.first?["key"] as? String == "header",
            let header = lines.first?["value"] as? [String: Any], let title = header["summary"] as? String, !title.isEmpty
        else {
            board.violation("a commit that is none: \(request.text.prefix(200))")
            return try answer(request, connection, 400)
        }
        var files: [String: [UInt8]] = [:]
        var removed: Set<String> = []
        for line in lines.dropFirst() {
            let value = line["value"] as? [String: Any] ?? [:]
            let path = value["path"] as? String ?? ""
            switch line["key"] as? String {
            case "file":
                guard value["encoding"] as? String == "base64", let data = Data(base64Encoded: value["content"] as? String ?? "-"),
                    !StandInRepository.isLarge(path, data.count) || data.isEmpty
                else { return try refuse(request, connection, "\(path) belongs into LFS") }
                files[path] = Array(data)
            case "lfsFile":
                guard value["algo"] as? String == "sha256", let bytes = storage.content(value["oid"] as? String ?? "") else {
                    return try refuse(request, connection, "the LFS object of \(path) has not been uploaded")
                }
                files[path] = bytes
            case "deletedFile": removed.insert(path)
            case let other: return try refuse(request, connection, "the key \(other ?? "none") is not known")
            }
        }
        let made = state.withLock { state -> String? in
            if let parent = header["parentCommit"] as? String, parent != state.repository.branches[branch] { return nil }
            guard state.repository.branches[branch] != nil else { return nil }
            return state.repository.commit(files, removing: removed, title: title, branch: branch)
        }
        if faults.contains(.loseAnswer) { return connection.cut() }
        guard let made else {
            return try answer(
                request, connection, 412, text: "{\"error\": \"A commit has happened since. Please refresh and try again.\"}")
        }
        try answer(
            request, connection,
            json: ["success": true, "commitOid": made, "commitUrl": "\(endpoint)/datasets/\(configuration.id)/commit/\(made)", "hookOutput": ""])
    }

    private func refuse(_ request: StandInRequest, _ connection: StandInConnection, _ reason: String) throws {
        board.violation(reason)
        try answer(request, connection, 400, text: "{\"error\": \"\(reason)\"}")
    }
}
