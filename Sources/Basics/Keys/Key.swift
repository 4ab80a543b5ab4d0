/// A key of the configuration, declared once: what it is called, what values are legal, and which property it sets.
///
/// The property's own default is the key's default. Reading a file, writing `resolved.ini`, the reference of all keys, the
/// commented template, the check of a resumed run and search spaces follow from the declaration:
///
///     Key("Training", "batch_size", \.batchSize, .integer(atLeast: 1), "images a step")
///     Key("Training", "gradient_clip_val", \.clipNorm, none: "none", .real(.above(0)), "the largest global norm")
///
/// Key paths are immutable and those of the declarations capture nothing, so that sharing them between threads is safe.
public struct Key<Root>: @unchecked Sendable {
  /// Everything but the default.
  private let facts: DeclaredKey
  /// The property.
  public let path: PartialKeyPath<Root>
  private let read: (Root) -> ConfigValue?
  private let write: (inout Root, ConfigValue?) -> Bool

  /// Declares a key that sets a property.
  ///
  /// - Parameters:
  ///   - section: The section as documented.
  ///   - name: In lower case with underscores.
  ///   - path: The property.
  ///   - kind: What values are legal.
  ///   - summary: One line for people, without a full stop.
  ///   - aliases: Other places and names under which it is read.
  ///   - whileResuming: What a resumed run does about another value.
  public init<Value: KeyConvertible>(
    _ section: String, _ name: String, _ path: WritableKeyPath<Root, Value>, _ kind: KeyKind,
    _ summary: String, aliases: [KeyAlias] = [], whileResuming: ResumeRule = .fixed
  ) {
    self.init(
      section, name, path, kind, summary, aliases: aliases, whileResuming: whileResuming,
      read: \.configValue, write: Value.init(configValue:))
  }

  /// Declares a key that sets a property which may be nil.
  ///
  /// - Parameters:
  ///   - word: The value that stands for nil, such as `auto`; nil: the key left unset.
  ///   - kind: What other values are legal.
  public init<Value: KeyConvertible>(
    _ section: String, _ name: String, _ path: WritableKeyPath<Root, Value?>, none word: String?,
    _ kind: KeyKind, _ summary: String, aliases: [KeyAlias] = [], whileResuming: ResumeRule = .fixed
  ) {
    self.init(
      section, name, path, word.map { .word($0, or: kind) } ?? kind, summary, aliases: aliases,
      whileResuming: whileResuming,
      read: { value in value.flatMap(\.configValue) ?? word.map(ConfigValue.word) },
      write: { value in
        value == nil || value == word.map(ConfigValue.word)
          ? .some(nil) : Value(configValue: value).map(Optional.some)
      })
  }

  /// Declares a key whose values are translated.
  ///
  /// - Parameters:
  ///   - read: The value of the property as it is written; nil: the key left unset.
  ///   - write: The property of a legal value; nil when it is none, which is an error of the program.
  public init<Value>(
    _ section: String, _ name: String, _ path: WritableKeyPath<Root, Value>, _ kind: KeyKind,
    _ summary: String, aliases: [KeyAlias] = [], whileResuming: ResumeRule = .fixed,
    read: @escaping (Value) -> ConfigValue?, write: @escaping (ConfigValue?) -> Value?
  ) {
    facts = DeclaredKey(
      section: section, name: name, kind: kind, summary: summary, aliases: aliases,
      whileResuming: whileResuming)
    self.path = path
    self.read = { read($0[keyPath: path]) }
    self.write = { root, value in
      guard let value = write(value) else { return false }
      root[keyPath: path] = value
      return true
    }
  }

  private init(
    _ facts: DeclaredKey, _ path: PartialKeyPath<Root>, read: @escaping (Root) -> ConfigValue?,
    write: @escaping (inout Root, ConfigValue?) -> Bool
  ) {
    self.facts = facts
    self.path = path
    self.read = read
    self.write = write
  }

  /// The declaration with the default that the property has in `defaults`.
  public func declaration(in defaults: Root) -> DeclaredKey {
    var key = facts
    key.defaultValue = read(defaults)
    return key
  }

  /// The section as documented.
  public var section: String { facts.section }
  /// The name, in lower case with underscores.
  public var name: String { facts.name }
  /// What values are legal.
  public var kind: KeyKind { facts.kind }
  /// `[Section] name`, as messages have it.
  public var fullName: String { facts.fullName }

  /// What the property is set to, as a file would say it; nil: unset.
  public func value(of root: Root) -> ConfigValue? { read(root) }

  /// Sets the property to a value that is legal for the key.
  ///
  /// A value that the declared kind allows and the property cannot take is an error of the program.
  public func set(_ value: ConfigValue?, in root: inout Root) {
    precondition(write(&root, value), "\(fullName) cannot take \(String(describing: value))")
  }

  /// The same key as one of a struct that holds this one.
  public func lifted<Parent>(to parent: WritableKeyPath<Parent, Root>) -> Key<Parent> {
    guard let path = (parent as PartialKeyPath<Parent>).appending(path: path) else {
      preconditionFailure("\(fullName) is no property of \(Parent.self)")
    }
    return Key<Parent>(
      facts, path, read: { [read] in read($0[keyPath: parent]) },
      write: { [write] in write(&$0[keyPath: parent], $1) })
  }
}

/// What a resumed run does about a key whose value is no longer the stored one.
public enum ResumeRule: Hashable, Sendable {
  /// Refuses to go on: it decides what an epoch learns.
  case fixed
  /// Goes on with the new value, and says so.
  case free
  /// Keeps the stored one: only the beginning of a run looks at it.
  case settled
}
