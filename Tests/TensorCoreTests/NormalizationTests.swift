import TensorCore
import TestSupport
import Testing

@Suite("Batch norm")
struct NormalizationTests {
  /// Rows by channels: one channel, primes, few rows, many rows of few channels, more channels than a task takes.
  static let shapes: [[Int]] = [
    [2, 1], [3, 1, 1, 1], [7, 3], [2, 13, 11, 3], [5, 17], [2, 5, 7, 64], [1, 9, 5, 65],
    [4, 23, 19, 32], [3, 7, 7, 600], [2, 1031], [40_009, 2],
  ]

  struct Operands {
    let x, scale, shift, residual, dy: ReferenceTensor

    init(_ shape: [Int], offset: Double = 0) {
      let c = shape[shape.count - 1]
      x = ReferenceTensor(random: shape, seed: 1, in: offset - 2..<offset + 1)
      scale = ReferenceTensor(random: [c], seed: 2, in: -1..<2)
      shift = ReferenceTensor(random: [c], seed: 3)
      residual = ReferenceTensor(random: shape, seed: 4)
      dy = ReferenceTensor(random: shape, seed: 5)
    }
  }

  @Test("training equals the reference", arguments: BackendCases.levels, shapes)
  func training(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let o = Operands(shape)
    let moments = Reference.moments(o.x)
    for (residual, relu) in [(false, false), (true, false), (false, true), (true, true)] {
      let expected = Reference.normalize(
        o.x, mean: moments.mean, variance: moments.variance, scale: o.scale, shift: o.shift,
        epsilon: 1e-5, residual: residual ? o.residual : nil, relu: relu)
      let result = backend.batchNorm(
        backend.tensor(o.x), scale: backend.tensor(o.scale), shift: backend.tensor(o.shift),
        epsilon: 1e-5, sums: nil, residual: residual ? backend.tensor(o.residual) : nil,
        activation: relu ? .relu : .identity)
      #expect(result.mean.relativeError(to: moments.mean) < 1e-6)
      #expect(result.variance.relativeError(to: moments.variance) < 1e-6)
      // Two rows that nearly agree have a small deviation, which magnifies the rounding of the mean.
      #expect(result.output.relativeError(to: expected) < 1e-5)
      #expect((result.positive != nil) == (residual && relu))
      if let positive = result.positive {
        let isRight = positive.flags == result.output.scalars.map { $0 > 0 }
        #expect(isRight)
      }
    }
  }

  @Test("sums of a convolution replace a pass over its output", arguments: BackendCases.levels)
  func statisticsFromSums(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let x = backend.tensor(ReferenceTensor(random: [3, 9, 11, 8], seed: 1))
    let weights = backend.tensor(ReferenceTensor(random: [3, 3, 8, 24], seed: 2))
    let scale = backend.tensor(ReferenceTensor(random: [24], seed: 3))
    // A bias of 1000 leaves the sums of squares nothing of the variance: they must not be trusted then.
    for offset: Float in [0, 2, 1000] {
      let bias = Tensor(repeating: offset, shape: [24], pool: backend.storagePool)
      let geometry = ConvolutionGeometry(kernel: 3, padding: 1)
      let (output, sums) = backend.convolutionWithSums(
        x, weights: weights, bias: bias, geometry: geometry)
      let plain = backend.convolution(x, weights: weights, bias: bias, geometry: geometry)
      #expect(output.scalars == plain.scalars)
      #expect(sums.count == 3 * 9 * 11)
      let results = [nil, sums].map {
        backend.batchNorm(
          output, scale: scale, shift: bias, epsilon: 1e-5, sums: $0, residual: nil,
          activation: .identity)
      }
      #expect(results[1].mean.scalars.isClose(to: results[0].mean.scalars, within: 1e-6))
      #expect(results[1].variance.scalars.isClose(to: results[0].variance.scalars, within: 2e-5))
      #expect(results[1].output.scalars.isClose(to: results[0].output.scalars, within: 1e-4))
    }
  }

