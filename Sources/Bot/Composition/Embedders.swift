import Answering
import Base
import Embedding
import SearchIndex
import Transport

/// Chooses who turns questions into vectors: an index's manifest names the model, and questions must use the same.
struct Embedders: Sendable {
    private let embedded: Result<EmbeddedModel, Problem>
    /// The embedded model's file; nil where it is of no use.
    let pack: String?
    private let remote: Settings.RemoteEmbedding?
    private let http: any HTTPClient

    init(_ settings: Settings, http: any HTTPClient) {
        let path = "\(settings.modelDirectory)/\(ModelName.embedded).pack"
        do {
            embedded = .success(try EmbeddedModel(pack: try ModelPack(path: path)))
            pack = path
        } catch {
            pack = nil
            embedded = .failure(
                error as? Problem
                    ?? Problem(what: "cannot open the embedded model", location: path, reason: "\(error)", remedy: "Set MODEL_DIR."))
        }
        remote = settings.remoteEmbedding
        self.http = http
    }

    /// The embedded model, for making an index.
    /// - Throws: `Problem` when its file is not there or is of no use.
    func embeddedModel() throws(Problem) -> EmbeddedModel { try embedded.get() }

    /// Why questions to an index of that manifest cannot be turned into vectors here; nil when they can.
    @Sendable func objection(to manifest: Manifest) -> Problem? {
        if ModelName.matches(manifest.embedModel) {
            switch embedded {
            case .success: return nil
            case .failure(let problem): return problem
            }
        }
        return remote == nil ? Self.unknown(manifest.embedModel) : nil
    }

    /// How long the vectors of that manifest's model are; nil where only its server knows.
    @Sendable func dimension(for manifest: Manifest) -> Int? {
        ModelName.matches(manifest.embedModel) ? (try? embedded.get())?.dimension : nil
    }

    /// Who turns questions to that index into vectors.
    /// - Throws: `Problem` when nobody here can.
    func embedder(for index: SearchIndex) throws(Problem) -> any Embedder {
        try embedder(for: index.manifest, dimension: index.dimension)
    }

    /// Who turns questions to an index of that manifest into vectors of that length.
    /// - Throws: `Problem` when nobody here can.
    func embedder(for manifest: Manifest, dimension: Int) throws(Problem) -> any Embedder {
        let name = manifest.embedModel
        if ModelName.matches(name) { return try embedded.get() }
        guard let remote else { throw Self.unknown(name) }
        let endpoint = EmbeddingsEndpoint(base: remote.baseURL, model: name, key: remote.key)
        return RemoteEmbedder(endpoint: endpoint, dimension: dimension, client: http)
    }

    private static func unknown(_ model: String) -> Problem {
        Problem(
            what: "cannot run the index's embedding model", location: "embed_model \(model)",
            reason: "it is not the embedded one, and no EMBEDDING_BASE_URL is set",
            remedy: "Set EMBEDDING_BASE_URL to a server that has it, or build the index with \(ModelName.embedded).")
    }

    /// Compares questions with passages by the model in a file, for a process of its own; nil where it cannot be read.
    static func interaction(pack path: String) -> LateInteraction? {
        (try? EmbeddedModel(pack: try ModelPack(path: path))).map(LateInteraction.init(model:))
    }

    /// Builds chunk stores, with the token numbers that late interaction needs where the embedded model is there.
    var chunkStoreBuilder: ChunkStoreBuilder {
        guard case .success(let model) = embedded else { return ChunkStoreBuilder() }
        return ChunkStoreBuilder(tokenizer: model.tokenizer) { model.tokenCutter() }
    }
}
