import Foundation
import Hub
import Synchronization

@testable import IndexSync

/// Does what it is told until the process is "killed": from then on nothing more happens on disk.
final class StoppingFiles: FileOperations {
    struct Killed: Error {}

    /// What has become of the change at which the process is killed.
    enum Last: CaseIterable {
        case made
        /// Half a file is copied or lies under its temporary name, half a folder is removed.
        case half
    }

    /// Changes still allowed before the last.
    private let left: Mutex<Int>
    private let last: Last

    init(after count: Int, last: Last) {
        left = Mutex(count)
        self.last = last
    }

    var isKilled: Bool { left.withLock { $0 < 0 } }

    func makeFolder(_ path: String) throws {
        try step {
            try LocalFiles().makeFolder(path)
        } half: {
        }
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        try step {
            try LocalFiles().write(bytes, to: path)
        } half: {
            try Data(bytes.prefix(bytes.count / 2)).write(to: URL(fileURLWithPath: "\(path).1.2.tmp"))
        }
    }

    func rename(_ path: String, to target: String) throws {
        try step {
            try LocalFiles().rename(path, to: target)
        } half: {
        }
    }

    func remove(_ path: String) throws {
        try step {
            try LocalFiles().remove(path)
        } half: {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path).sorted() else { return }
            for name in names.prefix((names.count + 1) / 2) { try LocalFiles().remove("\(path)/\(name)") }
        }
    }

    func copy(_ path: String, to target: String) throws {
        try step {
            try LocalFiles().copy(path, to: target)
        } half: {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: target))
        }
    }

    private func step(_ change: () throws -> Void, half: () throws -> Void) throws {
        let rest = left.withLock { left in
            left -= 1
            return left
        }
        if rest < -1 { throw Killed() }
        switch last {
        case .half where rest == -1: try half()
        case .half, .made: try change()
        }
        if rest == -1 { throw Killed() }
    }
}
