import Layers
import TensorCore

extension ModelLayout {
  /// The state as a PyTorch `state_dict`: names, order, shapes and element order are PyTorch's.
  func exported(_ state: ModelState) -> [StateEntry] {
    entries.map { entry in
      let value: StateEntry.Value
      switch entry {
      case .parameter(let index):
        let (shape, values) = parameters[index].exported(state.parameters[index])
        value = .floats(shape: shape, values: values)
      case .buffer(let index):
        let buffer = state.buffers[index]
        value = .floats(shape: buffer.shape.dimensions, values: buffer.scalars)
      case .counter(let index): value = .integer(state.counters[index])
      }
      return StateEntry(name: name(of: entry), value: value)
    }
  }
}
