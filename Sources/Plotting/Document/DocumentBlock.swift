/// One thing in a report.
public indirect enum DocumentBlock: Sendable {
  /// A paragraph of plain text.
  case paragraph(String)
  /// The sentence that a reader in a hurry reads.
  case result(String)
  /// Names and values.
  case facts([(name: String, value: String)])
  /// A table.
  case table(DocumentTable)
  /// A figure with a caption, and a word that no other figure of the document has.
  case figure(Figure, name: String, caption: String)
  /// Things that a critical reader would ask about.
  case warnings([String])
  /// Text whose line breaks count.
  case code(String)
  /// Blocks that show when they are asked for.
  case details(String, [DocumentBlock])
}
