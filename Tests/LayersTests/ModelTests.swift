import Autograd
import Basics
import Layers
import TensorCore
import TestSupport
import Testing

@Suite struct ModelTests {
  let backend: CPUBackend

  init() throws {
    backend = try CPUBackend(threads: 2)
  }

  private func model(
    _ name: String, channels: Int, size: Extent, dropout: Float = 0, freezes: Bool = false
  ) throws -> Model {
    try Model(
      BackboneRegistry.standard.architecture(named: name),
      options: BackboneOptions(channels: channels, imageSize: size),
      head: .classification(classes: 4), dropout: dropout, freezesBackbone: freezes)
  }

  private func context(
    _ model: Model, mode: ForwardMode, seed: UInt64 = 1
  ) -> (ForwardContext, ModelState) {
    let state = model.layout.initialState(
      random: RandomSource(seed: 42), pool: backend.storagePool)
    let context = ForwardContext(
      state: state, backend: backend, mode: mode, trainable: model.trainableParameters,
      random: RandomSource(seed: seed))
    return (context, state)
  }

  /// 6,413,312 is the count of source-systems.md D4; the head adds 4 (1024 + 1).
  @Test func custom1HasTheParametersOfCSIPredictors() throws {
    let model = try model("Custom_1", channels: 3, size: 224)
    #expect(model.layout.parameterCount == 6_413_312 + 4 * 1025)
    #expect(
      model.layout.parameters.prefix(4).map(\.name)
        == ["conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias"])
    #expect(model.layout.parameters[0].exportedShape == [64, 3, 7, 7])
    #expect(model.layout.parameters.suffix(2).map(\.name) == ["fc.weight", "fc.bias"])
  }

  /// The maps of D4: 112, 56, 28, 14, 7, 4, 2.
  @Test func custom1HalvesItsMaps() throws {
    let rows = try model("Custom_1", channels: 3, size: 224).summary().rows
    let heights = rows.filter { $0.outputShape.rank == 4 && !$0.kind.contains("norm") }
      .map { $0.outputShape[1] }
    #expect(heights == [112, 56, 28, 14, 7, 4, 2])
  }

  @Test(arguments: ["Custom_1", "LeNet", "MyNet"])
  func oddSizesAndChannelsGiveLogitsOfTheDescribedShape(_ name: String) throws {
    for (size, channels) in [(Extent(28), 1), (Extent(height: 33, width: 45), 3)] {
      let model = try model(name, channels: channels, size: size)
      var (context, _) = context(model, mode: .evaluation)
      let images = Fixture.tensor(
        [2, size.height, size.width, channels], seed: 1, backend: backend)
      let logits = model.forward(context.tape.constant(images), context: &context)
      #expect(logits.shape == [2, 4])
      #expect(backend.isFinite(logits.value))
      let summary = model.summary(batchSize: 2)
      #expect(summary.rows.last?.outputShape == [2, 4])
      #expect(summary.parameterCount == model.layout.parameterCount)
    }
  }

  /// LeNet at 28 pixels by hand: 28^2 6 25 + 10^2 16 150 + 400 120 + 120 84 + 84 4.
  @Test func theSummaryCountsMultiplyAdds() throws {
    let summary = try model("LeNet", channels: 1, size: 28).summary(batchSize: 3)
    #expect(summary.multiplyAddCount == 3 * (117_600 + 240_000 + 48_000 + 10_080 + 336))
  }

  @Test func imagesThatVanishAreRefused() throws {
    #expect(
      throws: LayersError.imageTooSmall(architecture: "LeNet", size: 11, minimum: 12)
    ) { try model("LeNet", channels: 1, size: 11) }
    #expect(
      throws: LayersError.imageTooSmall(architecture: "MyNet", size: 3, minimum: 4)
    ) { try model("MyNet", channels: 1, size: 3) }
    _ = try model("LeNet", channels: 1, size: 12)
    _ = try model("MyNet", channels: 1, size: 4)
  }

  @Test func namesOfArchitecturesIgnoreCase() throws {
    let registry = BackboneRegistry.standard
    #expect(try registry.architecture(named: "CUSTOM_1").name == "Custom_1")
    #expect(try registry.architecture(named: "lenet5").name == "LeNet")
    #expect(
      throws: LayersError.unknownArchitecture(
        name: "ResNet", known: registry.architectures.map(\.name))
    ) { try registry.architecture(named: "ResNet") }
  }

  @Test func aFrozenBackboneKeepsItsStatisticsAndGetsNoGradients() throws {
    let model = try model("MyNet", channels: 1, size: 12, freezes: true)
    var (context, _) = context(model, mode: .training)
    let images = context.tape.constant(Fixture.tensor([2, 12, 12, 1], seed: 1, backend: backend))
    let logits = model.forward(images, context: &context)
    // Only the head's linear layer is on the tape.
    #expect(context.tape.recordedOperationCount == 1)
    #expect(context.updates.isEmpty)
    let loss = context.tape.crossEntropy(logits, labels: [0, 1])
    let gradients = context.backward(from: loss.variable)
    let names = zip(model.layout.parameters, gradients).filter { $1 != nil }.map(\.0.name)
    #expect(names == ["fc3.weight", "fc3.bias"])
  }

  @Test func dropoutDependsOnTheStepsRandomSourceAndOnTheUse() throws {
    let model = try model("LeNet", channels: 1, size: 28, dropout: 0.5)
    let images = Fixture.tensor([4, 28, 28, 1], seed: 1, backend: backend)
    func logits(seed: UInt64, mode: ForwardMode, times: Int = 1) -> [Float] {
      var (context, _) = context(model, mode: mode, seed: seed)
      var result: [Float] = []
      for _ in 0..<times {
        result = model.forward(context.tape.constant(images), context: &context).value.scalars
      }
      return result
    }
    let first = logits(seed: 1, mode: .training)
    #expect(logits(seed: 1, mode: .training) == first)
    #expect(logits(seed: 2, mode: .training) != first)
    #expect(logits(seed: 1, mode: .training, times: 2) != first)
    #expect(logits(seed: 1, mode: .evaluation) == logits(seed: 2, mode: .evaluation))
  }

  @Test(arguments: ["Custom_1", "LeNet", "MyNet"])
  func withoutDropoutNothingIsLeftToChance(_ name: String) throws {
    let model = try model(name, channels: 1, size: 28, dropout: 0)
    let images = Fixture.tensor([4, 28, 28, 1], seed: 1, backend: backend)
    let logits = [UInt64(1), 2].map { seed in
      var (context, _) = context(model, mode: .training, seed: seed)
      return model.forward(context.tape.constant(images), context: &context).value.scalars
    }
    #expect(logits[0] == logits[1])
  }

  /// bz's MyNet drops 0.2 behind its first linear layer and 0.3 before its last.
  @Test func myNetsDropoutsAreThoseOfBzAtThreeTenths() throws {
    let rows = try model("MyNet", channels: 1, size: 28, dropout: 0.3).summary().rows
    #expect(rows.map(\.kind).filter { $0.hasPrefix("dropout") } == ["dropout 0.2", "dropout 0.3"])
  }

  @Test func afterBackwardTheOptimizerIsTheOnlyOwner() throws {
    let model = try model("LeNet", channels: 1, size: 28)
    var (context, state) = context(model, mode: .training)
    let images = context.tape.constant(Fixture.tensor([2, 28, 28, 1], seed: 1, backend: backend))
    let logits = model.forward(images, context: &context)
    let loss = context.tape.crossEntropy(logits, labels: [0, 1])
    let gradients = context.backward(from: loss.variable)
    #expect(gradients.allSatisfy { $0 != nil })
    let before = backend.storagePool.statistics.bytesInUse
    for index in state.parameters.indices {
      state.parameters[index].withMutableElements { $0[0] += 1 }
    }
    // A copy would have taken memory from the pool.
    #expect(backend.storagePool.statistics.bytesInUse == before)
  }
}
