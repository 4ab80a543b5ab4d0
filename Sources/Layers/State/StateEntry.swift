/// One item of a PyTorch `state_dict`.
public struct StateEntry: Equatable, Sendable {
  /// What an item holds.
  public enum Value: Equatable, Sendable {
    /// A tensor of 32-bit floats in PyTorch's order.
    case floats(shape: [Int], values: [Float])
    /// A scalar of 64-bit integers.
    case integer(Int)
  }

  /// The dotted name.
  public let name: String
  /// The content.
  public let value: Value

  /// Creates an item.
  public init(name: String, value: Value) {
    self.name = name
    self.value = value
  }
}
