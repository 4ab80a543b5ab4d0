/// The place of a parameter in a model's state.
public struct ParameterID: Hashable, Sendable {
  /// The index into `ModelState.parameters`, which is also PyTorch's index in optimizer files.
  public let index: Int
}

/// The place of a buffer in a model's state.
public struct BufferID: Hashable, Sendable {
  /// The index into `ModelState.buffers`.
  public let index: Int
}

/// The place of a counter in a model's state.
public struct CounterID: Hashable, Sendable {
  /// The index into `ModelState.counters`.
  public let index: Int
}
