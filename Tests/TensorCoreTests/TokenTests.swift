import TensorCore
import TestSupport
import Testing

/// Layer norm, scaled residuals, gates, regions and token embedding against plain loops in double precision, and their
/// gradients against central differences of those.
@Suite("Tokens and gates")
struct TokenTests {
  /// One channel, primes, vector widths and one more, many rows.
  static let shapes: [[Int]] = [
    [1, 2], [3, 1], [2, 3, 7], [2, 5, 16], [1, 5, 17], [3, 11, 65], [2, 401, 33],
  ]

  @Test("layer norm equals the reference", arguments: BackendCases.levels, shapes)
  func layerNorm(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let c = shape[shape.count - 1]
    let x = ReferenceTensor(random: shape, seed: 1, in: -2..<3)
    let scale = ReferenceTensor(random: [c], seed: 2)
    let shift = ReferenceTensor(random: [c], seed: 3)
    let expected = Reference.layerNorm(x, scale: scale, shift: shift, epsilon: 1e-3)
    let result = backend.layerNorm(
      backend.tensor(x), scale: backend.tensor(scale), shift: backend.tensor(shift),
      epsilon: 1e-3)
    #expect(result.output.relativeError(to: expected) < 2e-6)
  }

  /// A one-pass sum of squares would lose everything here.
  @Test("a mean a thousand times the deviation costs little", arguments: BackendCases.levels)
  func largeMean(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let x = ReferenceTensor(random: [7, 768], seed: 1, in: 999..<1001)
    let ones = ReferenceTensor([Double](repeating: 1, count: 768), [768])
    let zeros = ReferenceTensor(zeros: [768])
    let expected = Reference.layerNorm(x, scale: ones, shift: zeros, epsilon: 1e-6)
    let result = backend.layerNorm(
      backend.tensor(x), scale: backend.tensor(ones), shift: backend.tensor(zeros), epsilon: 1e-6)
    // The mean itself, about 1000, is rounded to 3e-5 of a deviation of 0.58.
    #expect(result.output.relativeError(to: expected) < 1e-4)
  }

  @Test(
    "layer norm's gradients are the derivatives", arguments: BackendCases.levels,
    [[3, 2], [2, 3, 7], [1, 5, 17], [40, 16]])
  func layerNormGradient(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let c = shape[shape.count - 1]
    let x = ReferenceTensor(random: shape, seed: 1, in: -2..<3)
    let scale = ReferenceTensor(random: [c], seed: 2)
    let shift = ReferenceTensor(random: [c], seed: 3)
    let dy = ReferenceTensor(random: shape, seed: 4)
    func value(_ x: ReferenceTensor, _ scale: ReferenceTensor, _ shift: ReferenceTensor) -> Double {
      Reference.layerNorm(x, scale: scale, shift: shift, epsilon: 0.1).dot(dy)
    }
    let forward = backend.layerNorm(
      backend.tensor(x), scale: backend.tensor(scale), shift: backend.tensor(shift), epsilon: 0.1)
    let gradient = backend.layerNormGradient(
      outputGradient: backend.tensor(dy), input: backend.tensor(x), scale: backend.tensor(scale),
      mean: forward.mean, inverseDeviation: forward.inverseDeviation)
    let expected = [
      FiniteDifferences.gradient(at: x) { value($0, scale, shift) },
      FiniteDifferences.gradient(at: scale) { value(x, $0, shift) },
      FiniteDifferences.gradient(at: shift) { value(x, scale, $0) },
    ]
    for (actual, expected) in zip([gradient.input, gradient.scale, gradient.shift], expected) {
      #expect(FiniteDifferences.disagreement(actual.reference, expected) < 1e-5)
    }
  }

