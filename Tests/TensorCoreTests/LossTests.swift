import TensorCore
import TestSupport
import Testing

@Suite("Losses")
struct LossTests {
  /// ((7 i mod 19) - 9) / 8: the logits of the PyTorch values below.
  static let logits = (0..<20).map { Float(($0 * 7) % 19 - 9) / 8 }
  static let classWeights: [Float] = [1, 2, 0.5, 1.5, 0.25]

  struct Golden: Sendable {
    let weights: [Float]?
    let smoothing: Float
    let ignored: Int32?
    let loss: Double
    let firstRow: [Double]
    let secondRow: [Double]
  }

  /// PyTorch 2.13 in double precision: F.cross_entropy of labels 3, 4, 0, 2 and the first two rows of its gradient.
  static let golden = [
    Golden(
      weights: nil, smoothing: 0, ignored: nil, loss: 2.084_973_66,
      firstRow: [0.018_494_242_8, 0.044_365_382_1, 0.106_427_019, -0.226_252_922, 0.056_966_278_2],
      secondRow: [0.075_099_391, 0.016_756_939_1, 0.040_197_807_3, 0.096_429_526_8, -0.228_483_664]),
    Golden(
      weights: classWeights, smoothing: 0, ignored: nil, loss: 2.003_726_42,
      firstRow: [0.034_143_217_5, 0.081_905_320_8, 0.196_480_651, -0.417_697_703, 0.105_168_514],
      secondRow: [
        0.023_107_504_9, 0.005_155_981_27, 0.012_368_556_1, 0.029_670_623_6, -0.070_302_665_9,
      ]),
    Golden(
      weights: nil, smoothing: 0.1, ignored: nil, loss: 2.059_348_66,
      firstRow: [0.013_494_242_8, 0.039_365_382_1, 0.101_427_019, -0.206_252_922, 0.051_966_278_2],
      secondRow: [0.070_099_391, 0.011_756_939_1, 0.035_197_807_3, 0.091_429_526_8, -0.208_483_664]),
    Golden(
      weights: classWeights, smoothing: 0.1, ignored: nil, loss: 2.030_873_45,
      firstRow: [0.026_965_074_8, 0.067_140_468_9, 0.187_509_308, -0.382_089_848, 0.100_474_997],
      secondRow: [
        0.024_348_060_3, -0.005_501_797_03, 0.013_249_571, 0.029_934_454, -0.062_030_288_2,
      ]),
    Golden(
      weights: classWeights, smoothing: 0.1, ignored: 4, loss: 1.952_404_91,
      firstRow: [0.029_212_164_3, 0.072_735_508, 0.203_135_084, -0.413_930_669, 0.108_847_913],
      secondRow: [0, 0, 0, 0, 0]),
    Golden(
      weights: [1, 1, 1, 1, 0], smoothing: 0, ignored: nil, loss: 1.962_415_39,
      firstRow: [0.024_658_990_4, 0.059_153_842_8, 0.141_902_692, -0.301_670_563, 0.075_955_037_7],
      secondRow: [0, 0, 0, 0, 0]),
  ]

  @Test("cross-entropy is PyTorch's", arguments: BackendCases.levels, golden)
  func crossEntropyGolden(_ level: SIMDLevel, _ golden: Golden) throws {
    let backend = try BackendCases.backend(level)
    let result = backend.crossEntropy(
      logits: backend.tensor(Self.logits, [4, 5]), labels: [3, 4, 0, 2],
      classWeights: golden.weights, labelSmoothing: golden.smoothing, ignoredLabel: golden.ignored)
    #expect(isClose(result.termSum / result.weightSum, golden.loss, relative: 2e-7))
    let gradient = result.gradient.scalars.map(Double.init)
    #expect(largestDifference(Array(gradient[0..<5]), golden.firstRow) < 1e-7)
    #expect(largestDifference(Array(gradient[5..<10]), golden.secondRow) < 1e-7)
  }

