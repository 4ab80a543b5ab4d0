import Basics
import Layers
import Optimizers
import TensorCore
import TestSupport
import Testing
import Training

/// Several batches make the update that one large batch makes.
struct AccumulationTests {
  /// The parameters after one step of gradient descent, on batches of these sizes.
  private func parameters(
    after sizes: [Int], loss: LossOptions = LossOptions()
  ) throws -> (parameters: [[Float]], report: TrainingStep.Report) {
    let backend = try CPUBackend(threads: 1)
    let model = try Model(
      BackboneRegistry.standard.architecture(named: "LeNet"),
      options: BackboneOptions(channels: 1, imageSize: 12), head: .classification(classes: 3),
      dropout: 0)
    var state = model.layout.initialState(
      random: RandomSource(seed: 1), pool: backend.storagePool)
    var optimization = OptimizationOptions()
    optimization.rule = .sgd
    optimization.momentum = 0
    optimization.weightDecay = 0
    var optimizer = Optimizer(
      rule: optimization.makeRule(), parameterCount: model.layout.parameters.count)
    let count = sizes.reduce(0, +)
    let images = Fixture.tensor([count, 12, 12, 1], seed: 3, backend: backend).scalars
    let labels = (0..<count).map { Int32($0 % 3) }
    var start = 0
    let batches = sizes.map { size in
      defer { start += size }
      return Batch(
        images: backend.tensor(
          Array(images[start * 144..<(start + size) * 144]), [size, 12, 12, 1]),
        labels: Array(labels[start..<start + size]), targets: [],
        sampleIndices: Array(start..<start + size))
    }
    let step = TrainingStep(
      model: model, loss: ClassificationLoss(options: loss), backend: backend)
    let outcome = step.run(
      on: batches, state: &state, optimizer: &optimizer, learningRate: 0.1,
      random: { RandomSource(seed: 0).split($0) })
    guard case .updated(let report) = outcome else {
      throw NotUpdated()
    }
    return (state.parameters.map(\.scalars), report)
  }

  private struct NotUpdated: Error {}

  @Test(arguments: [[4, 4, 4], [1, 11], [5, 4, 3]])
  func theLargeBatchIsMatched(sizes: [Int]) throws {
    // Classes of unlike weight: batches then have unlike sums of weights, even of the same size.
    var loss = LossOptions()
    loss.classWeights = [0.2, 1, 3]
    let whole = try parameters(after: [12], loss: loss)
    let parts = try parameters(after: sizes, loss: loss)
    for (left, right) in zip(whole.parameters, parts.parameters) {
      #expect(zip(left, right).allSatisfy { abs($0 - $1) <= 2e-6 + 2e-6 * abs($0) })
    }
    #expect(abs(whole.report.loss - parts.report.loss) < 1e-6)
    #expect(abs(whole.report.gradientNorm - parts.report.gradientNorm) < 1e-5)
    #expect(parts.report.logits.count == 36)
  }

  /// Labels run 0, 1, 2, 0, ...: the first batch has nothing but class 0.
  @Test func aPartWithoutWeightAddsNothing() throws {
    var loss = LossOptions()
    loss.classWeights = [0, 1, 1]
    let whole = try parameters(after: [3], loss: loss)
    let parts = try parameters(after: [1, 2], loss: loss)
    for (left, right) in zip(whole.parameters, parts.parameters) {
      #expect(zip(left, right).allSatisfy { abs($0 - $1) <= 2e-6 + 2e-6 * abs($0) })
    }
  }
}
