import Autograd
import Basics
import Layers
import TensorCore

extension TrainingStep {
  /// Finds out where the first number that is not finite appears in a step, by taking its forward pass once more.
  ///
  /// - Parameters:
  ///   - batches: What was to be learned from.
  ///   - state: The weights.
  ///   - random: What decided everything random in the step.
  /// - Returns: A phrase such as `first in the output of layer1.0.conv1`.
  func originOfNonFinite(
    on batches: [Batch], state: ModelState, random: [RandomSource]
  ) -> String {
    for (batch, random) in zip(batches, random) {
      if let origin = origin(on: batch, state, random) { return origin }
    }
    return "first in a gradient; outputs and loss are finite"
  }

  /// Where it appears in the forward pass over a batch; nil when that is finite.
  private func origin(
    on batch: Batch, _ state: ModelState, _ random: RandomSource
  ) -> String? {
    guard backend.isFinite(batch.images) else { return "first in the images" }
    for (spec, value) in zip(model.layout.parameters, state.parameters)
    where !backend.isFinite(value) {
      return "first in the weights \(spec.name)"
    }
    var context = ForwardContext(
      state: state, backend: backend, mode: .training, recording: false, random: random,
      execution: execution)
    context.watchNumbers()
    let logits = model.forward(context.tape.constant(batch.images), context: &context)
    if let found = context.tape.firstNonFinite { return describe(found) }
    let value = loss.value(of: logits, batch: batch, tape: &context.tape)
    return value.mean?.isFinite ?? true ? nil : "first in the loss; outputs are finite"
  }

  private func describe(_ found: NonFiniteResult) -> String {
    // The parts of a layer's name that all its parameters share.
    let names = found.named.map {
      model.layout.parameters[$0].name.split(separator: ".").dropLast()
    }
    guard let first = names.first else { return "first before any layer with weights" }
    let shared = first.enumerated().prefix { position, part in
      names.allSatisfy { $0.count > position && $0[position] == part }
    }
    let layer = shared.map(\.element).joined(separator: ".")
    return found.isTheirOwn ? "first in the output of \(layer)" : "first behind \(layer)"
  }
}
