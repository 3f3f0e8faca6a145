import Base

/// Takes a manifest's keys one by one and gathers what is wrong with them, so that all of it is reported together.
struct ManifestReader {
    private let members: [String: JSONValue]
    /// What is missing or wrong, in the order in which the keys were looked at.
    private(set) var complaints: [String] = []

    init(_ members: [String: JSONValue]) {
        self.members = members
    }

    /// The manifest; of use only when there are no complaints after it.
    mutating func manifest() -> Manifest {
        var manifest = Manifest(
            revision: text("revision", required: true) ?? "", createdAt: time("created_at") ?? "",
            embedModel: text("embed_model", required: true) ?? "", numChunks: count("num_chunks", required: true) ?? 0)
        manifest.schema = count("schema")
        if let schema = manifest.schema, schema != 1 {
            complaints.append("schema \(schema) is not known to this version, which reads schema 1")
        }
        manifest.dimension = count("dimension")
        if manifest.dimension == 0 { complaints.append("dimension is not above zero") }
        manifest.metric = metric()
        manifest.normalized = flag("normalized")
        manifest.documents = documents()
        manifest.generator = text("generator")
        manifest.chunking = members["chunking"]
        manifest.files = files()
        manifest.canaries = canaries()
        return manifest
    }

    /// A key's value; JSON's null counts as absent.
    private func value(_ key: String) -> JSONValue? {
        members[key].flatMap { $0 == .null ? nil : $0 }
    }

    private mutating func read<Value>(
        _ key: String, required: Bool, _ kind: String, _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard let value = value(key) else {
            if required { complaints.append("the key \(key) is missing") }
            return nil
        }
        guard let converted = convert(value) else {
            complaints.append("\(key) is not \(kind)")
            return nil
        }
        return converted
    }

    private mutating func text(_ key: String, required: Bool = false) -> String? {
        read(key, required: required, "a text") { value in
            value.stringValue.flatMap { required && $0.isEmpty ? nil : $0 }
        }
    }

    private mutating func time(_ key: String) -> String? {
        read(key, required: true, "a time by RFC 3339, such as 2026-11-20T10:00:00Z") { value in
            value.stringValue.flatMap { CreationTime.date($0) == nil ? nil : $0 }
        }
    }

    private mutating func count(_ key: String, required: Bool = false) -> Int? {
        read(key, required: required, "a whole number of at least 0") { value in
            value.intValue.flatMap { $0 >= 0 ? $0 : nil }
        }
    }

    private mutating func flag(_ key: String) -> Bool? {
        read(key, required: false, "true or false") { value in
            if case .bool(let flag) = value { flag } else { nil }
        }
    }

    private mutating func metric() -> Manifest.Metric? {
        read("metric", required: false, "\"ip\" or \"l2\"") { $0.stringValue.flatMap(Manifest.Metric.init(rawValue:)) }
    }

    /// The number of documents; some jobs list them instead.
    private mutating func documents() -> Int? {
        read("documents", required: false, "a whole number of at least 0") { value in
            if case .array(let list) = value { return list.count }
            return value.intValue.flatMap { $0 >= 0 ? $0 : nil }
        }
    }
}

extension ManifestReader {
    private mutating func files() -> [String: Manifest.File] {
        guard let value = value("files") else { return [:] }
        guard case .object(let entries) = value else {
            complaints.append("files is not an object of file names")
            return [:]
        }
        var files: [String: Manifest.File] = [:]
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            guard let piece = part(entry, name: name, at: "files.\(name)") else { continue }
            var file = Manifest.File(size: piece.size, sha256: piece.sha256)
            if let list = entry["parts"], list != .null {
                file.parts = parts(list, of: file, at: "files.\(name).parts")
            }
            files[name] = file
        }
        return files
    }

    private mutating func parts(_ list: JSONValue, of file: Manifest.File, at place: String) -> [Manifest.Part] {
        guard case .array(let entries) = list else {
            complaints.append("\(place) is not a list")
            return []
        }
        let parts = entries.enumerated().compactMap { number, entry in
            part(entry, name: entry["name"]?.stringValue ?? "", at: "\(place)[\(number)]")
        }
        // Sizes that add up past 2^63 cannot be those of real files: the checked sum says so too.
        let total = parts.reduce(Int64?.some(0)) { sum, part in
            sum.flatMap { sum in
                let (next, overflow) = sum.addingReportingOverflow(part.size)
                return overflow ? nil : next
            }
        }
        if parts.count == entries.count, !parts.isEmpty, total != file.size {
            complaints.append("\(place) do not add up to the file's size")
        }
        return parts
    }

    /// One file or piece: a name that stays in its folder, a size, a SHA-256.
    private mutating func part(_ entry: JSONValue, name: String, at place: String) -> Manifest.Part? {
        guard !name.isEmpty, name != ".", name != "..", !name.contains(where: { $0 == "/" || $0 == "\\" || $0 == "\0" }) else {
            complaints.append("\(place) has no plain file name")
            return nil
        }
        guard let size = entry["size"]?.intValue, size >= 0 else {
            complaints.append("\(place).size is not a whole number of at least 0")
            return nil
        }
        guard let hash = entry["sha256"]?.stringValue?.lowercased(), hash.utf8.count == 64,
            hash.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else {
            complaints.append("\(place).sha256 is not 64 hexadecimal digits")
            return nil
        }
        return Manifest.Part(name: name, size: Int64(size), sha256: hash)
    }

    private mutating func canaries() -> [Manifest.Canary] {
        guard let value = value("canaries") else { return [] }
        guard case .array(let entries) = value else {
            complaints.append("canaries is not a list")
            return []
        }
        guard entries.count <= Manifest.Canary.most else {
            complaints.append("canaries has \(entries.count) entries, and at most \(Manifest.Canary.most) are asked")
            return []
        }
        return entries.enumerated().compactMap { number, entry in
            do throws(Manifest.Canary.Flaw) {
                return try Manifest.Canary(json: entry)
            } catch {
                complaints.append("canaries[\(number)] \(error.reason)")
                return nil
            }
        }
    }
}
