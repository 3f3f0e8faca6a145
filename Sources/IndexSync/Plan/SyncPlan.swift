/// Decides what a round of synchronizing does next, from what is wanted, stored, served, published and refused. It reads nothing and does
/// nothing.
package enum SyncPlan {
    /// What is to be served.
    package enum Wanted: Sendable, Equatable {
        /// Whatever is published last.
        case newest
        /// One revision, commit or tag, until that is changed by hand.
        case pinned(String)
    }

    /// A snapshot on disk, as far as it matters here.
    package struct Stored: Sendable, Equatable {
        package var name: String
        package var manifestHash: String
        /// The texts by which a pin may mean it.
        package var references: Set<String>

        package init(name: String, manifestHash: String, references: Set<String>) {
            self.name = name
            self.manifestHash = manifestHash
            self.references = references
        }
    }

    /// What a look in this round has shown.
    package enum Published: Sendable, Equatable {
        /// Nobody has looked yet.
        case unknown
        case manifest(hash: String)
    }

    /// All that the next step follows from.
    package struct Situation: Sendable, Equatable {
        package var wanted: Wanted
        /// The snapshot being served.
        package var active: String?
        package var stored: [Stored]
        package var published: Published
        /// Manifest hashes that are not to be tried now.
        package var refused: Set<String>

        package init(wanted: Wanted, active: String?, stored: [Stored], published: Published, refused: Set<String>) {
            self.wanted = wanted
            self.active = active
            self.stored = stored
            self.published = published
            self.refused = refused
        }
    }

    /// What to do next.
    package enum Step: Sendable, Equatable {
        /// Look at what is published; nil: at what is current.
        case look(String?)
        /// Open a stored snapshot and serve it.
        case activate(String)
        /// Download, verify and store what was found.
        case install
        /// Nothing more until the next round.
        case rest(Rest)
    }

    /// Why there is nothing to do.
    package enum Rest: Sendable, Equatable {
        /// What is wanted is being served.
        case upToDate
        /// What is published was refused before.
        case refused
    }

    /// The next step.
    package static func next(_ situation: Situation) -> Step {
        let target: Stored?
        switch (situation.wanted, situation.published) {
        case (.pinned(let reference), _) where situation.stored.contains(where: { $0.references.contains(reference) }):
            target = situation.stored.first { $0.references.contains(reference) }
        case (.newest, .unknown): return .look(nil)
        case (.pinned(let reference), .unknown): return .look(reference)
        case (_, .manifest(let hash)):
            target = situation.stored.first { $0.manifestHash == hash }
            if target == nil { return situation.refused.contains(hash) ? .rest(.refused) : .install }
        }
        guard let target else { return .rest(.upToDate) }
        if target.name == situation.active { return .rest(.upToDate) }
        return situation.refused.contains(target.manifestHash) ? .rest(.refused) : .activate(target.name)
    }
}
