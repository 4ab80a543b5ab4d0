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
    _ rule: any UpdateRule, learningRate: Double, shape: Shape = [12],
    steps: ClosedRange<Int> = 1...200, from start: (Optimizer, [Tensor])? = nil
  ) -> (Optimizer, [Tensor]) {
    var (optimizer, parameters) =
      start
      ?? (Optimizer(rule: rule, parameterCount: 1), [values(shape, seed: 1)])
    for step in steps {
      let scale: Float = step.isMultiple(of: 2) ? 0.01 : 1
      let gradient = backend.scale(values(shape, seed: 1000 + step), by: scale)
      optimizer.update(
        &parameters, gradients: [gradient], learningRate: learningRate, backend: backend)
    }
    return (optimizer, parameters)
  }

  /// Made-up numbers; those of a convolution are in PyTorch's order (output, input, height, width) before they are sorted.
  private func values(_ shape: Shape, seed: Int) -> Tensor {
    let values = Fixture.values(count: shape.count, seed: seed)
    return backend.tensor(shape.rank == 4 ? exchanged(values, rows: shape[3]) : values, shape)
  }

  /// The transpose of a matrix.
  private func exchanged<Value>(_ values: [Value], rows: Int) -> [Value] {
    let columns = values.count / rows
    return values.indices.map { values[$0 % rows * columns + $0 / rows] }
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

  @Test func furtherRulesFollowTheirReferencesOver200Steps() {
    let cases: [(any UpdateRule, Double, [Double], Double)] = [
      (RMSProp(), 0.01, OptimizerGoldens.rmsprop, 5.3e-7),
      (
        RMSProp(alpha: 0.9, epsilon: 1e-6, momentum: 0.8, isCentred: true, weightDecay: 0.1), 0.01,
        OptimizerGoldens.rmspropCentred, 1.2e-7
      ),
      (Adagrad(), 0.05, OptimizerGoldens.adagrad, 4.1e-7),
      (
        Adagrad(epsilon: 1e-6, weightDecay: 0.1), 0.05, OptimizerGoldens.adagradWithPenalty, 2.8e-7
      ),
      (Lion(weightDecay: 0.1), 0.001, OptimizerGoldens.lion, 4.3e-6),
      (LAMB(weightDecay: 0.1), 0.01, OptimizerGoldens.lamb, 5.6e-7),
      (LAMB(weightDecay: 0), 0.01, OptimizerGoldens.lambWithoutDecay, 7.8e-7),
    ]
    for (rule, rate, expected, singleError) in cases {
      let (_, parameters) = optimize(rule, learningRate: rate)
      let difference = largestDifference(parameters[0].scalars.map(Double.init), expected)
      #expect(difference < 3 * singleError, "\(rule)")
    }
  }

  @Test func rulesOfMatricesFollowTheirReferencesOver200Steps() {
    let cases: [(any UpdateRule, Double, Shape, [Double], Double)] = [
      (AdamP(weightDecay: 0.1), 0.01, [4, 3], OptimizerGoldens.adamP, 2.1e-6),
      (
        AdamP(weightDecay: 0.1, delta: 1.2), 0.01, [4, 3], OptimizerGoldens.adamPByChannel, 2.1e-6
      ),
      (
        AdamP(weightDecay: 0.1, delta: 0.9), 0.01, [2, 1, 2, 3],
        OptimizerGoldens.adamPOfConvolution, 1.6e-6
      ),
      (Muon(), 0.02, [4, 3], OptimizerGoldens.muonTall, 4.7e-6),
      (
        Muon(
          momentum: 0.9, newtonSchulzSteps: 3, rateAdjustment: .matchRMSAdamW, weightDecay: 0.01),
        0.02, [3, 4], OptimizerGoldens.muonWide, 5.7e-6
      ),
      // A convolution's kernel is the matrix that it is in PyTorch's `flatten(1)`.
      (
        Muon(
          momentum: 0.9, newtonSchulzSteps: 3, rateAdjustment: .matchRMSAdamW, weightDecay: 0.01),
        0.02, [2, 1, 2, 3], OptimizerGoldens.muonWide, 5.7e-6
      ),
    ]
    for (rule, rate, shape, expected, singleError) in cases {
      let (_, parameters) = optimize(rule, learningRate: rate, shape: shape)
      let stored = parameters[0].scalars.map(Double.init)
      let found = shape.rank == 4 ? exchanged(stored, rows: stored.count / shape[3]) : stored
      #expect(largestDifference(found, expected) < 3 * singleError, "\(rule)")
    }
  }

  @Test func muonLeavesWhatIsNoHiddenMatrixToAdamW() throws {
    var options = OptimizationOptions()
    options.rule = .muon
    options.learningRate = 0.02
    options.muonAdamRate = 0.005
    options.weightDecay = 0.1
    var optimizer = options.makeOptimizer(parameterCount: 2) { $0 == 1 }
    var parameters = [values([3], seed: 1), values([4, 3], seed: 2)]
    var alone = parameters
    var adam = Optimizer(
      rule: Adam.adamW(beta2: 0.95, weightDecay: 0.1), parameterCount: 1)
    var muon = Optimizer(rule: Muon(weightDecay: 0.1), parameterCount: 1)
    for step in 1...5 {
      let gradients = [values([3], seed: step + 10), values([4, 3], seed: step + 20)]
      optimizer.update(&parameters, gradients: gradients, learningRate: 0.02, backend: backend)
      var first = [alone[0]]
      adam.update(&first, gradients: [gradients[0]], learningRate: 0.005, backend: backend)
      var second = [alone[1]]
      muon.update(&second, gradients: [gradients[1]], learningRate: 0.02, backend: backend)
      alone = first + second
      if step == 3 {
        var restored = options.makeOptimizer(parameterCount: 2) { $0 == 1 }
        try restored.restore(optimizer.exportedStates())
        optimizer = restored
      }
    }
    #expect(zip(parameters, alone).allSatisfy { $0.isIdentical(to: $1) })
    // PyTorch counts through the groups: Muon's first.
    #expect(
      optimizer.exportedStates().map { $0.slots.map(\.name) } == [
        ["momentum_buffer"], ["exp_avg", "exp_avg_sq"],
      ])
  }

  @Test func theSettingsOfMuonMatter() {
    func result(_ change: (inout Muon) -> Void) -> Tensor {
      var rule = Muon()
      change(&rule)
      return optimize(rule, learningRate: 0.02, shape: [4, 3], steps: 1...3).1[0]
    }
    let usual = result { _ in }
    #expect(!result { $0.momentum = 0.5 }.isIdentical(to: usual))
    #expect(!result { $0.newtonSchulzSteps = 2 }.isIdentical(to: usual))
    #expect(!result { $0.rateAdjustment = .matchRMSAdamW }.isIdentical(to: usual))
  }

  @Test func lambsStepIsInItsGroup() {
    let (optimizer, _) = optimize(LAMB(), learningRate: 0.01, steps: 1...7)
    guard case .list(let groups) = optimizer.exportedGroups(learningRate: 0.01),
      case .dictionary(let items) = groups[0]
    else {
      Issue.record("no groups")
      return
    }
    #expect(items["step"] == .integer(7))
  }

  @Test func statesContinueAsIfNeverStopped() throws {
    let rules: [any UpdateRule] = [
      Adam(), Adam.adamW(), GradientDescent(momentum: 0.9, nesterov: true), GradientDescent(),
      RMSProp(), RMSProp(momentum: 0.9, isCentred: true), Adagrad(), Lion(), LAMB(), AdamP(),
      Muon(),
    ]
    for rule in rules {
      let (_, straight) = optimize(rule, learningRate: 0.02, shape: [4, 3])
      let (first, middle) = optimize(rule, learningRate: 0.02, shape: [4, 3], steps: 1...71)
      var second = Optimizer(rule: rule, parameterCount: 1)
      try second.restore(first.exportedStates())
      let (_, resumed) = optimize(
        rule, learningRate: 0.02, shape: [4, 3], steps: 72...200, from: (second, middle))
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
