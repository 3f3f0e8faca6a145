package import CVectorMath

/// The best kernels that this processor runs, found once when a model is opened.
///
/// `@unchecked Sendable`: the table pointed to is a constant of the program, never written.
package struct Kernels: @unchecked Sendable {
    private let table: UnsafePointer<VectorKernels>

    private init(table: UnsafePointer<VectorKernels>) { self.table = table }

    /// - Parameter level: 0 any processor, 1 AVX2, 2 AVX-512, 3 AMX; nil where the processor or the build lacks it.
    package init?(level: Int32) {
        guard let table = VectorKernelsAt(level) else { return nil }
        self.table = table
    }

    /// Every level that runs here, the plainest first.
    package static var available: [Kernels] { (0...3).compactMap(Kernels.init(level:)) }

    /// The last of `available`.
    package static let best = Kernels(table: VectorKernelsBest())

    /// The functions themselves; see `CVectorMath.h` for what each does.
    package var call: VectorKernels { table.pointee }

    /// The level's name, such as `AVX2`.
    package var name: String { String(cString: table.pointee.name) }
}
