import Base
import Hub
import IndexSync
import Logging
import WebServer

extension Composition {
    /// What may be asked of the running bot over HTTP.
    func triggers(_ synchronizer: IndexSynchronizer) -> Triggers {
        for (setting, secret) in [(Setting.adminToken, settings.adminToken), (.hubWebhookSecret, settings.hubWebhookSecret)] {
            guard let secret, secret.revealed.count < 16 else { continue }
            logger("settings").warning(
                "A secret is short enough to be guessed", metadata: ["setting": "\(setting.name)", "remedy": "`openssl rand -hex 16` makes one"])
        }
        return Triggers(
            looks: IndexLooks(synchronizer: synchronizer), adminToken: settings.adminToken, hookSecret: settings.hubWebhookSecret,
            followed: settings.indexSource.flatMap { source in
                guard case .huggingFace(let repository) = source else { return nil }
                return FollowedRepository(repository)
            })
    }
}

/// Has the synchronizer look.
private struct IndexLooks: LookService {
    let synchronizer: IndexSynchronizer

    func look(for reason: LookReason) -> Duration {
        switch reason {
        case .administrator: synchronizer.look(.byHand)
        case .hubEvent: synchronizer.look(.notice)
        }
    }
}

extension FollowedRepository {
    /// As the Hub's events name it.
    init(_ repository: HuggingFaceRepository) {
        let type =
            switch repository.kind {
            case .dataset: "dataset"
            case .model: "model"
            }
        self.init(type: type, name: repository.id, revision: repository.revision ?? "main")
    }
}
