/// The character between the fields of a table.
public enum CSVSeparator: String, CaseIterable, Hashable, Sendable {
  /// Whichever of the others stands most often in the header line.
  case auto
  /// `,`
  case comma = ","
  /// `;`
  case semicolon = ";"
  /// The tabulator.
  case tab = "\t"

  /// Creates a separator from its spelling in a configuration: `auto`, the character, or its name.
  public init?(configured text: String) {
    switch text.lowercased() {
    case "auto": self = .auto
    case ",", "comma": self = .comma
    case ";", "semicolon": self = .semicolon
    case "\t", "\\t", "tab": self = .tab
    default: return nil
    }
  }

  /// The name in configurations.
  public var name: String {
    switch self {
    case .auto: "auto"
    case .comma: "comma"
    case .semicolon: "semicolon"
    case .tab: "tab"
    }
  }

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
