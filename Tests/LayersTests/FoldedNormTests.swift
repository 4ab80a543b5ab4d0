import Autograd
import Basics
import Layers
import TensorCore
import Testing

/// A batch norm that has become part of its convolution's weights gives what the two give one after the other.
@Suite struct FoldedNormTests {
  @Test(arguments: ["Custom_1", "MyNet", "ResNet18", "ResNet50", "DenseNet121", "EfficientNet-B0"])
  func evaluationEqualsThatOfSimpleOperations(_ name: String) throws {
    let backend = try CPUBackend(threads: 2)
    let model = try Model(
      BackboneRegistry.standard.architecture(named: name),
      options: BackboneOptions(channels: 3, imageSize: 64), head: .classification(classes: 4),
      dropout: 0)
    var state = model.layout.initialState(random: RandomSource(seed: 42), pool: backend.storagePool)
    var source = RandomSource(seed: 2)
    let images = backend.tensor(
      (0..<4 * 64 * 64 * 3).map { _ in source.nextFloat() * 2 - 1 }, [4, 64, 64, 3])
    // A training pass moves the running statistics away from 0 and 1.
    var training = ForwardContext(
      state: state, backend: backend, mode: .training, random: RandomSource(seed: 1))
    _ = model.forward(training.tape.constant(images), context: &training)
    state.apply(training.updates)

    let logits = [true, false].map { fuses in
      var context = ForwardContext(
        state: state, backend: backend, mode: .evaluation, random: RandomSource(seed: 1),
        execution: ExecutionOptions(fusesOperations: fuses))
      return model.forward(context.tape.constant(images), context: &context).value.scalars
    }
    let scale = logits[1].map(abs).max() ?? 0
    #expect(scale > 0)
    #expect(zip(logits[0], logits[1]).allSatisfy { abs($0 - $1) <= 1e-4 * scale })
    #expect(logits[0] != logits[1], "the fused path was not taken")
  }
}
