import Autograd
import Basics
import Layers
import Optimizers
import TensorCore
import TestSupport
import Testing

/// Whole training steps (network, loss, gradients, update) against float64 PyTorch.
@Suite struct TrainingStepTests {
  let backend: CPUBackend

  init() throws {
    backend = try CPUBackend(threads: 2)
  }

  /// The weights of Benchmarks/parity/model_goldens.py; LeNet has no others.
  private func madeUpState(_ layout: ModelLayout) throws -> ModelState {
    let parameters = try layout.parameters.enumerated().map { index, spec in
      let fanIn = Double(spec.shape.count / spec.exportedShape[0])
      let scale = spec.kind == .weight ? Float((3 / fanIn).squareRoot()) : 0.1
      let values = Fixture.values(count: spec.shape.count, seed: 100 + index).map { scale * $0 }
      return try spec.imported(
        shape: spec.exportedShape, values: values, pool: backend.storagePool)
    }
    return ModelState(parameters: parameters, buffers: [], counters: [])
  }

  /// The losses of 20 steps as in Benchmarks/parity/step_goldens.py.
  private func losses(_ rule: any UpdateRule, learningRate: Double) throws -> [Double] {
    let model = try Model(
      BackboneRegistry.standard.architecture(named: "LeNet"),
      options: BackboneOptions(channels: 1, imageSize: 28), head: .classification(classes: 10),
      dropout: 0)
    var state = try madeUpState(model.layout)
    var optimizer = Optimizer(rule: rule, parameterCount: state.parameters.count)
    return (0..<20).map { step in
      var context = ForwardContext(
        state: state, backend: backend, mode: .training, random: RandomSource(seed: 1))
      let images = Fixture.tensor([16, 28, 28, 1], seed: 2000 + step, backend: backend)
      let logits = model.forward(context.tape.constant(images), context: &context)
      let labels = (0..<16).map { Int32((7 * $0 + step) % 10) }
      let loss = ClassWeightedCrossEntropy()(logits, labels: labels, on: &context.tape)
      let gradients = context.backward(from: loss.variable)
      optimizer.update(
        &state.parameters, gradients: gradients, learningRate: learningRate, backend: backend)
      return loss.mean ?? .nan
    }
  }

  @Test func momentumFollowsPyTorchFor20Steps() throws {
    let rule = GradientDescent(momentum: 0.9, weightDecay: 1e-4)
    let difference = try largestDifference(
      losses(rule, learningRate: 0.05), StepGoldens.momentum)
    #expect(difference <= max(1e-5, 3 * StepGoldens.momentumSingleError))
  }

  @Test func adamWFollowsPyTorchFor20Steps() throws {
    let difference = try largestDifference(
      losses(Adam.adamW(), learningRate: 1e-3), StepGoldens.adamW)
    #expect(difference <= max(1e-5, 3 * StepGoldens.adamWSingleError))
  }
}