  @Test("gradients equal the reference", arguments: BackendCases.levels, shapes)
  func gradients(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let o = Operands(shape)
    for (relu, batch, residual) in [
      (true, true, true), (true, true, false), (false, true, false), (false, true, true),
      (true, false, true), (true, false, false), (false, false, false), (false, false, true),
    ] {
      let moments = Reference.moments(batch ? o.x : o.residual)
      // An epsilon of 0.1 keeps two rows that nearly agree from magnifying the rounding of the input.
      let output = Reference.normalize(
        o.x, mean: moments.mean, variance: moments.variance, scale: o.scale, shift: o.shift,
        epsilon: 0.1, residual: residual ? o.residual : nil, relu: relu)
      let expected = Reference.normalizeGradient(
        outputGradient: o.dy, input: o.x, output: output, mean: moments.mean,
        variance: moments.variance, scale: o.scale, epsilon: 0.1, relu: relu,
        usesBatchStatistics: batch)
      let inverse = ReferenceTensor(
        moments.variance.values.map { 1 / ($0 + 0.1).squareRoot() }, moments.variance.shape)
      let forward = backend.batchNormInference(
        backend.tensor(o.x), scale: backend.tensor(o.scale), shift: backend.tensor(o.shift),
        mean: backend.tensor(moments.mean), variance: backend.tensor(moments.variance),
        epsilon: 0.1, residual: residual ? backend.tensor(o.residual) : nil,
        activation: relu ? .relu : .identity)
      let result = backend.batchNormGradient(
        outputGradient: backend.tensor(o.dy), input: backend.tensor(o.x),
        positive: forward.positive, scale: backend.tensor(o.scale),
        shift: backend.tensor(o.shift), mean: backend.tensor(moments.mean),
        inverseDeviation: backend.tensor(inverse),
        activation: relu ? .relu : .identity, usesBatchStatistics: batch, wantsResidual: residual)
      #expect(result.input.relativeError(to: expected.input) < 2e-6)
      #expect(result.scale.relativeError(to: expected.scale) < 2e-6)
      #expect(result.shift.relativeError(to: expected.shift) < 2e-6)
      #expect((result.residual != nil) == residual)
      if let residual = result.residual {
        #expect(residual.relativeError(to: expected.residual) < 1e-7)
      }
    }
  }

  @Test(
    "without a residual no bits need be kept: the gradient is that with a residual of zeros",
    arguments: BackendCases.levels, shapes)
  func recomputedOutput(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let o = Operands(shape)
    let (x, scale, shift) = (
      backend.tensor(o.x), backend.tensor(o.scale), backend.tensor(o.shift)
    )
    let results = [backend.zeros(x.shape), nil].map { residual in
      let forward = backend.batchNorm(
        x, scale: scale, shift: shift, epsilon: 1e-5, sums: nil, residual: residual,
        activation: .relu)
      return backend.batchNormGradient(
        outputGradient: backend.tensor(o.dy), input: x, positive: forward.positive, scale: scale,
        shift: shift, mean: forward.mean, inverseDeviation: forward.inverseDeviation,
        activation: .relu, usesBatchStatistics: true, wantsResidual: residual != nil)
    }
    #expect(results[0].input.isIdentical(to: results[1].input))
    #expect(results[0].scale.isIdentical(to: results[1].scale))
    #expect(results[0].shift.isIdentical(to: results[1].shift))
  }

  @Test(
    "a gradient that nobody else holds is overwritten, a shared one is left alone; same bits",
    arguments: BackendCases.levels, [true, false])
  func reusedMemory(_ level: SIMDLevel, _ wantsResidual: Bool) throws {
    let backend = try BackendCases.backend(level)
    let o = Operands([3, 9, 7, 24])
    let x = backend.tensor(o.x)
    let parameters = [o.scale, o.shift].map(backend.tensor)
    let forward = backend.batchNorm(
      x, scale: parameters[0], shift: parameters[1], epsilon: 1e-5, sums: nil,
      residual: wantsResidual ? backend.tensor(o.residual) : nil, activation: .relu)
    func gradient(_ outputGradient: consuming Tensor) -> BatchNormGradient {
      backend.batchNormGradient(
        outputGradient: outputGradient, input: x, positive: forward.positive, scale: parameters[0],
        shift: parameters[1], mean: forward.mean, inverseDeviation: forward.inverseDeviation,
        activation: .relu, usesBatchStatistics: true, wantsResidual: wantsResidual)
    }
    let shared = backend.tensor(o.dy)
    let apart = gradient(shared)
    #expect(shared.isIdentical(to: backend.tensor(o.dy)))
    let before = backend.storagePool.statistics.bytesInUse
    let inPlace = gradient(backend.tensor(o.dy))
    // The results: one tensor as large as the input in the gradient's place, the residual's beside it, two vectors.
    let map = x.count * 4
    let taken = backend.storagePool.statistics.bytesInUse - before
    #expect(taken < (wantsResidual ? 2 : 1) * map + map / 2, "\(taken) bytes taken")
    #expect(inPlace.input.isIdentical(to: apart.input))
    #expect(inPlace.scale.isIdentical(to: apart.scale))
    #expect(inPlace.shift.isIdentical(to: apart.shift))
    #expect((inPlace.residual != nil) == wantsResidual)
    if let left = inPlace.residual, let right = apart.residual {
      #expect(left.isIdentical(to: right))
    }
  }

