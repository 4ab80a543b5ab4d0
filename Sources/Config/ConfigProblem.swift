import Basics

/// One thing that is wrong with the configuration, and where.
public struct ConfigProblem: Hashable, Sendable {
  /// What is wrong.
  public enum Issue: Hashable, Sendable {
    /// The file cannot be read.
    case unreadable(FileError)
    /// The line is not UTF-8, or holds control characters.
    case notText
    /// The line has more bytes than this.
    case lineTooLong(limit: Int)
    /// The line is neither `[Section]` nor `key = value`.
    case malformedLine(String)
    /// A double quote is opened and not closed.
    case unclosedQuote
    /// What follows `--set` is not `Section.key=value`.
    case malformedSetting(String)
    /// The file gives the key twice.
    case duplicateKey(earlier: Origin)
    /// No such section; the nearest there is.
    case unknownSection(nearest: String?)
    /// No such key; the nearest one, as `[Section] key` if it is in another section.
    case unknownKey(nearest: String?)
    /// The value does not fit; the nearest word that would.
    case invalidValue(expected: String, nearest: String?)
    /// The key has another value under another name.
    case contradiction(other: String, value: String, origin: Origin)
    /// The value is legal in itself but not here, for this reason.
    case rejected(reason: String)
    /// A value is needed for this reason; lines that would give it.
    case missing(reason: String, lines: [String])
  }

  /// Where it is; nil for what is nowhere.
  public var origin: Origin?
  /// The section, as written.
  public var section: String?
  /// The key, as written.
  public var key: String?
  /// The value, as written.
  public var value: String?
  /// What is wrong.
  public var issue: Issue

  /// Creates a problem from its facts.
  public init(
    origin: Origin? = nil, section: String? = nil, key: String? = nil, value: String? = nil,
    issue: Issue
  ) {
    self.origin = origin
    self.section = section
    self.key = key
    self.value = value
    self.issue = issue
  }
}
