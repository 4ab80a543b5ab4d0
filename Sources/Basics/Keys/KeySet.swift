/// All keys of a struct of settings: single ones, and those of sections that stand for many, such as `[Metric:NAME]`.
public struct KeySet<Root>: Sendable {
  /// The keys of sections that exist once.
  public var single: [Key<Root>]
  /// The sections with a name of the user's own.
  public var repeated: [RepeatedKeys<Root>]

  /// Gathers keys.
  public init(_ single: [Key<Root>], repeated: [RepeatedKeys<Root>] = []) {
    self.single = single
    self.repeated = repeated
  }

  /// Every declaration, with the defaults of a struct.
  public func declarations(in defaults: Root) -> [DeclaredKey] {
    single.map { $0.declaration(in: defaults) } + repeated.flatMap(\.declarations)
  }

  /// The key that sets a property; nil for a property without one.
  public func key(of path: PartialKeyPath<Root>) -> Key<Root>? {
    single.first { $0.path == path }
  }

  /// The same keys as those of a struct that holds this one.
  public func lifted<Parent>(to parent: WritableKeyPath<Parent, Root>) -> KeySet<Parent> {
    KeySet<Parent>(
      single.map { $0.lifted(to: parent) }, repeated: repeated.map { $0.lifted(to: parent) })
  }

  /// The keys of both.
  public static func + (left: KeySet, right: KeySet) -> KeySet {
    KeySet(left.single + right.single, repeated: left.repeated + right.repeated)
  }
}

/// The keys of a section that stands for many, each of which makes one element of a list.
public struct RepeatedKeys<Root>: @unchecked Sendable {
  /// What stands before the colon.
  public let prefix: String
  /// The declarations, with the defaults of an element.
  public let declarations: [DeclaredKey]
  private let read: (Root) -> [(name: String, values: [ConfigValue?])]
  private let write: (inout Root, [(name: String, values: [ConfigValue?])]) -> Void

  /// Declares the section.
  ///
  /// - Parameters:
  ///   - prefix: What stands before the colon.
  ///   - list: The elements.
  ///   - keys: The keys of one.
  ///   - name: What an element is called.
  ///   - make: An element of a name with everything at its default.
  public init<Element>(
    _ prefix: String, _ list: WritableKeyPath<Root, [Element]>, keys: [Key<Element>],
    name: @escaping (Element) -> String, make: @escaping (String) -> Element
  ) {
    self.prefix = prefix
    declarations = keys.map { $0.declaration(in: make("")) }
    read = { root in
      root[keyPath: list].map { element in (name(element), keys.map { $0.value(of: element) }) }
    }
    write = { root, sections in
      root[keyPath: list] = sections.map { section in
        var element = make(section.name)
        for (key, value) in zip(keys, section.values) { key.set(value, in: &element) }
        return element
      }
    }
  }

  private init(
    prefix: String, declarations: [DeclaredKey],
    read: @escaping (Root) -> [(name: String, values: [ConfigValue?])],
    write: @escaping (inout Root, [(name: String, values: [ConfigValue?])]) -> Void
  ) {
    self.prefix = prefix
    self.declarations = declarations
    self.read = read
    self.write = write
  }

  /// The names of the sections and their values, in the order of the declarations.
  public func sections(of root: Root) -> [(name: String, values: [ConfigValue?])] { read(root) }

  /// Replaces the list by what sections say.
  public func set(_ sections: [(name: String, values: [ConfigValue?])], in root: inout Root) {
    write(&root, sections)
  }

  /// The same section as one of a struct that holds this one.
  public func lifted<Parent>(to parent: WritableKeyPath<Parent, Root>) -> RepeatedKeys<Parent> {
    RepeatedKeys<Parent>(
      prefix: prefix, declarations: declarations,
      read: { [read] in read($0[keyPath: parent]) },
      write: { [write] in write(&$0[keyPath: parent], $1) })
  }
}
