/// The spelling of ids in tables and configurations.
public enum SampleID {
  /// The columns that hold ids unless a configuration names another.
  public static let standardColumns = ["FileID", "file_id", "id"]

  /// The id that a text means: without surrounding blanks, and a whole number without `.0`.
  ///
  /// Spreadsheets and data frames turn `123` into `123.0` when a column has gaps.
  public static func normalized(_ text: String) -> String {
    let text = text.trimmed
    guard let dot = text.firstIndex(of: "."), dot != text.startIndex,
      text[..<dot].allSatisfy(\.isASCIIDigit)
    else { return text }
    let fraction = text[text.index(after: dot)...]
    return !fraction.isEmpty && fraction.allSatisfy { $0 == "0" } ? String(text[..<dot]) : text
  }
}

extension Character {
  /// Whether this is one of 0 to 9.
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
