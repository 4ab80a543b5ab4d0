/// Text as it must be written in XML and HTML.
public enum XMLText {
  /// Text between tags.
  public static func content(_ text: String) -> String {
    escaped(text, quotes: false)
  }

  /// Text within double quotes.
  public static func attribute(_ text: String) -> String {
    escaped(text, quotes: true)
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where quotes: result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(quotes ? " " : scalar)
      // XML 1.0 has no other control characters, not even escaped ones.
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
