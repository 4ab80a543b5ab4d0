import Checkpoints
import Layers
import TensorCore

extension ModelLayout {
  /// A state as PyTorch's `state_dict`; its tensors are put into PyTorch's order when their bytes are asked for.
  func stored(_ state: ModelState) -> [(name: String, tensor: StoredTensor)] {
    entries.map { entry in
      let tensor =
        switch entry {
        case .parameter(let index): StoredTensor(parameters[index], state.parameters[index])
        case .buffer(let index):
          StoredTensor(shape: buffers[index].shape.dimensions) { [value = state.buffers[index]] in
            value.scalars
          }
        case .counter(let index): StoredTensor(scalar: state.counters[index])
        }
      return (name(of: entry), tensor)
    }
  }
}

extension StoredTensor {
  /// A tensor of a parameter's shape (itself, a moment) in PyTorch's order, which is made when its bytes are asked for.
  init(_ spec: ParameterSpec, _ tensor: Tensor) {
    self.init(shape: spec.exportedShape) { spec.exported(tensor).values }
  }
}
