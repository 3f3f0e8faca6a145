import Base
package import Foundation

extension Manifest {
    /// Reads a manifest. Unknown keys are ignored.
    /// - Throws: `Problem` naming every required key that is missing and every key of the wrong kind.
    package init(json: Data, location: String) throws {
        throw Problem(what: "cannot read the manifest", location: location, reason: "skeleton", remedy: "")
    }

    /// The manifest as JSON, keys in a fixed order.
    package func json() throws -> Data { Data() }
}
