import Optimizers
import TensorCore
import TestSupport
import Testing

@Suite struct OptimizerTests {
  let backend: CPUBackend

  init() throws {
    backend = try CPUBackend(threads: 1)
  }

  /// 200 steps on made-up gradients, those of even steps scaled down, as in Benchmarks/parity/optimizer_goldens.py.
  private func optimize(
    _ rule: any UpdateRule, learningRate: Double, steps: ClosedRange<Int> = 1...200,
    from start: (Optimizer, [Tensor])? = nil
  ) -> (Optimizer, [Tensor]) {
    var (optimizer, parameters) =
      start
      ?? (
        Optimizer(rule: rule, parameterCount: 1),
        [Fixture.tensor([12], seed: 1, backend: backend)]
      )
    for step in steps {
      let scale: Float = step.isMultiple(of: 2) ? 0.01 : 1
      let gradient = Fixture.tensor([12], seed: 1000 + step, scale: scale, backend: backend)
      optimizer.update(
        &parameters, gradients: [gradient], learningRate: learningRate, backend: backend)
    }
    return (optimizer, parameters)
  }

  /// The bound is three times what 32-bit PyTorch itself is off by after these 200 steps.
  @Test func rulesFollowPyTorchsOver200Steps() {
    let cases: [(any UpdateRule, Double, [Double], Double)] = [
      (Adam(), 0.01, OptimizerGoldens.adam, 7.9e-7),
      (
        Adam(beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.1), 0.01,
        OptimizerGoldens.adamWithPenalty, 5e-7
      ),
      (Adam.adamW(weightDecay: 0.1), 0.01, OptimizerGoldens.adamW, 2.2e-6),
      (GradientDescent(), 0.05, OptimizerGoldens.plain, 2.6e-7),
      (
        GradientDescent(momentum: 0.9, weightDecay: 0.01), 0.05, OptimizerGoldens.momentum,
        1.3e-6
      ),
      (
        GradientDescent(momentum: 0.9, nesterov: true, weightDecay: 0.01), 0.05,
        OptimizerGoldens.nesterov, 2.1e-6
      ),
    ]
    for (rule, rate, expected, singleError) in cases {
      let (_, parameters) = optimize(rule, learningRate: rate)
      let difference = largestDifference(parameters[0].scalars.map(Double.init), expected)
      #expect(difference < 3 * singleError, "\(rule)")
    }
  }

  @Test func statesContinueAsIfNeverStopped() throws {
    let rules: [any UpdateRule] = [
      Adam(), Adam.adamW(), GradientDescent(momentum: 0.9, nesterov: true), GradientDescent(),
    ]
    for rule in rules {
      let (_, straight) = optimize(rule, learningRate: 0.02)
      let (first, middle) = optimize(rule, learningRate: 0.02, steps: 1...71)
      var second = Optimizer(rule: rule, parameterCount: 1)
      try second.restore(first.exportedStates())
      let (_, resumed) = optimize(
        rule, learningRate: 0.02, steps: 72...200, from: (second, middle))
      #expect(resumed[0].isIdentical(to: straight[0]), "\(rule)")
    }
  }

  @Test func parametersWithoutGradientsStayAndHaveNoState() {
    var optimizer = Optimizer(rule: Adam(weightDecay: 0.1), parameterCount: 2)
    var parameters = [1, 2].map { Fixture.tensor([3], seed: $0, backend: backend) }
    let frozen = parameters[0]
    optimizer.update(
      &parameters, gradients: [nil, Fixture.tensor([3], seed: 3, backend: backend)],
      learningRate: 0.1, backend: backend)
    #expect(parameters[0].isIdentical(to: frozen))
    #expect(optimizer.exportedStates().map(\.id) == [1])
  }

  @Test func groupsHaveTheirOwnRateAndDecay() {
    // One step of plain descent: p - rate (g + decay p).
    let groups = [
      ParameterGroup(parameters: [1], learningRateFactor: 0.5, weightDecay: 0),
      ParameterGroup(parameters: [0]),
    ]
    var optimizer = Optimizer(
      rule: GradientDescent(weightDecay: 0.5), parameterCount: 2, groups: groups)
    var parameters = [backend.tensor([2], [1]), backend.tensor([2], [1])]
    let gradient = backend.tensor([4], [1])
    optimizer.update(
      &parameters, gradients: [gradient, gradient], learningRate: 0.25, backend: backend)
    let expected: [Float] = [2 - 0.25 * 5, 2 - 0.125 * 4]
    #expect(parameters.map(\.item) == expected)
    #expect(optimizer.parameterOrder == [1, 0])
  }

  @Test func updatesHappenInPlace() {
    var optimizer = Optimizer(rule: Adam(), parameterCount: 1)
    var parameters = [Tensor(repeating: 1, shape: [1 << 18], pool: backend.storagePool)]
    let gradient = Tensor(repeating: 1, shape: [1 << 18], pool: backend.storagePool)
    optimizer.update(
      &parameters, gradients: [gradient], learningRate: 0.1, backend: backend)
    let after = backend.storagePool.statistics
    for _ in 0..<3 {
      optimizer.update(
        &parameters, gradients: [gradient], learningRate: 0.1, backend: backend)
    }
    #expect(backend.storagePool.statistics.peakBytesInUse == after.peakBytesInUse)
    // Parameter, gradient, two moments.
    #expect(after.peakBytesInUse == 4 << 20)
  }

  @Test func groupsUsePyTorchsKeys() {
    let optimizer = Optimizer(rule: Adam.adamW(weightDecay: 0.1), parameterCount: 2)
    #expect(
      optimizer.exportedGroups(learningRate: 0.01)
        == .list([
          .dictionary([
            ExportedItem("lr", .real(0.01)),
            ExportedItem("betas", .tuple([.real(0.9), .real(0.999)])),
            ExportedItem("eps", .real(1e-8)),
            ExportedItem("weight_decay", .real(0.1)),
            ExportedItem("amsgrad", .flag(false)),
            ExportedItem("maximize", .flag(false)),
            ExportedItem("foreach", .none),
            ExportedItem("capturable", .flag(false)),
            ExportedItem("differentiable", .flag(false)),
            ExportedItem("fused", .none),
            ExportedItem("decoupled_weight_decay", .flag(true)),
            ExportedItem("params", .list([.integer(0), .integer(1)])),
          ])
        ]))
  }

  @Test func foreignStatesAreRefused() {
    var optimizer = Optimizer(rule: Adam(), parameterCount: 1)
    let value = Fixture.tensor([3], seed: 1, backend: backend)
    let velocity = OptimizerParameterState.Slot(name: "momentum_buffer", value: value)
    #expect(throws: OptimizersError.unknownParameter(id: 4, count: 1)) {
      try optimizer.restore([
        OptimizerParameterState(id: 4, parameter: 4, step: 1, slots: [])
      ])
    }
    #expect(
      throws: OptimizersError.wrongSlots(
        parameter: 0, expected: ["exp_avg", "exp_avg_sq"], found: ["momentum_buffer"])
    ) {
      try optimizer.restore([
        OptimizerParameterState(id: 0, parameter: 0, step: 1, slots: [velocity])
      ])
    }
  }
}