  @Test(
    "cross-entropy equals the reference for many rows and classes",
    arguments: BackendCases.levels, [[1, 1], [7, 2], [33, 17], [3000, 5], [65, 1000]])
  func crossEntropy(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let logits = ReferenceTensor(random: shape, seed: 1, in: -20..<20)
    let labels = (0..<shape[0]).map { ($0 * 7) % shape[1] }
    let weights = (0..<shape[1]).map { 0.25 + Double($0 % 3) }
    for smoothing in [0, 0.25] {
      let sums = Reference.crossEntropy(
        logits: logits, labels: labels, classWeights: weights, labelSmoothing: smoothing)
      let gradient = Reference.crossEntropyGradient(
        logits: logits, labels: labels, classWeights: weights, labelSmoothing: smoothing)
      let result = backend.crossEntropy(
        logits: backend.tensor(logits), labels: labels.map(Int32.init),
        classWeights: weights.map(Float.init), labelSmoothing: Float(smoothing), ignoredLabel: nil)
      #expect(isClose(result.termSum, sums.terms, relative: 1e-6, absolute: 1e-6))
      #expect(result.weightSum == sums.weights)
      // A gradient of 0, as with one class, leaves only rounding.
      #expect(
        largestDifference(result.gradient.scalars.map(Double.init), gradient.values)
          < 1e-6 / Double(shape[0]))
    }
  }

  @Test("no weight at all gives no loss and a gradient of zeros")
  func noWeight() throws {
    let backend = try CPUBackend(threads: 1)
    let logits = backend.tensor(Self.logits, [4, 5])
    let ignored = backend.crossEntropy(
      logits: logits, labels: [4, 4, 4, 4], classWeights: nil, labelSmoothing: 0.1, ignoredLabel: 4)
    #expect(ignored.termSum == 0 && ignored.weightSum == 0)
    #expect(ignored.gradient.scalars == [Float](repeating: 0, count: 20))
    let weightless = backend.crossEntropy(
      logits: logits, labels: [4, 4, 4, 4], classWeights: [1, 1, 1, 1, 0], labelSmoothing: 0,
      ignoredLabel: nil)
    #expect(weightless.termSum == 0 && weightless.weightSum == 0)
    #expect(weightless.gradient.scalars == [Float](repeating: 0, count: 20))
    let empty = backend.crossEntropy(
      logits: backend.zeros([0, 5]), labels: [], classWeights: nil, labelSmoothing: 0,
      ignoredLabel: nil)
    #expect(empty.termSum == 0 && empty.weightSum == 0 && empty.gradient.count == 0)
  }

  @Test("a label to ignore may be any number")
  func negativeIgnoredLabel() throws {
    let backend = try CPUBackend(threads: 1)
    let logits = backend.tensor([0, 0, 5, 1], [2, 2])
    let result = backend.crossEntropy(
      logits: logits, labels: [1, -100], classWeights: nil, labelSmoothing: 0, ignoredLabel: -100)
    #expect(isClose(result.termSum, 0.693_147_180_559_945, relative: 1e-7))
    #expect(result.weightSum == 1)
  }

  /// PyTorch 2.13 in double precision: F.binary_cross_entropy_with_logits.
  @Test("binary cross-entropy is PyTorch's", arguments: BackendCases.levels)
  func binaryCrossEntropyGolden(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let logits = backend.tensor((0..<6).map { Float(($0 * 5) % 13 - 6) / 8 }, [2, 3])
    let targets = backend.tensor([0, 1, 0.5, 1, 0, 0.25], [2, 3])
    let plain = backend.binaryCrossEntropy(logits: logits, targets: targets, elementWeights: nil)
    #expect(isClose(plain.termSum / plain.weightSum, 0.758_265_675, relative: 1e-8))
    let gradient = [
      0.053_470_216_8, -0.088_534_895_6, 0.020_409_888_5, -0.103_743_222, 0.088_534_895_6,
      0.071_529_783_2,
    ]
    #expect(largestDifference(plain.gradient.scalars.map(Double.init), gradient) < 1e-8)
    let weights = backend.tensor([1, 2, 0.5, 0, 1, 3], [2, 3])
    let weighted = backend.binaryCrossEntropy(
      logits: logits, targets: targets, elementWeights: weights)
    #expect(isClose(weighted.termSum / weighted.weightSum, 0.782_642_616, relative: 1e-8))
    let weightedGradient = [
      0.042_776_173_4, -0.141_655_833, 0.008_163_955_41, 0, 0.070_827_916_4, 0.171_671_48,
    ]
    #expect(largestDifference(weighted.gradient.scalars.map(Double.init), weightedGradient) < 1e-8)
  }

  @Test("binary cross-entropy of large logits neither overflows nor vanishes")
  func binaryCrossEntropyExtremes() throws {
    let backend = try CPUBackend(threads: 1)
    let result = backend.binaryCrossEntropy(
      logits: backend.tensor([1000, -1000, 40], [1, 3]),
      targets: backend.tensor([0, 1, 1], [1, 3]), elementWeights: nil)
    // log(1 + exp(-40)) = 4.2e-18, far below the other terms.
    #expect(isClose(result.termSum, 2000, relative: 1e-12))
    #expect(largestDifference(result.gradient.scalars, [1.0 / 3, -1.0 / 3, 0]) < 1e-7)
  }

  @Test(
    "losses of many elements equal the references", arguments: BackendCases.levels,
    [1, 37, 1000, 70_001])
  func elementLosses(_ level: SIMDLevel, _ count: Int) throws {
    let backend = try BackendCases.backend(level)
    let x = ReferenceTensor(random: [count, 1], seed: 1, in: -5..<5)
    let t = ReferenceTensor(random: [count, 1], seed: 2, in: 0..<1)
    let w = ReferenceTensor(random: [count, 1], seed: 3, in: 0.5..<2)
    let binary = backend.binaryCrossEntropy(
      logits: backend.tensor(x), targets: backend.tensor(t), elementWeights: backend.tensor(w))
    let expected = Reference.binaryCrossEntropy(logits: x, targets: t, weights: w.values)
    #expect(isClose(binary.termSum / binary.weightSum, expected, relative: 1e-9))
    let gradient = Reference.binaryCrossEntropyGradient(logits: x, targets: t, weights: w.values)
    #expect(binary.gradient.relativeError(to: gradient) < 1e-6)

    let squared = backend.meanSquaredError(backend.tensor(x), target: backend.tensor(t))
    #expect(
      isClose(
        squared.termSum / squared.weightSum, Reference.meanSquaredError(x, t), relative: 1e-6))
    #expect(
      squared.gradient.relativeError(to: Reference.meanSquaredErrorGradient(x, t)) < 1e-6)
  }

  @Test(
    "softmax and its gradient equal the reference", arguments: BackendCases.levels,
    [[1, 1], [5, 3], [7, 17], [3, 4, 5], [200, 197], [2, 5000]])
  func softmax(_ level: SIMDLevel, _ shape: [Int]) throws {
    let backend = try BackendCases.backend(level)
    let x = ReferenceTensor(random: shape, seed: 1, in: -30..<30)
    let expected = Reference.softmax(x)
    #expect(backend.softmax(backend.tensor(x)).relativeError(to: expected) < 1e-6)
    let dy = ReferenceTensor(random: shape, seed: 2)
    let gradient = backend.softmaxGradient(
      outputGradient: backend.tensor(dy), output: backend.tensor(expected))
    let expectedGradient = Reference.softmaxGradient(outputGradient: dy, output: expected)
    #expect(
      largestDifference(gradient.scalars.map(Double.init), expectedGradient.values) < 1e-6)
  }

  @Test("softmax of huge, equal and undefined logits", arguments: BackendCases.levels)
  func softmaxExtremes(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let output = backend.softmax(
      backend.tensor([1e30, 1e30, 0, 0, -.infinity, 0, 1, .nan, 2], [3, 3])
    ).scalars
    #expect(Array(output[0...5]) == [0.5, 0.5, 0, 0.5, 0, 0.5])
    #expect(output[6...8].filter(\.isNaN).count == 3)
  }
}
