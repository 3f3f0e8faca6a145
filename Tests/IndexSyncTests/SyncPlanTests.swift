import Base
import Testing

@testable import IndexSync

@Suite struct `The plan` {
    typealias Situation = SyncPlan.Situation

    private static func stored(_ name: String, _ references: String...) -> SyncPlan.Stored {
        SyncPlan.Stored(name: name, manifestHash: "hash-\(name)", references: Set([name] + references))
    }

    private static func situation(
        _ wanted: SyncPlan.Wanted = .newest, active: String? = nil, stored: [SyncPlan.Stored] = [], published: String? = nil,
        refused: Set<String> = []
    ) -> Situation {
        Situation(
            wanted: wanted, active: active, stored: stored, published: published.map { .manifest(hash: "hash-\($0)") } ?? .unknown,
            refused: Set(refused.map { "hash-\($0)" }))
    }

    @Test(
        arguments: [
            (situation(), .look(nil)),
            (situation(active: "a", stored: [stored("a")]), .look(nil)),
            (situation(published: "a"), .install),
            (situation(published: "a", refused: ["a"]), .rest(.refused)),
            (situation(stored: [stored("a")], published: "a"), .activate("a")),
            (situation(active: "a", stored: [stored("a")], published: "a"), .rest(.upToDate)),
            (situation(active: "a", stored: [stored("a")], published: "b"), .install),
            (situation(stored: [stored("a")], published: "a", refused: ["a"]), .rest(.refused)),
            // A pin to what is on disk asks nobody.
            (situation(.pinned("a"), active: "b", stored: [stored("b"), stored("a")]), .activate("a")),
            (situation(.pinned("v1"), active: "b", stored: [stored("b"), stored("a", "v1")]), .activate("a")),
            (situation(.pinned("a"), active: "a", stored: [stored("a")]), .rest(.upToDate)),
            (situation(.pinned("a"), active: "b", stored: [stored("b")]), .look("a")),
            (situation(.pinned("v1"), active: "b", stored: [stored("b")], published: "a"), .install),
            (situation(.pinned("v1"), active: "b", stored: [stored("b")], published: "b"), .rest(.upToDate)),
            (situation(.pinned("a"), active: "b", stored: [stored("b"), stored("a")], refused: ["a"]), .rest(.refused)),
        ] as [(Situation, SyncPlan.Step)]) func `decides`(situation: Situation, step: SyncPlan.Step)
    {
        #expect(SyncPlan.next(situation) == step)
    }

    /// Publishes, pins, loses and refuses at random, and follows the plan.
    @Test(arguments: 0..<50 as Range<UInt64>) func `comes to rest within five steps, and never at the wrong revision`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var world = Self.situation()
        var current = "r0"
        var broken: Set<String> = []
        for round in 0..<60 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: current = "r\(round)"
            case 1: world.wanted = .pinned("r\(Int.random(in: 0...round, using: &random))")
            case 2: world.wanted = .newest
            case 3: broken.insert(current)
            case 4:
                if let victim = world.stored.randomElement(using: &random), victim.name != world.active { world.stored.removeAll { $0 == victim } }
            default: break
            }
            world.published = .unknown
            var steps = 0
            var isResting = false
            while !isResting {
                steps += 1
                #expect(steps <= 5)
                guard steps <= 5 else { return }
                switch SyncPlan.next(world) {
                case .look(let reference):
                    #expect(world.published == .unknown)
                    world.published = .manifest(hash: "hash-\(reference ?? current)")
                case .install:
                    guard case .manifest(let hash) = world.published else {
                        Issue.record("installed without a look")
                        return
                    }
                    #expect(!world.refused.contains(hash))
                    let name = String(hash.dropFirst(5))
                    if broken.contains(name) { world.refused.insert(hash) } else { world.stored.insert(Self.stored(name), at: 0) }
                case .activate(let name):
                    #expect(world.stored.contains { $0.name == name })
                    #expect(!world.refused.contains("hash-\(name)"))
                    if case .pinned(let reference) = world.wanted { #expect(name == reference) }
                    world.active = name
                case .rest(.upToDate):
                    isResting = true
                    if case .pinned(let reference) = world.wanted { #expect(world.active == reference) } else { #expect(world.active == current) }
                case .rest(.refused): isResting = true
                }
            }
        }
    }
}

@Suite struct `Keeping snapshots` {
    @Test(
        arguments: [
            (["c", "b", "a"], 3, [], []), (["d", "c", "b", "a"], 2, [], ["b", "a"]), (["d", "c", "b", "a"], 2, ["a"], ["b"]),
            (["b", "a"], 0, ["a"], []), ([], 1, [], []),
        ] as [([String], Int, Set<String>, [String])]) func `keeps the newest and what is needed`(
            stored: [String], keep: Int, needed: Set<String>, gone: [String]
        )
    {
        #expect(Retention.removable(stored: stored, keep: keep, needed: needed) == gone)
    }

    @Test func `tries what was taken back last`() {
        let stored = ["c", "b", "a"]
        #expect(Retention.startOrder(stored: stored, pinned: nil, pointer: Pointer(active: "c", previous: "b"), refused: ["c"]) == ["b", "a", "c"])
        #expect(Retention.startOrder(stored: ["c"], pinned: nil, pointer: nil, refused: ["c"]) == ["c"])
    }

    @Test func `tries the pinned, the active and the one before it first at the start`() {
        let order = Retention.startOrder(stored: ["e", "d", "c", "b", "a"], pinned: "a", pointer: Pointer(active: "c", previous: "d"))
        #expect(order == ["a", "c", "d", "e", "b"])
        #expect(Retention.startOrder(stored: ["b"], pinned: "gone", pointer: Pointer(active: "lost", previous: nil)) == ["b"])
    }
}
