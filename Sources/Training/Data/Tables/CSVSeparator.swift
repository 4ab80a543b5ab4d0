/// The character between the fields of a table.
public enum CSVSeparator: String, CaseIterable, Hashable, Sendable {
  /// Whichever of the others stands most often in the header line.
  case auto
  /// `,`
  case comma
  /// `;`
  case semicolon
  /// The tabulator.
  case tab

  /// The name in configurations.
  public var name: String { rawValue }

  /// The byte that separates, nil for `auto`.
  var byte: UInt8? {
    switch self {
    case .auto: nil
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    }
  }
}
