import TensorCore

/// One parameter's item in the `state` of a PyTorch `optimizer_state_dict`.
///
/// Tensors are in this program's order of elements; `ParameterSpec` of Layers turns them into PyTorch's and back.
public struct OptimizerParameterState: Sendable {
  /// A named tensor.
  public struct Slot: Sendable {
    /// PyTorch's name, such as `exp_avg`.
    public let name: String
    /// Of the parameter's shape.
    public let value: Tensor

    /// Creates a slot.
    public init(name: String, value: Tensor) {
      self.name = name
      self.value = value
    }
  }

  /// PyTorch's index: the place in the groups, counted through.
  public let id: Int
  /// The index into the model's parameters.
  public let parameter: Int
  /// The number of updates, where the rule exports it.
  public let step: Int?
  /// The rule's tensors.
  public let slots: [Slot]

  /// Creates a state.
  public init(id: Int, parameter: Int, step: Int?, slots: [Slot]) {
    self.id = id
    self.parameter = parameter
    self.step = step
    self.slots = slots
  }
}
