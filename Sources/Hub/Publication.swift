/// What a look found.
package enum Look: Sendable, Equatable {
    /// The same as `known`.
    case unchanged
    /// A manifest; nothing else has been fetched.
    case found(Publication)
}

/// A published manifest at one commit. Everything else of the artifact is read at the commit that it names.
package struct Publication: Sendable, Equatable {
    /// The manifest's bytes, whole and as they are.
    package var manifest: [UInt8]
    /// What the source calls this state: a commit, a release's tag, or for a folder the manifest's hash.
    package var commit: String
    /// To be given to the next look.
    package var mark: PublicationMark

    package init(manifest: [UInt8], commit: String, mark: PublicationMark) {
        self.manifest = manifest
        self.commit = commit
        self.mark = mark
    }
}

/// The source's own sign of change (an ETag, a hash); opaque to all others.
package struct PublicationMark: Sendable, Hashable, Codable {
    package var value: String

    package init(_ value: String) {
        self.value = value
    }
}

/// One file to fetch.
package struct RemoteFile: Sendable, Equatable {
    package var name: String
    package var size: Int64?
    /// Lower-case hexadecimal.
    package var sha256: String?
    /// The pieces, in order, of a file that was split to fit a store's limit; empty for a whole file.
    package var parts: [RemoteFile]
    /// The commit to read it at; nil: the publication's own.
    package var commit: String?

    package init(name: String, size: Int64? = nil, sha256: String? = nil, parts: [RemoteFile] = [], commit: String? = nil) {
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.parts = parts
        self.commit = commit
    }
}

/// A line of what can be pinned.
package struct PublicationSummary: Sendable, Equatable {
    /// What `docent index pin` takes.
    package var reference: String
    package var title: String
    /// RFC 3339, where known.
    package var date: String?

    package init(reference: String, title: String, date: String? = nil) {
        self.reference = reference
        self.title = title
        self.date = date
    }
}
