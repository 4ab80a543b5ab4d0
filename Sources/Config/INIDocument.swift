/// The content of an INI text: its sections and lines in order, with what is wrong in them.
public struct INIDocument: Hashable, Sendable {
  /// A line `[Section]`.
  public struct Header: Hashable, Sendable {
    /// The name between the brackets.
    public var section: String
    /// Where it stands.
    public var origin: Origin
  }

  /// The lines `key = value`.
  public internal(set) var assignments: [Assignment] = []
  /// The lines `[Section]`; a section may be continued further down.
  public internal(set) var headers: [Header] = []
  /// The lines that are neither, and keys given twice.
  public internal(set) var problems: [ConfigProblem] = []

  /// The longest line accepted, in bytes.
  public static let maximumLineLength = 65_536
}
