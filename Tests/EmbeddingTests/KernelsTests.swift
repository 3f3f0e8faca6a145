import Base
import CVectorMath
import Embedding
import Testing

/// Every level against plain loops, on random shapes with tails and at odd addresses.
@Suite struct KernelsTests {
    private static let levels = (0..<Kernels.available.count).map(Int32.init)

    private func kernels(_ level: Int32) throws -> VectorKernels { try #require(Kernels(level: level)).call }

    private func expectClose(_ a: [Float], _ b: [Float], within tolerance: Float, _ comment: Comment) {
        #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }, comment)
    }

    @Test func `a plain level is always there, and an unknown one is refused`() {
        #expect(Kernels.available.first?.name == "generic")
        #expect(Kernels(level: 3) == nil && Kernels(level: -1) == nil)
    }

    @Test(arguments: levels) func `products agree with plain loops`(level: Int32) throws {
        let call = try kernels(level)
        var random = SplitMix(seed: 1)
        for _ in 0..<60 {
            let (rows, depth, columns) = (
                Int.random(in: 1...40, using: &random), Int.random(in: 1...90, using: &random), Int.random(in: 1...80, using: &random)
            )
            let padded = (columns + 15) / 16 * 16
            // Windows overlap: a row begins fewer numbers after the one before than it is long.
            let lda = Int.random(in: 1...(depth + 7), using: &random)
            let shift = Int.random(in: 0...3, using: &random)
            let a = random.floats(shift + lda * (rows - 1) + depth)
            let b = random.floats(depth * columns)
            let start = random.floats(padded)
            let adds = Bool.random(using: &random)
            let ldc = padded + Int.random(in: 0...5, using: &random)
            var c = random.floats(shift + rows * ldc)
            var expected = c
            for r in 0..<rows {
                for j in 0..<padded {
                    let product =
                        j < columns ? (0..<depth).reduce(Float(0)) { $0 + a[shift + r * lda + $1] * Float(Float16(b[$1 * columns + j])) } : 0
                    expected[shift + r * ldc + j] = product + (adds ? c[shift + r * ldc + j] : start[j])
                }
            }
            var panels = [UInt16](repeating: .max, count: depth * padded)
            VectorPack(b, columns, depth, columns, &panels)
            a.withUnsafeBufferPointer { a in
                c.withUnsafeMutableBufferPointer { c in
                    guard let a = a.baseAddress, let c = c.baseAddress else { return }
                    if adds {
                        call.multiply(a + shift, lda, rows, depth, panels, padded, nil, c + shift, ldc)
                    } else {
                        start.withUnsafeBufferPointer { call.multiply(a + shift, lda, rows, depth, panels, padded, $0.baseAddress, c + shift, ldc) }
                    }
                }
            }
            expectClose(c, expected, within: 1e-4, "\(rows) x \(depth) x \(columns), lda \(lda), ldc \(ldc), shift \(shift)")
        }
    }

    @Test(arguments: levels) func `row kernels agree with plain loops`(level: Int32) throws {
        let call = try kernels(level)
        var random = SplitMix(seed: 2)
        for count in Array(1...70) + [256, 512, 1280] {
            let rows = Int.random(in: 1...4, using: &random)
            let stride = count + Int.random(in: 0...5, using: &random)
            let x = random.floats(rows * stride)
            let other = random.floats(rows * stride)
            let (gamma, beta) = (random.floats(count), random.floats(count))

            let plain = (0..<count).reduce(Float(0)) { $0 + x[$1] * other[$1] }
            #expect(abs(call.dot(x, other, count) - plain) < 1e-3)

            var sum = gamma
            call.sum(x, stride, rows, count, &sum)
            expectClose(sum, (0..<count).map { j in (0..<rows).reduce(gamma[j]) { $0 + x[$1 * stride + j] } }, within: 1e-5, "sum of \(count)")

            var rectified = x
            call.rectify(&rectified, stride, other, stride, rows, count)
            let expected = x.indices.map { $0 % stride < count ? max(x[$0], 0) + other[$0] : x[$0] }
            expectClose(rectified, expected, within: 1e-6, "rectify \(count)")

            var best = beta
            let index = (0..<5).map { _ in UInt32.random(in: 0..<UInt32(rows), using: &random) }
            call.maximum(x, stride, index, index.count, count, &best)
            #expect(best == (0..<count).map { j in index.map { x[Int($0) * stride + j] }.reduce(beta[j], max) })

            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var row = [Float](repeating: 0, count: count)
            call.dequantise(bytes, 0.17, -5, beta, &row, count)
            expectClose(row, (0..<count).map { 0.17 * Float(bytes[$0]) - 5 - beta[$0] }, within: 1e-5, "dequantise \(count)")

            var normalised = x
            call.normalise(&normalised, stride, rows, count, gamma, beta, 1e-6)
            var plainly = x
            for r in 0..<rows {
                let values = (0..<count).map { x[r * stride + $0] }
                let mean = values.reduce(0, +) / Float(count)
                let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(count)
                for j in 0..<count { plainly[r * stride + j] = (values[j] - mean) / (variance + 1e-6).squareRoot() * gamma[j] + beta[j] }
            }
            // Of one number nothing is left but rounding, which the normalisation magnifies.
            if count > 1 { expectClose(normalised, plainly, within: 2e-3, "normalise \(count)") }
        }
    }

    @Test func `half precision rounds as the hardware does`() {
        var random = SplitMix(seed: 3)
        var values: [Float] = [0, -0.0, 1, 65504, 65519, 5.9604645e-8, 2.98e-8, 6.1e-5, 6.0976e-5, 1 / 3, 0.100_036_62]
        for _ in 0..<4000 { values.append(Float(bitPattern: UInt32.random(in: 0x3000_0000...0x477f_e000, using: &random))) }
        values += values.map { -$0 }
        var panels = [UInt16](repeating: 0, count: values.count * 16)
        VectorPack(values, 1, values.count, 1, &panels)
        for (index, value) in values.enumerated() {
            #expect(panels[index * 16] == Float16(value).bitPattern, "\(value)")
        }
        var large = [UInt16](repeating: 0, count: 16)
        VectorPack([1e6], 1, 1, 1, &large)
        #expect(Float16(bitPattern: large[0]) == 65504)
    }
}
