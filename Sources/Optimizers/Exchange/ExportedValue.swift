/// A plain value in a PyTorch `state_dict` of an optimizer or a scheduler.
public indirect enum ExportedValue: Hashable, Sendable {
  /// Python's None.
  case none
  /// A truth value.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// A 64-bit number; may be infinite.
  case real(Double)
  /// Text.
  case text(String)
  /// A list.
  case list([ExportedValue])
  /// A tuple.
  case tuple([ExportedValue])
  /// A dictionary in order.
  case dictionary([ExportedItem])
}

/// One item of an exported dictionary.
public struct ExportedItem: Hashable, Sendable {
  /// Text or a whole number.
  public let key: ExportedValue
  /// The content.
  public let value: ExportedValue

  /// Creates an item.
  public init(_ key: ExportedValue, _ value: ExportedValue) {
    self.key = key
    self.value = value
  }

  /// Creates an item with a text as its key.
  public init(_ key: String, _ value: ExportedValue) {
    self.init(.text(key), value)
  }
}
