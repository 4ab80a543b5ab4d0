import Autograd
import Basics
import Layers
import TensorCore
import TestSupport
import Testing

/// Which parameters are kept as they are, and what that means for them.
@Suite struct FreezingTests {
  private func model(_ name: String, _ freezing: Freezing, size: Extent = 64) throws -> Model {
    try Model(
      BackboneRegistry.standard.architecture(named: name),
      options: BackboneOptions(channels: 1, imageSize: size), head: .classification(classes: 2),
      dropout: 0, freezing: freezing)
  }

  /// The names of the frozen parameters.
  private func frozen(_ name: String, _ freezing: Freezing) throws -> [String] {
    let model = try model(name, freezing)
    return zip(model.layout.parameters, model.trainableParameters)
      .filter { !$0.1 }.map(\.0.name)
  }

  @Test func namesEndAtDots() throws {
    let names = try frozen("DenseNet121", .names(["features.denseblock2.denselayer1"]))
    #expect(names.count == 6)
    #expect(names.allSatisfy { $0.hasPrefix("features.denseblock2.denselayer1.") })
    #expect(try frozen("ResNet18", .names(["layer1", "conv1"])).count == 1 + 12)
    #expect(try frozen("ResNet18", .names(["layer1.0.bn2.bias"])) == ["layer1.0.bn2.bias"])
  }

  @Test func aStarStandsForAPartOfAName() throws {
    let names = try frozen("ResNet18", .names(["layer*.0.conv1"]))
    #expect(
      names == (1...4).map { "layer\($0).0.conv1.weight" })
    #expect(try frozen("DenseNet121", .names(["features.denseblock*"])).count == 58 * 6)
  }

  @Test func aNameWithoutParametersIsAnError() {
    #expect(throws: LayersError.nothingToFreeze(name: "layer5", nearest: "layer1")) {
      try frozen("ResNet18", .names(["conv1", "layer5"]))
    }
    #expect(throws: LayersError.self) { try frozen("ResNet18", .names(["layer"])) }
  }

  @Test func depthCountsBlocksOfTheBackbone() throws {
    #expect(try frozen("ResNet18", .blocks(0)).isEmpty)
    // conv1, bn1, layer1.
    #expect(
      try frozen("ResNet18", .blocks(3)) == frozen("ResNet18", .names(["conv1", "bn1", "layer1"])))
    let all = try frozen("ResNet18", .blocks(100))
    #expect(all == (try model("ResNet18", .nothing)).layout.parameters.map(\.name).dropLast(2))
  }

  /// A frozen batch norm uses its running statistics and keeps them; the others move theirs.
  @Test(arguments: ["ResNet18", "DenseNet121"])
  func aFrozenBatchNormKeepsItsStatistics(_ name: String) throws {
    let backend = try CPUBackend(threads: 1)
    let prefix = name == "ResNet18" ? "layer1" : "features.denseblock1"
    let model = try model(name, .names([prefix]))
    var state = model.layout.initialState(
      random: RandomSource(seed: 1), pool: backend.storagePool)
    let before = state
    var context = ForwardContext(
      state: state, backend: backend, mode: .training, trainable: model.trainableParameters,
      random: RandomSource(seed: 2))
    let images = Fixture.tensor([2, 64, 64, 1], seed: 3, backend: backend)
    let logits = model.forward(context.tape.constant(images), context: &context)
    let loss = context.tape.crossEntropy(logits, labels: [0, 1])
    let updates = context.updates
    let gradients = context.backward(from: loss.variable)
    state.apply(updates)
    for (index, buffer) in model.layout.buffers.enumerated() {
      let isKept = state.buffers[index].isIdentical(to: before.buffers[index])
      #expect(isKept == buffer.name.hasPrefix(prefix + "."), "\(buffer.name)")
    }
    for (parameter, gradient) in zip(model.layout.parameters, gradients) {
      #expect((gradient == nil) == parameter.name.hasPrefix(prefix + "."), "\(parameter.name)")
    }
  }
}
