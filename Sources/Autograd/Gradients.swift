import TensorCore

/// What a backward pass computed: gradients by variable.
///
/// Holds those of the leaves, and of the intermediate variables that `Tape.backward` was asked to keep.
public struct Gradients: Sendable {
  private var store: [Variable.ID: Tensor]

  init(_ store: [Variable.ID: Tensor]) {
    self.store = store
  }

  /// The gradient with respect to a variable, of its shape; nil when nothing that was differentiated depends on it.
  public subscript(variable: Variable) -> Tensor? {
    store[variable.id]
  }

  /// Removes and returns a gradient, so that the caller may hold the only reference to its memory.
  public mutating func take(_ variable: Variable) -> Tensor? {
    store.removeValue(forKey: variable.id)
  }
}
