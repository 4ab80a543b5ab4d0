import TensorCore
import TestSupport
import Testing

/// PyTorch 2.13 in float32 (foreach=False): three steps from ((5 i mod 13) - 6) / 8 with the gradients
/// ((3 + step) i mod 11) - 5) / 4, step from 0.
@Suite("Updates of parameters")
struct UpdateTests {
  static let start = (0..<7).map { Float(($0 * 5) % 13 - 6) / 8 }

  static func gradient(_ step: Int) -> [Float] {
    (0..<7).map { Float(($0 * (3 + step)) % 11 - 5) / 4 }
  }

  struct AdamCase: Sendable {
    var beta1 = 0.9
    var beta2 = 0.999
    var epsilon = 1e-8
    var decay = 0.0
    var decoupled = false
    let expected: [Float]
  }

  static let adamCases = [
    AdamCase(expected: [
      -0.720_000_029, -0.098_472_431_3, 0.471_631_736, -0.507_960_2, 0.140_841_916, 0.753_303_23,
      -0.260_138_929,
    ]),
    AdamCase(
      beta1: 0.8, beta2: 0.95, epsilon: 1e-6, decay: 0.1,
      expected: [
        -0.720_001_161, -0.098_862_521_4, 0.470_958_054, -0.505_746_067, 0.139_289_483,
        0.751_372_814, -0.259_073_943,
      ]),
    AdamCase(
      decay: 0.1, decoupled: true,
      expected: [
        -0.717_782_319, -0.098_127_119_2, 0.470_162_421, -0.506_442_249, 0.140_440_598,
        0.751_041_114, -0.259_372_175,
      ]),
    // A first rate above one half takes the other form of PyTorch's lerp.
    AdamCase(
      beta1: 0.3, beta2: 0.99,
      expected: [
        -0.720_000_029, -0.104_518_496, 0.466_097_206, -0.500_615_001, 0.130_253_762,
        0.752_677_679, -0.258_816_034,
      ]),
  ]

  @Test("Adam and AdamW are PyTorch's", arguments: BackendCases.levels, adamCases)
  func adam(_ level: SIMDLevel, _ adam: AdamCase) throws {
    let backend = try BackendCases.backend(level)
    var parameter = backend.tensor(Self.start, [7])
    var first = backend.zeros([7])
    var second = backend.zeros([7])
    for step in 0..<3 {
      backend.adamUpdate(
        parameter: &parameter, gradient: backend.tensor(Self.gradient(step), [7]),
        firstMoment: &first, secondMoment: &second,
        settings: AdamStep(
          learningRate: 0.01, beta1: adam.beta1, beta2: adam.beta2, epsilon: adam.epsilon,
          weightDecay: adam.decay, decoupledDecay: adam.decoupled, step: step + 1))
    }
    // Equal but for the rounding of a fused multiply-add in PyTorch's lerp.
    #expect(largestDifference(parameter.scalars, adam.expected) <= 6e-8)
  }

  struct MomentumCase: Sendable {
    var momentum = 0.0
    var nesterov = false
    var decay = 0.0
    let expected: [Float]
  }

  static let momentumCases = [
    MomentumCase(expected: [
      -0.375, -0.050_000_004_5, 0.275_000_006, -0.474_999_994, 0.124_999_993, 0.724_999_964,
      -0.300_000_012,
    ]),
    MomentumCase(
      decay: 0.1,
      expected: [
        -0.356_461_734, -0.047_532_368_5, 0.261_397_004, -0.459_159_523, 0.119_297_37,
        0.703_226_745, -0.292_329_758,
      ]),
    MomentumCase(
      momentum: 0.9, decay: 0.01,
      expected: [
        -0.045_145_988_5, 0.058_485_705_4, 0.162_117_377, -0.552_917_48, 0.294_919_431,
        0.673_551_142, -0.316_483_736,
      ]),
    MomentumCase(
      momentum: 0.9, nesterov: true, decay: 0.01,
      expected: [
        0.260_413_706, 0.115_099_601, -0.030_214_486_6, -0.520_714_343, 0.276_866_496,
        0.654_052_377, -0.358_947_426,
      ]),
  ]

  @Test("gradient descent is PyTorch's", arguments: BackendCases.levels, momentumCases)
  func momentum(_ level: SIMDLevel, _ momentum: MomentumCase) throws {
    let backend = try BackendCases.backend(level)
    var parameter = backend.tensor(Self.start, [7])
    var velocity = momentum.momentum > 0 ? backend.zeros([7]) : nil
    for step in 0..<3 {
      backend.momentumUpdate(
        parameter: &parameter, gradient: backend.tensor(Self.gradient(step), [7]),
        velocity: &velocity,
        settings: MomentumStep(
          learningRate: 0.1, momentum: momentum.momentum, nesterov: momentum.nesterov,
          weightDecay: momentum.decay, isFirst: step == 0))
    }
    #expect(largestDifference(parameter.scalars, momentum.expected) <= 6e-8)
  }

  @Test("updates have the same bits at every instruction set, and leave copies alone")
  func bits() throws {
    let count = 50_021
    let start = ReferenceTensor(random: [count], seed: 1).floats
    let slope = ReferenceTensor(random: [count], seed: 2).floats
    var results: [Tensor] = []
    for level in BackendCases.levels {
      let backend = try BackendCases.backend(level)
      var parameter = backend.tensor(start, [count])
      let copy = parameter
      var first = backend.zeros([count])
      var second = backend.zeros([count])
      for step in 1...3 {
        backend.adamUpdate(
          parameter: &parameter, gradient: backend.tensor(slope, [count]), firstMoment: &first,
          secondMoment: &second,
          settings: AdamStep(
            learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01,
            decoupledDecay: false, step: step))
      }
      #expect(copy.scalars == start)
      results.append(parameter)
    }
    #expect(results.allSatisfy { $0.isIdentical(to: results[0]) })
  }

