import TensorCore

/// What an update rule remembers of one parameter.
public struct ParameterState: Sendable {
  /// The number of updates so far.
  public var step: Int
  /// Tensors of the parameter's shape, in the order of the rule's `slotNames`.
  public var slots: [Tensor]

  /// Creates a state.
  public init(step: Int = 0, slots: [Tensor] = []) {
    self.step = step
    self.slots = slots
  }

  /// Changes the last tensor in place: moved out first, so that it is the only reference to its memory.
  mutating func withLastSlot(_ body: (inout Tensor) -> Void) {
    var slot = slots.removeLast()
    body(&slot)
    slots.append(slot)
  }
}
