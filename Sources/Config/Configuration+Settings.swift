import Basics

extension Configuration {
  /// Sets what the keys of a struct say.
  public func fill<Root>(_ root: inout Root, _ keys: KeySet<Root>) {
    for key in keys.single {
      key.set(value(key.section, key.name), in: &root)
    }
    for section in keys.repeated {
      let sections = sectionNames(prefix: section.prefix).map { name in
        (
          name: name,
          values: section.declarations.map { value("\(section.prefix):\(name)", $0.name) }
        )
      }
      section.set(sections, in: &root)
    }
  }

  /// The error for a property whose value is legal in itself but not here.
  ///
  /// - Parameter reason: what was expected and why, as the end of the line.
  public func rejection<Root>(
    of path: PartialKeyPath<Root>, _ keys: KeySet<Root>, _ reason: String
  ) -> ConfigError {
    let key = keys.required(path)
    return rejection(key.section, key.name, reason)
  }

  /// The error for a property that is unset and needed.
  ///
  /// - Parameters:
  ///   - reason: why it is needed.
  ///   - lines: lines of the section that would give it.
  public func absence<Root>(
    of path: PartialKeyPath<Root>, _ keys: KeySet<Root>, _ reason: String, add lines: [String]
  ) -> ConfigError {
    let key = keys.required(path)
    return absence(key.section, key.name, reason, add: lines)
  }

  /// Where the value of a property comes from.
  public func origin<Root>(of path: PartialKeyPath<Root>, _ keys: KeySet<Root>) -> Origin {
    let key = keys.required(path)
    return origin(key.section, key.name)
  }
}

extension ConfigLayer {
  /// The values in which a struct of settings differs from another.
  ///
  /// - Parameters:
  ///   - before: What it is compared with.
  ///   - origin: Where the values come from.
  public init<Root>(
    changing before: Root, to after: Root, _ keys: KeySet<Root>, origin: Origin
  ) {
    self.init(
      keys.single.compactMap { key in
        let value = key.value(of: after)
        guard value != key.value(of: before) else { return nil }
        return Assignment(
          section: key.section, key: key.name, value: value?.text(of: key.kind) ?? "",
          origin: origin)
      })
  }

  /// Everything that a struct of settings says, as a file would.
  ///
  /// - Parameter name: What it is called in messages.
  public init<Root>(_ root: Root, _ keys: KeySet<Root>, name: String) {
    let origin = Origin.option(name)
    var assignments = keys.single.map { key in
      Assignment(
        section: key.section, key: key.name,
        value: key.value(of: root)?.text(of: key.kind) ?? "", origin: origin)
    }
    for section in keys.repeated {
      for (title, values) in section.sections(of: root) {
        for (key, value) in zip(section.declarations, values) {
          assignments.append(
            Assignment(
              section: "\(section.prefix):\(title)", key: key.name,
              value: value?.text(of: key.kind) ?? "", origin: origin))
        }
      }
    }
    self.init(assignments)
  }
}

extension KeySet {
  /// The key of a property that has one; a property without is an error of the program.
  fileprivate func required(_ path: PartialKeyPath<Root>) -> Key<Root> {
    guard let key = key(of: path) else { preconditionFailure("no key sets \(path)") }
    return key
  }
}
