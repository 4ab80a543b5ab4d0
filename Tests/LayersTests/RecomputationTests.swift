import Autograd
import Basics
import Layers
import TensorCore
import TestSupport
import Testing

/// Computing blocks again in the backward pass, or keeping less precise copies, changes memory and not what is learned.
@Suite struct RecomputationTests {
  private struct Outcome {
    var logits: Tensor
    var gradients: [Tensor?]
    var buffers: [Tensor]
    /// What the tape held between the two passes.
    var heldBytes: Int
  }

  private let backend: CPUBackend

  init() throws {
    backend = try CPUBackend(threads: 2)
  }

  private func step(
    _ name: String, size: Int, _ execution: ExecutionOptions, freezesBackbone: Bool = false
  ) throws -> Outcome {
    let model = try Model(
      BackboneRegistry.standard.architecture(named: name),
      options: BackboneOptions(channels: 3, imageSize: Extent(size)),
      head: .classification(classes: 4), dropout: 0.5, freezesBackbone: freezesBackbone)
    var state = model.layout.initialState(random: RandomSource(seed: 42), pool: backend.storagePool)
    let images = Fixture.tensor([3, size, size, 3], seed: 2, backend: backend)
    var context = ForwardContext(
      state: state, backend: backend, mode: .training, trainable: model.trainableParameters,
      random: RandomSource(seed: 1), execution: execution)
    let before = backend.storagePool.statistics.bytesInUse
    let logits = model.forward(context.tape.constant(images), context: &context)
    let held = backend.storagePool.statistics.bytesInUse - before
    let loss = context.tape.crossEntropy(logits, labels: [0, 3, 1])
    let updates = context.updates
    let gradients = context.backward(from: loss.variable)
    state.apply(updates)
    return Outcome(
      logits: logits.value, gradients: gradients, buffers: state.buffers, heldBytes: held)
  }

  @Test(arguments: [
    "Custom_1", "ResNet18", "ResNet50", "DenseNet121", "EfficientNet-B0", "ViT-Ti/16",
  ])
  func blocksComputedAgainGiveTheSameBitsInLessMemory(_ name: String) throws {
    let plain = try step(name, size: 64, ExecutionOptions())
    let again = try step(name, size: 64, ExecutionOptions(recomputesBlocks: true))
    #expect(plain.logits.isIdentical(to: again.logits))
    for (left, right) in zip(plain.gradients, again.gradients) {
      let (left, right) = try (#require(left), #require(right))
      #expect(left.isIdentical(to: right))
    }
    #expect(zip(plain.buffers, again.buffers).allSatisfy { $0.isIdentical(to: $1) })
    #expect(again.heldBytes < plain.heldBytes * 2 / 3)
  }

  @Test func aFrozenBackboneIsNotComputedAgain() throws {
    let plain = try step("ResNet18", size: 64, ExecutionOptions(), freezesBackbone: true)
    let again = try step(
      "ResNet18", size: 64, ExecutionOptions(recomputesBlocks: true), freezesBackbone: true)
    #expect(plain.logits.isIdentical(to: again.logits))
    #expect(plain.gradients.map { $0 == nil } == again.gradients.map { $0 == nil })
  }

  /// Smooth networks are as far off as eight bits of precision; a rectifier's slope is wrong where rounding moved its
  /// input across zero, about once in a thousand.
  @Test(arguments: [
    ("Custom_1", 0.25), ("ResNet50", 0.25), ("DenseNet121", 0.25), ("EfficientNet-B0", 0.02),
    ("ViT-Ti/16", 0.02),
  ])
  func roundedCopiesHalveWhatIsHeld(_ name: String, tolerance: Double) throws {
    let plain = try step(name, size: 64, ExecutionOptions())
    let rounded = try step(name, size: 64, ExecutionOptions(roundsSaved: true))
    #expect(plain.logits.isIdentical(to: rounded.logits))
    var (distance, norm) = (0.0, 0.0)
    for (left, right) in zip(plain.gradients, rounded.gradients) {
      let (left, right) = try (#require(left).scalars, #require(right).scalars)
      for (a, b) in zip(left, right) {
        distance += Double(a - b) * Double(a - b)
        norm += Double(a) * Double(a)
      }
    }
    #expect(distance > 0)
    #expect(distance.squareRoot() < tolerance * norm.squareRoot())
    #expect(Double(rounded.heldBytes) < 0.6 * Double(plain.heldBytes))
  }
}
