import TensorCore

/// What a traced pass computed, for those who write it down in another form.
public struct Trace: Sendable {
  /// Parameters, constants and the input, by their place on the tape.
  public internal(set) var leaves: [Variable.ID: Tensor] = [:]
  /// The operations in the order in which they were computed.
  public internal(set) var steps: [TraceStep] = []

  /// An empty trace.
  public init() {}
}
