import TensorCore

/// How a gradient changes its parameter; a plain value, the state is the caller's.
public protocol UpdateRule: Sendable {
  /// PyTorch's names of the tensors in a parameter's state, in their order.
  var slotNames: [String] { get }

  /// Whether PyTorch's state of a parameter holds the number of updates.
  var exportsStep: Bool { get }

  /// Whether the reference's parameter group holds that number too.
  var exportsGroupStep: Bool { get }

  /// The weight decay of parameters whose group sets none.
  var weightDecay: Double { get }

  /// The state of a parameter before its first update.
  func initialState(for parameter: Tensor, backend: any Backend) -> ParameterState

  /// Changes parameter and state in place.
  func update(
    _ parameter: inout Tensor, gradient: Tensor, state: inout ParameterState,
    learningRate: Double, weightDecay: Double, backend: any Backend)

  /// PyTorch's keys of a parameter group, in their order, without `params`.
  func exportedSettings(learningRate: Double, weightDecay: Double) -> [ExportedItem]
}

extension UpdateRule {
  public var exportsGroupStep: Bool { false }

  /// Zeros in each slot.
  public func initialState(for parameter: Tensor, backend: any Backend) -> ParameterState {
    ParameterState(slots: slotNames.map { _ in backend.zeros(parameter.shape) })
  }
}
