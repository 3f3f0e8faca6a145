import Synchronization

/// Where the shards of a process meet.
final class SharedEntrance: Sendable {
    let value: Mutex<GatewayEntrance>

    init(_ entrance: GatewayEntrance) { value = Mutex(entrance) }
}