  /// From 8 MiB on results bypass the caches.
  @Test(
    "large maps have the bits of their parts", arguments: BackendCases.levels, [64, 80])
  func largeMaps(_ level: SIMDLevel, _ channels: Int) throws {
    let backend = try BackendCases.backend(level)
    let rows = (2 << 20) / channels + 7
    func numbers(_ step: Int, _ count: Int) -> [Float] {
      (0..<count).map { Float($0 &* step % 1999) / 1000 - 1 }
    }
    let maps = [7919, 104_729, 1_299_709].map { numbers($0, rows * channels) }
    let vectors = [31, 37, 41, 43].map { backend.tensor(numbers($0, channels), [channels]) }
    /// The output, and the gradients of the input and of the residual, for a range of rows.
    func results(_ range: Range<Int>) -> [[Float]] {
      let parts = maps.map {
        backend.tensor(
          Array($0[range.lowerBound * channels..<range.upperBound * channels]),
          [range.count, channels])
      }
      let variance = backend.tensor(vectors[3].scalars.map { $0 * $0 + 0.5 }, [channels])
      let forward = backend.batchNormInference(
        parts[0], scale: vectors[0], shift: vectors[1], mean: vectors[2], variance: variance,
        epsilon: 1e-5, residual: parts[1], activation: .relu)
      let gradient = backend.batchNormGradient(
        outputGradient: parts[2], input: parts[0], positive: forward.positive, scale: vectors[0],
        shift: vectors[1], mean: vectors[2], inverseDeviation: vectors[3], activation: .relu,
        usesBatchStatistics: false, wantsResidual: true)
      return [forward.output.scalars, gradient.input.scalars, gradient.residual?.scalars ?? []]
    }
    let (whole, upper, lower) = (
      results(0..<rows), results(0..<rows / 2), results(rows / 2..<rows)
    )
    for (large, parts) in zip(whole, zip(upper, lower)) {
      #expect(large == parts.0 + parts.1)
    }
  }

  /// A one-pass sum of squares in 32-bit floats would lose everything here: 1000^2 has a rounding of 0.06.
  @Test(
    "a mean a thousand times the deviation costs no accuracy", arguments: BackendCases.levels,
    [[4, 25, 25, 3], [4, 25, 25, 48], [2, 5, 5, 700]])
  func largeMean(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let o = Operands(shape, offset: 1000)
    let moments = Reference.moments(o.x)
    let result = backend.batchNorm(
      backend.tensor(o.x), scale: backend.tensor(o.scale), shift: backend.tensor(o.shift),
      epsilon: 1e-5, sums: nil, residual: nil, activation: .identity)
    #expect(result.variance.relativeError(to: moments.variance) < 1e-6)
    #expect(result.mean.relativeError(to: moments.mean) < 1e-7)
  }

  @Test("inference uses the statistics that it is given", arguments: BackendCases.levels)
  func inference(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let o = Operands([3, 5, 7, 11])
    let moments = Reference.moments(o.residual)
    let expected = Reference.normalize(
      o.x, mean: moments.mean, variance: moments.variance, scale: o.scale, shift: o.shift,
      epsilon: 1e-3, residual: o.residual, relu: true)
    let (output, positive) = backend.batchNormInference(
      backend.tensor(o.x), scale: backend.tensor(o.scale), shift: backend.tensor(o.shift),
      mean: backend.tensor(moments.mean), variance: backend.tensor(moments.variance),
      epsilon: 1e-3, residual: backend.tensor(o.residual), activation: .relu)
    #expect(output.relativeError(to: expected) < 1e-6)
    #expect(positive?.flags == output.scalars.map { $0 > 0 })
  }
}

extension [Float] {
  /// Whether no element differs by more than a part of the largest one.
  fileprivate func isClose(to others: [Float], within tolerance: Float) -> Bool {
    let scale = others.map(abs).max() ?? 0
    return count == others.count
      && zip(self, others).allSatisfy { abs($0 - $1) <= tolerance * Swift.max(scale, 1) }
  }
}
