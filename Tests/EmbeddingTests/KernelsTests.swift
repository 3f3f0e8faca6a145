import Base
import CVectorMath
import Embedding
import Testing

/// Every level against plain loops, on random shapes with tails and at odd addresses.
@Suite struct KernelsTests {
    private static let levels = (0..<Kernels.available.count).map(Int32.init)
    private let block = Int(VectorBlockLength)

    private func kernels(_ level: Int32) throws -> VectorKernels { try #require(Kernels(level: level)).call }

    private func expectClose(_ a: [Float], _ b: [Float], within tolerance: Float, _ comment: Comment) {
        #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }, comment)
    }

    @Test func `a plain level is always there, and an unknown one is refused`() {
        #expect(Kernels.available.first?.name == "generic")
        #expect(Kernels(level: 4) == nil && Kernels(level: -1) == nil)
    }

    @Test(arguments: levels) func `products agree with plain loops`(level: Int32) throws {
        let call = try kernels(level)
        var random = SplitMix(seed: 1)
        for round in 0..<40 {
            let (rows, columns) = (Int.random(in: 1...40, using: &random), 16 * Int.random(in: 1...5, using: &random))
            // One block mostly and some of three; whole tiles, and what no tile divides.
            let depth =
                round % 3 == 0 ? 64 * Int.random(in: 1...20, using: &random) : 4 * Int.random(in: 1...(round % 8 == 0 ? 150 : 20), using: &random)
            let blocks = (depth + block - 1) / block
            // Windows overlap: a row begins fewer blocks after the one before than it is long.
            let step = Int.random(in: 1...(blocks + 1), using: &random)
            let all = step * (rows - 1) + blocks
            let shift = Int.random(in: 0...3, using: &random)
            var values = (0..<(shift + all * block)).map { _ in Int16.random(in: -32767...32767, using: &random) }
            var scales = random.floats(all, in: 0...0.0001)
            // The matrix is some rows of a larger one.
            let stride = 16 * (depth + 4 * Int.random(in: 0...3, using: &random))
            let panels = (0..<(stride * columns / 16)).map { _ in Int8.random(in: -127...127, using: &random) }
            let columnScales = random.floats(columns, in: 0...0.001)
            let start = random.floats(columns)
            let adds = Bool.random(using: &random)
            let ldc = columns + Int.random(in: 0...5, using: &random)
            var c = random.floats(shift + rows * ldc)
            var expected = c
            for r in 0..<rows {
                for j in 0..<columns {
                    var sum = adds ? c[shift + r * ldc + j] : start[j]
                    for b in 0..<blocks {
                        let product = (b * block..<min((b + 1) * block, depth)).reduce(0) { sum, k in
                            let number = panels[j / 16 * stride + k / 4 * 64 + j % 16 * 4 + k % 4]
                            return sum + Int(values[shift + r * step * block + k]) * Int(number)
                        }
                        sum += Float(product) * scales[r * step + b] * columnScales[j]
                    }
                    expected[shift + r * ldc + j] = sum
                }
            }
            values.withUnsafeMutableBufferPointer { values in
                scales.withUnsafeMutableBufferPointer { scales in
                    c.withUnsafeMutableBufferPointer { c in
                        panels.withUnsafeBufferPointer { panels in
                            columnScales.withUnsafeBufferPointer { columnScales in
                                guard let values = values.baseAddress, let scales = scales.baseAddress, let c = c.baseAddress,
                                    let panels = panels.baseAddress, let columnScales = columnScales.baseAddress
                                else { return }
                                var matrix = VectorMatrix(panels: panels, scales: columnScales, depth: depth, columns: columns, stride: stride)
                                let a = VectorRows(values: values + shift, scales: scales)
                                start.withUnsafeBufferPointer {
                                    call.multiply(a, step, rows, &matrix, adds ? nil : $0.baseAddress, c + shift, ldc)
                                }
                            }
                        }
                    }
                }
            }
            expectClose(c, expected, within: 1e-4, "\(rows) x \(depth) x \(columns), step \(step), ldc \(ldc), shift \(shift)")
        }
    }

    @Test(arguments: levels) func `sums of the greatest products fit`(level: Int32) throws {
        let call = try kernels(level)
        var values = [Int16](repeating: -Int16(VectorRowLimit), count: 2 * block)
        var scales: [Float] = [1, 1]
        let panels = [Int8](repeating: Int8(VectorMatrixLimit), count: 2 * block * 16)
        let ones = [Float](repeating: 1, count: 16)
        var c = [Float](repeating: 0, count: 16)
        values.withUnsafeMutableBufferPointer { values in
            scales.withUnsafeMutableBufferPointer { scales in
                panels.withUnsafeBufferPointer { panels in
                    ones.withUnsafeBufferPointer { ones in
                        guard let values = values.baseAddress, let scales = scales.baseAddress, let panels = panels.baseAddress,
                            let ones = ones.baseAddress
                        else { return }
                        var matrix = VectorMatrix(panels: panels, scales: ones, depth: 2 * block, columns: 16, stride: 2 * block * 16)
                        call.multiply(VectorRows(values: values, scales: scales), 2, 1, &matrix, nil, &c, 16)
                    }
                }
            }
        }
        #expect(c.allSatisfy { $0 == -Float(2 * block) * Float(VectorRowLimit) * Float(VectorMatrixLimit) })
    }

    @Test(arguments: levels) func `numbers are rounded to the nearest whole one, the greatest to the limit`(level: Int32) throws {
        let call = try kernels(level)
        var random = SplitMix(seed: 3)
        var x = random.floats(3 * block, in: -7...7)
        for index in block..<(2 * block) { x[index] = 0 }
        x[2 * block + 5] = -900
        var values = [Int16](repeating: 1, count: x.count)
        var scales = [Float](repeating: 1, count: 3)
        values.withUnsafeMutableBufferPointer { values in
            scales.withUnsafeMutableBufferPointer { scales in
                guard let values = values.baseAddress, let scales = scales.baseAddress else { return }
                call.quantise(x, 3, VectorRows(values: values, scales: scales))
            }
        }
        for (index, value) in values.enumerated() {
            #expect(abs(Float(value) * scales[index / block] - x[index]) <= 0.5001 * scales[index / block], "\(index)")
        }
        #expect(scales[1] == 0 && values[2 * block + 5] == -Int16(VectorRowLimit))

        // Columns of a matrix are rounded as finely as their limit allows, and stand in fours.
        for (depth, count) in [(4, 1), (36, 16), (300, 5), (512, 33)] {
            let columns = random.floats(count * (depth + 3), in: -2...2)
            let all = (count + 15) / 16 * 16
            var panels = [Int8](repeating: 1, count: depth * all)
            var columnScales = [Float](repeating: 1, count: all)
            call.pack(columns, depth + 3, depth, count, 0, &panels, &columnScales)
            for j in 0..<all {
                let packed = (0..<depth).map { panels[j / 16 * depth * 16 + $0 / 4 * 64 + j % 16 * 4 + $0 % 4] }
                guard j < count else {
                    #expect(columnScales[j] == 0 && packed.allSatisfy { $0 == 0 })
                    continue
                }
                let column = columns[(j * (depth + 3))..<(j * (depth + 3) + depth)]
                #expect(zip(packed, column).allSatisfy { abs(Float($0) * columnScales[j] - $1) <= 0.5001 * columnScales[j] })
                #expect(packed.map(abs).max() == Int8(VectorMatrixLimit))
            }
            // With a scale given they are what they are in it.
            let numbers = (0..<(count * depth)).map { _ in Int8.random(in: -127...127, using: &random) }
            call.pack(numbers.map { 0.25 * Float($0) }, depth, depth, count, 0.25, &panels, &columnScales)
            #expect(columnScales.prefix(count).allSatisfy { $0 == 0.25 })
            for (place, number) in numbers.enumerated() {
                let (j, k) = (place / depth, place % depth)
                #expect(panels[j / 16 * depth * 16 + k / 4 * 64 + j % 16 * 4 + k % 4] == number)
            }
        }
    }

    @Test(arguments: levels) func `a first layer is gathered from its tokens' parts`(level: Int32) throws {
        let call = try kernels(level)
        var random = SplitMix(seed: 4)
        for (order, left) in [(2, 0), (3, 1), (5, 2)] {
            for count in [1, 7, 16, 37, 256] {
                let (distinct, rows, ldr) = (6, 9, count + 3)
                let parts = random.floats(distinct * order * count)
                let residual = random.floats(distinct * ldr)
                let bias = random.floats(count)
                let index = (0..<(rows + order - 1)).map { _ in UInt32.random(in: 0..<UInt32(distinct), using: &random) }
                var out = [Float](repeating: 0, count: rows * count)
                call.gather(parts, index, rows, order, left, bias, residual, ldr, count, &out)
                let expected = (0..<(rows * count)).map { place in
                    let (r, i) = (place / count, place % count)
                    let sum = (0..<order).reduce(bias[i]) { $0 + parts[(Int(index[r + $1]) * order + $1) * count + i] }
                    return max(sum, 0) + residual[Int(index[r + left]) * ldr + i]
                }
                expectClose(out, expected, within: 1e-5, "order \(order), \(count) numbers")
            }
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
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            let whole = (0..<count).map { _ in Int16.random(in: -32_767...32_767, using: &random) }
            let largest = [Int16](repeating: 32_767, count: count)
            for (whole, bytes) in [(whole, bytes), (largest, Array(repeating: 255, count: count))] {
                let product = (0..<count).reduce(0) { $0 + Int(whole[$1]) * Int(bytes[$1]) }
                #expect(abs(call.dotBytes(whole, bytes, count) - Float(product)) <= Float(count) * 8)
            }
            for (low, high, bytes) in [(whole, Array(whole.reversed()), bytes), (largest, largest, Array(repeating: 255, count: count))] {
                var product = 0
                for place in 0..<count {
                    product += Int(low[place]) * Int(bytes[place] & 15)
                    product += Int(high[place]) * Int(bytes[place] >> 4)
                }
                #expect(abs(call.dotNibbles(low, high, bytes, count) - Float(product)) <= Float(count) * 8)
            }
            let square = (0..<count).reduce(Float(0)) { $0 + (x[$1] - other[$1]) * (x[$1] - other[$1]) }
            #expect(abs(call.distance(x, other, count) - square) < 1e-3)
            let block = Int(VectorScoreBlock)
            var greatest = [Float](repeating: 9, count: (x.count + block - 1) / block)
            call.greatest(x, x.count, &greatest)
            #expect(greatest == Swift.stride(from: 0, to: x.count, by: block).map { x[$0..<min($0 + block, x.count)].max() })

            var rectified = x
            call.rectify(&rectified, stride, other, stride, rows, count)
            let expected = x.indices.map { $0 % stride < count ? max(x[$0], 0) + other[$0] : x[$0] }
            expectClose(rectified, expected, within: 1e-6, "rectify \(count)")

            var best = beta
            let index = (0..<5).map { _ in UInt32.random(in: 0..<UInt32(rows), using: &random) }
            call.maximum(x, stride, index, index.count, count, &best)
            #expect(best == (0..<count).map { j in index.map { x[Int($0) * stride + j] }.reduce(beta[j], max) })

            let numbers = (0..<count).map { _ in Int16.random(in: -255...255, using: &random) }
            var row = [Float](repeating: 0, count: count)
            call.dequantise(numbers, 0.17, -5, beta, &row, count)
            expectClose(row, (0..<count).map { 0.17 * Float(numbers[$0]) - 5 - beta[$0] }, within: 1e-5, "dequantise \(count)")

            var unit = x
            for r in 0..<rows {
                let values = (0..<count).map { x[r * stride + $0] }
                let mean = values.reduce(0, +) / Float(count)
                let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(count)
                for j in 0..<count { unit[r * stride + j] = (values[j] - mean) / (variance + 1e-6).squareRoot() }
            }
            // Of one number nothing is left but rounding, which the normalisation magnifies.
            guard count > 1 else { continue }
            var normalised = x
            call.normalise(&normalised, stride, rows, count, gamma, beta, 1e-6)
            let scaled = unit.indices.map { $0 % stride < count ? unit[$0] * gamma[$0 % stride] + beta[$0 % stride] : unit[$0] }
            expectClose(normalised, scaled, within: 2e-3, "normalise \(count)")

            var (changed, total) = (x, beta)
            call.addNormalised(&changed, stride, rows, count, 1e-6, &total)
            let totals = (0..<count).map { j in (0..<rows).reduce(beta[j]) { $0 + unit[$1 * stride + j] } }
            expectClose(total, totals, within: 2e-3, "addNormalised \(count)")
        }
    }

    @Test(arguments: levels) func `rows of signs are compared as the vectors of ones that they stand for`(level: Int32) throws {
        let call = try kernels(level)
        var random = SplitMix(seed: 6)
        let (depth, rowBytes) = (Int(VectorTokenLength), Int(VectorSignRowBytes))
        for (count, columns) in [(1, 16), (12, 32), (16, 16), (17, 48), (40, 16), (0, 16)] {
            var vectors = (0..<count).map { _ in random.floats(depth) }
            // Numbers of 0 count as below, and nothing but zeros has no direction.
            if count > 1 { (vectors[0][3], vectors[1]) = (0, [Float](repeating: 0, count: depth)) }
            var rows = [UInt8](repeating: 0xff, count: count * rowBytes)
            for (place, vector) in vectors.enumerated() {
                let factor = rows.withUnsafeMutableBufferPointer { rows in
                    rows.baseAddress.map { VectorSignRow(vector, $0 + place * rowBytes) } ?? -1
                }
                let length = vector.reduce(0) { $0 + abs($1) }
                #expect(length == 0 ? factor == 0 : abs(factor * length - 1) < 1e-4)
            }
            let panels = (0..<(columns * depth)).map { _ in Int8.random(in: -127...127, using: &random) }
            let scales = random.floats(columns, in: 0...0.01)
            let ldc = columns + 3
            var c = [Float](repeating: 7, count: count * ldc)
            panels.withUnsafeBufferPointer { panels in
                scales.withUnsafeBufferPointer { scales in
                    guard let panels = panels.baseAddress, let scales = scales.baseAddress else { return }
                    var matrix = VectorMatrix(panels: panels, scales: scales, depth: depth, columns: columns, stride: depth * 16)
                    call.compareSigns(rows, count, &matrix, &c, ldc)
                }
            }
            let expected = (0..<(count * ldc)).map { place -> Float in
                let (vector, j) = (vectors[place / ldc], place % ldc)
                guard j < columns else { return 7 }
                let sum = (0..<depth).reduce(0) { sum, k in
                    sum + (vector[k] > 0 ? 1 : -1) * Int(panels[j / 16 * depth * 16 + k / 4 * 64 + j % 16 * 4 + k % 4])
                }
                let length = vector.reduce(0) { $0 + abs($1) }
                return length > 0 ? Float(sum) * scales[j] / length : 0
            }
            expectClose(c, expected, within: 1e-5, "\(count) rows, \(columns) columns")
        }
    }

    @Test func `a rotation keeps inner products and spreads what one number says`() {
        var random = SplitMix(seed: 9)
        let (one, other) = (random.floats(512), random.floats(512))
        var (turned, turnedOther) = (one, other)
        VectorRotate(&turned)
        VectorRotate(&turnedOther)
        func dot(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        #expect(abs(dot(turned, turnedOther) - dot(one, other)) < 1e-3 && abs(dot(turned, turned) - dot(one, one)) < 1e-2)
        var spike = [Float](repeating: 0, count: 512)
        spike[77] = 1
        VectorRotate(&spike)
        #expect(spike.allSatisfy { abs(abs($0) - 1 / Float(512).squareRoot()) < 1e-6 } && Set(spike).count == 2)
    }

    @Test func `rows are copied from their places`() {
        var random = SplitMix(seed: 5)
        let (length, count) = (91, 40)
        let rows = (0..<(length * count)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let places = (0..<30).map { _ in UInt32.random(in: 0..<UInt32(count), using: &random) }
        var out = [UInt8](repeating: 0, count: places.count * length)
        VectorCopyRows(rows, length, places, places.count, &out)
        #expect(out == places.flatMap { rows[(Int($0) * length)..<((Int($0) + 1) * length)] })
    }
}
