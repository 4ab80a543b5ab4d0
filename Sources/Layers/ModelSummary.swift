import TensorCore

/// The lines of a model's layer table, with sizes and costs of one forward pass.
public struct ModelSummary: Equatable, Sendable {
  /// One layer.
  public struct Row: Equatable, Sendable {
    /// The layer's dotted name.
    public let name: String
    /// What it is: "convolution 3x3 / 2".
    public let kind: String
    /// The output's extents, the batch first.
    public let outputShape: Shape
    /// The number of trained numbers.
    public let parameterCount: Int
    /// The multiply-add pairs of a forward pass, for convolutions and linear layers; others count 0.
    public let multiplyAddCount: Int
  }

  /// The layers in the order of the forward pass.
  public private(set) var rows: [Row] = []

  /// Creates an empty summary.
  public init() {}

  /// Adds a layer.
  public mutating func add(
    name: String, kind: String, outputShape: Shape, parameterCount: Int = 0,
    multiplyAddCount: Int = 0
  ) {
    rows.append(
      Row(
        name: name, kind: kind, outputShape: outputShape, parameterCount: parameterCount,
        multiplyAddCount: multiplyAddCount))
  }

  /// The number of trained numbers of all layers.
  public var parameterCount: Int { rows.reduce(0) { $0 + $1.parameterCount } }

  /// The multiply-add pairs of one forward pass over the batch.
  public var multiplyAddCount: Int { rows.reduce(0) { $0 + $1.multiplyAddCount } }

  /// Floating-point operations of one forward pass over the batch: two per multiply-add pair.
  public var forwardOperationCount: Int { 2 * multiplyAddCount }

  /// An estimate of the bytes that a training step keeps for its backward pass: all outputs as 32-bit floats.
  public var activationByteCount: Int {
    rows.reduce(0) { $0 + $1.outputShape.count * MemoryLayout<Float>.stride }
  }
}