  /// One step of each rule by its formula, in double; the vectors' ends and middles are both within.
  @Test("one step of the other rules is that of the formula", arguments: BackendCases.levels)
  func formulas(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let count = 40_003
    let inputs = (1...5).map { ReferenceTensor(random: [count], seed: $0).floats }
    let (w, g, m) = (inputs[0], inputs[1], inputs[2])
    let squares = inputs[3].map { abs($0) + 1 }
    func check(
      _ name: String, _ result: Tensor, _ formula: (Double, Double, Double, Double) -> Double
    ) {
      let expected = (0..<count).map {
        Float(formula(Double(w[$0]), Double(g[$0]), Double(m[$0]), Double(squares[$0])))
      }
      #expect(largestDifference(result.scalars, expected) <= 2e-6, "\(name)")
    }
    func tensor(_ values: [Float]) -> Tensor { backend.tensor(values, [count]) }

    var parameter = tensor(w)
    var (first, second) = (tensor(m), tensor(squares))
    let direction = backend.adamDirection(
      of: parameter, gradient: tensor(g), firstMoment: &first, secondMoment: &second,
      settings: AdamStep(
        learningRate: 2, beta1: 0.9, beta2: 0.75, epsilon: 1e-3, weightDecay: 0.1,
        decoupledDecay: false, step: 2))
    check("direction", direction) { w, g, m, v in
      let root = ((0.75 * v + 0.25 * g * g) / (1 - 0.75 * 0.75)).squareRoot()
      return 2 * (0.9 * m + 0.1 * g) / (root + 1e-3) + 0.1 * w
    }
    check("first moment", first) { _, g, m, _ in 0.9 * m + 0.1 * g }
    check("second moment", second) { _, g, _, v in 0.75 * v + 0.25 * g * g }

    for (hasVelocity, isCentred) in [(false, false), (true, false), (false, true), (true, true)] {
      parameter = tensor(w)
      var square = tensor(squares)
      var velocity = hasVelocity ? tensor(m) : nil
      var average = isCentred ? tensor(m) : nil
      backend.rmsUpdate(
        parameter: &parameter, gradient: tensor(g), squareAverage: &square, velocity: &velocity,
        average: &average,
        settings: RMSStep(
          learningRate: 0.1, alpha: 0.75, epsilon: 1e-3, momentum: hasVelocity ? 0.5 : 0,
          weightDecay: 0.1))
      check("rms \(hasVelocity) \(isCentred)", parameter) { w, g, m, v in
        let g = g + 0.1 * w
        let mean = isCentred ? 0.75 * m + 0.25 * g : 0
        let step = g / ((0.75 * v + 0.25 * g * g - mean * mean).squareRoot() + 1e-3)
        return w - 0.1 * (hasVelocity ? 0.5 * m + step : step)
      }
    }

    parameter = tensor(w)
    var sum = tensor(squares)
    backend.adagradUpdate(
      parameter: &parameter, gradient: tensor(g), sum: &sum, learningRate: 0.1, epsilon: 1e-3,
      weightDecay: 0.1)
    check("adagrad", parameter) { w, g, _, v in
      let g = g + 0.1 * w
      return w - 0.1 * g / ((v + g * g).squareRoot() + 1e-3)
    }

    parameter = tensor(w)
    var moment = tensor(m)
    backend.lionUpdate(
      parameter: &parameter, gradient: tensor(g), moment: &moment, learningRate: 0.1, beta1: 0.75,
      beta2: 0.5, weightDecay: 0.25)
    check("lion", parameter) { w, g, m, _ in
      let direction = 0.75 * m + 0.25 * g
      return w * (1 - 0.025) - 0.1 * (direction > 0 ? 1 : direction < 0 ? -1 : 0)
    }
    check("lion's moment", moment) { _, g, m, _ in 0.5 * m + 0.5 * g }
  }

  @Test("lion leaves alone what has no direction", arguments: BackendCases.levels)
  func lionAtRest(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    var parameter = backend.tensor([1, -2, 3], [3])
    var moment = backend.zeros([3])
    backend.lionUpdate(
      parameter: &parameter, gradient: backend.tensor([0, -4, 4], [3]), moment: &moment,
      learningRate: 0.5, beta1: 0.9, beta2: 0.99, weightDecay: 0)
    #expect(parameter.scalars == [1, -1.5, 2.5])
  }

  @Test("the sum of squares is that of the reference", arguments: BackendCases.levels)
  func sumOfSquares(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    for count in [0, 1, 31, 100_003] {
      let x = ReferenceTensor(random: [count], seed: 1)
      let result = backend.sumOfSquares(backend.tensor(x))
      #expect(isClose(result, x.dot(x), relative: 1e-13))
    }
  }

  @Test("one value that is not finite is found wherever it is", arguments: BackendCases.levels)
  func finiteness(_ level: SIMDLevel) throws {
    let backend = try BackendCases.backend(level)
    let count = 70_001
    var values = [Float](repeating: .greatestFiniteMagnitude, count: count)
    #expect(backend.isFinite(backend.tensor(values, [count])))
    for place in [0, 16, 32_768, count - 1] {
      for bad in [Float.nan, .infinity, -.infinity] {
        values[place] = bad
        #expect(!backend.isFinite(backend.tensor(values, [count])))
        values[place] = 1
      }
    }
  }
}