  @Test("scaled residuals equal the reference", arguments: BackendCases.levels, shapes)
  func scaledResidual(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let c = shape[shape.count - 1]
    let x = ReferenceTensor(random: shape, seed: 1)
    let residual = ReferenceTensor(random: shape, seed: 2)
    let scale = ReferenceTensor(random: [c], seed: 3)
    let dy = ReferenceTensor(random: shape, seed: 4)
    let factors = (0..<shape[0]).map { Double($0) * 0.5 }
    for (hasScale, hasFactors) in [(true, false), (false, true), (true, true)] {
      let (s, f) = (hasScale ? scale : nil, hasFactors ? factors : nil)
      let expected = Reference.scaledResidual(x, scale: s, factors: f, residual: residual)
      let output = backend.scaledResidual(
        backend.tensor(x), scale: s.map(backend.tensor), sampleFactors: f?.map(Float.init),
        residual: backend.tensor(residual))
      #expect(output.relativeError(to: expected) < 1e-6)
      // It is linear in the input: the gradient is the same product, without a residual.
      let gradient = backend.scaledResidualGradient(
        outputGradient: backend.tensor(dy), input: hasScale ? backend.tensor(x) : nil,
        scale: s.map(backend.tensor), sampleFactors: f?.map(Float.init), wantsInput: true)
      let inputGradient = Reference.scaledResidual(
        dy, scale: s, factors: f, residual: ReferenceTensor(zeros: shape))
      #expect(try #require(gradient.input).relativeError(to: inputGradient) < 1e-6)
      #expect((gradient.scale == nil) == !hasScale)
      guard let scaleGradient = gradient.scale else { continue }
      var products = Reference.scaledResidual(
        x, scale: nil, factors: f, residual: ReferenceTensor(zeros: shape))
      for index in products.values.indices { products.values[index] *= dy.values[index] }
      #expect(
        FiniteDifferences.disagreement(scaleGradient.reference, Reference.sumOverRows(products))
          < 1e-5)
    }
  }

  @Test(
    "gates equal the reference", arguments: BackendCases.levels,
    [[1, 1, 1, 1], [2, 3, 5, 7], [1, 17, 19, 65], [3, 2, 2, 130]])
  func gates(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let x = ReferenceTensor(random: shape, seed: 1)
    let gates = ReferenceTensor(random: [shape[0], shape[3]], seed: 2, in: 0..<1)
    let dy = ReferenceTensor(random: shape, seed: 3)
    let output = backend.gated(backend.tensor(x), gates: backend.tensor(gates))
    #expect(output.relativeError(to: Reference.gated(x, gates: gates)) < 1e-6)
    let gradient = backend.gateGradient(
      outputGradient: backend.tensor(dy), input: backend.tensor(x))
    let expected = FiniteDifferences.gradient(at: gates) { Reference.gated(x, gates: $0).dot(dy) }
    #expect(FiniteDifferences.disagreement(gradient.reference, expected) < 1e-5)
  }

  @Test("sums over regions equal the reference", arguments: BackendCases.levels)
  func regions(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let x = ReferenceTensor(random: [3, 5, 7, 33], seed: 1)
    let weights = ReferenceTensor(random: [6, 35], seed: 2)
    let dy = ReferenceTensor(random: [3, 6, 33], seed: 3)
    let output = backend.regionSums(backend.tensor(x), weights: backend.tensor(weights))
    #expect(output.relativeError(to: Reference.regionSums(x, weights: weights)) < 1e-6)
    let gradient = backend.regionSumsGradient(
      outputGradient: backend.tensor(dy), weights: backend.tensor(weights),
      inputShape: Shape(x.shape))
    // Linear: <dy, W x> = <W^T dy, x> for every x.
    #expect(
      isClose(
        gradient.reference.dot(x), Reference.regionSums(x, weights: weights).dot(dy), relative: 1e-5
      ))
    let expected = FiniteDifferences.gradient(at: x) {
      Reference.regionSums($0, weights: weights).dot(dy)
    }
    #expect(FiniteDifferences.disagreement(gradient.reference, expected) < 1e-5)
  }

  @Test("a class token comes first and every token gets its position")
  func embedding() throws {
    let backend = try BackendCases.backend(.best)
    let tokens = backend.embeddedTokens(
      patches: backend.tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]),
      classToken: backend.tensor([10, 20], [2]),
      positions: backend.tensor([0.5, 0.25, 100, 200, 300, 400], [3, 2]))
    #expect(tokens.shape == [2, 3, 2])
    #expect(
      tokens.scalars == [10.5, 20.25, 101, 202, 303, 404, 10.5, 20.25, 105, 206, 307, 408])
  }
}
