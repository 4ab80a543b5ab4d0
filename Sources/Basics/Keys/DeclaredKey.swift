/// One configuration key, declared as plain data by the module that it configures.
///
/// The declarations together are the schema: they check a file, write the commented template and
/// make the documentation. `Key` is a declaration with the property that it sets.
public struct DeclaredKey: Hashable, Sendable {
  /// The section as documented.
  ///
  /// `Metric:NAME` stands for every section whose name starts with `Metric:`.
  public var section: String
  /// The name, in lower case with underscores.
  public var name: String
  /// What values are legal.
  public var kind: KeyKind
  /// The value of a key that is not given; nil leaves it unset.
  public var defaultValue: ConfigValue?
  /// One line for people, without a full stop.
  public var summary: String
  /// Other places and names under which the key is read.
  public var aliases: [KeyAlias]
  /// What a resumed run does about another value.
  public var whileResuming: ResumeRule

  /// Declares a key.
  public init(
    section: String, name: String, kind: KeyKind, default defaultValue: ConfigValue? = nil,
    summary: String, aliases: [KeyAlias] = [], whileResuming: ResumeRule = .fixed
  ) {
    self.section = section
    self.name = name
    self.kind = kind
    self.defaultValue = defaultValue
    self.summary = summary
    self.aliases = aliases
    self.whileResuming = whileResuming
  }

  /// `[Section] name`, as messages have it.
  public var fullName: String { "[\(section)] \(name)" }
}

/// Another name of a key.
///
/// If both names are given in one place, their values must agree.
public struct KeyAlias: Hashable, Sendable {
  /// The section; nil means any section, and the lines before the first.
  public var section: String?
  /// The name.
  public var name: String

  /// Creates an alias.
  public init(section: String?, name: String) {
    self.section = section
    self.name = name
  }
}

/// A key of another program that is accepted and has no effect here.
public struct IgnoredKey: Hashable, Sendable {
  /// The section.
  public var section: String
  /// The name.
  public var name: String
  /// Why it has no effect, as the end of "Training.pin_memory has no effect: ...".
  public var reason: String
  /// Whether it may stand in any section, and before the first.
  public var isAllowedAnywhere: Bool

  /// Declares a key to be ignored.
  public init(section: String, name: String, reason: String, isAllowedAnywhere: Bool = false) {
    self.section = section
    self.name = name
    self.reason = reason
    self.isAllowedAnywhere = isAllowedAnywhere
  }
}

/// A section and what it is about, in the order of the documentation.
public struct DeclaredSection: Hashable, Sendable {
  /// The name, as documented.
  public var name: String
  /// One line for people, without a full stop.
  public var summary: String
  /// The lines of a section whose keys are the user's own, as the template has them; nil for a section of declared keys.
  public var openLines: [OpenLine]?

  /// Declares a section.
  public init(_ name: String, summary: String, openLines: [OpenLine]? = nil) {
    self.name = name
    self.summary = summary
    self.openLines = openLines
  }
}

/// A line of a section whose keys are the user's own.
public struct OpenLine: Hashable, Sendable {
  /// The key as written.
  public var key: String
  /// The value as written.
  public var value: String

  /// Creates a line.
  public init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }
}
