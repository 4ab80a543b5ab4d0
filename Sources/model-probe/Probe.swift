import Autograd
import Basics
import Checkpoints
import Layers
import TensorCore

/// One network on one batch.
struct Probe {
  typealias Named = (name: String, tensor: StoredTensor)

  let model: Model
  let backend: CPUBackend
  let images: Tensor

  func evaluation(_ state: ModelState) -> Named {
    var context = ForwardContext(
      state: state, backend: backend, mode: .evaluation, random: RandomSource(seed: 1))
    let logits = model.forward(context.tape.constant(images), context: &context)
    return stored("evaluation", logits.value)
  }

  func training(_ state: inout ModelState, labels: [Int32]) -> [Named] {
    var context = ForwardContext(
      state: state, backend: backend, mode: .training, random: RandomSource(seed: 1))
    let logits = model.forward(context.tape.constant(images), context: &context)
    let loss = context.tape.crossEntropy(logits, labels: labels)
    let updates = context.updates
    let gradients = context.backward(from: loss.variable)
    state.apply(updates)
    var result = [stored("training", logits.value)]
    result.append(("loss", StoredTensor([loss.mean ?? .nan], shape: [])))
    for (spec, gradient) in zip(model.layout.parameters, gradients) {
      guard let gradient else { continue }
      let (shape, values) = spec.exported(gradient)
      result.append(("gradient.\(spec.name)", StoredTensor(values, shape: shape)))
    }
    for (spec, buffer) in zip(model.layout.buffers, state.buffers) {
      result.append(stored("buffer.\(spec.name)", buffer))
    }
    return result
  }

  private func stored(_ name: String, _ tensor: Tensor) -> Named {
    (name, StoredTensor(tensor.scalars, shape: tensor.shape.dimensions))
  }
}
