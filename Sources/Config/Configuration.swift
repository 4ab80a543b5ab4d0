import Basics

/// A checked configuration: a value, or its absence, for every declared key, with its origin.
public struct Configuration: Sendable {
  /// The declarations.
  public let schema: Schema
  /// Keys that were given and have no effect.
  public let notices: [ConfigNotice]
  /// The sections `Prefix:NAME` in the order of their first appearance.
  private let sectionNames: [String]
  private let given: [KeyIdentity: GivenValue]
  private let openLines: [String: [Assignment]]

  init(
    schema: Schema, given: [KeyIdentity: GivenValue], openLines: [String: [Assignment]],
    sectionNames: [String], notices: [ConfigNotice]
  ) {
    self.schema = schema
    self.given = given
    self.openLines = openLines
    self.sectionNames = sectionNames
    self.notices = notices
  }

  /// A key with its value, for listings.
  public struct Entry: Hashable, Sendable {
    /// The declaration.
    public var key: DeclaredKey
    /// The section; differs from the declared one for `Metric:NAME`.
    public var section: String
    /// The value; nil if unset.
    public var value: ConfigValue?
    /// Where it comes from.
    public var origin: Origin
    /// The value as an INI file has it; empty if unset.
    public var text: String { value?.text(of: key.kind) ?? "" }
  }

  /// Every key with its value, in the order of the documentation.
  public var entries: [Entry] {
    schema.sections.flatMap { section in
      names(of: section).flatMap { name in
        schema.keys(in: section).map { entry($0, section: name) }
      }
    }
  }

  /// The lines of a section whose keys are the user's own, in order; values as written.
  public func lines(in section: String) -> [Assignment] { openLines[section] ?? [] }

  /// The names behind the colon of the sections `prefix:NAME` that were given.
  public func sectionNames(prefix: String) -> [String] {
    let start = prefix.lowercased() + ":"
    return sectionNames.filter { $0.lowercased().hasPrefix(start) }
      .map { String($0.dropFirst(start.count)) }
  }

  /// A key with its value and origin.
  ///
  /// It is an error of the program to ask for a key that is not declared.
  public func entry(_ section: String, _ key: String) -> Entry {
    guard case .key(let declared, let name) = schema.target(section: section, key: key) else {
      preconditionFailure("[\(section)] \(key) is not declared")
    }
    return entry(declared, section: name)
  }

  private func entry(_ key: DeclaredKey, section: String) -> Entry {
    if let found = given[KeyIdentity(section: section, key: key.name)] {
      return Entry(key: key, section: section, value: found.value, origin: found.origin)
    }
    return Entry(key: key, section: section, value: key.defaultValue, origin: .declaration)
  }

  private func names(of section: DeclaredSection) -> [String] {
    section.prefix == nil ? [section.name] : sectionNames.filter { section.matches($0) }
  }
}
