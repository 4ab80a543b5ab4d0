import Basics

extension Schema {
  /// What the name of a key in a file stands for.
  enum Target {
    /// A key; the section is the declared one, or that of the file for a section `Metric:NAME`.
    case key(DeclaredKey, section: String)
    /// A key of the user's own, in a section that is open to such.
    case open(DeclaredSection, key: String)
    /// A key without effect.
    case ignored(IgnoredKey)
    /// Nothing.
    case unknown(ConfigProblem.Issue)
  }

  /// The declared section that a section of a file means.
  func section(named name: String) -> DeclaredSection? { sections.first { $0.matches(name) } }

  /// Finds what a section and a key of a file mean.
  func target(section name: String?, key: String) -> Target {
    let section = name.flatMap { self.section(named: $0) }
    let wanted = key.lowercased()
    if let section, section.openLines != nil { return .open(section, key: key) }
    // A key of one's own may have a dot: `--set Search.Training.batch_size=...` was cut at the last one.
    if let name, section == nil, let dot = name.firstIndex(of: "."),
      let open = self.section(named: String(name[..<dot])), open.openLines != nil
    {
      return .open(open, key: "\(name[name.index(after: dot)...]).\(key)")
    }
    if let section {
      if let found = self.key(key, in: section) {
        return .key(found, section: section.prefix == nil ? section.name : name ?? section.name)
      }
    }
    let ignored = ignoredKeys.first { ignored in
      (ignored.isAllowedAnywhere || ignored.section == section?.name)
        && ignored.name.lowercased() == wanted
    }
    if let ignored { return .ignored(ignored) }
    for candidate in keys {
      let isMeant = candidate.aliases.contains { alias in
        alias.name.lowercased() == wanted
          && (alias.section == nil || alias.section?.lowercased() == section?.name.lowercased())
      }
      if isMeant { return .key(candidate, section: candidate.section) }
    }
    if let name, section == nil {
      return .unknown(.unknownSection(nearest: nearestSection(to: name)))
    }
    return .unknown(.unknownKey(nearest: nearestKey(to: wanted, in: section)))
  }

  /// The section that was probably meant.
  func nearestSection(to name: String) -> String? {
    Suggestion.nearest(to: name, in: sections.map(\.name))
  }

  /// The same key in another section, a near one in this section, or a near one in another.
  private func nearestKey(to name: String, in section: DeclaredSection?) -> String? {
    if let exact = keys.first(where: { $0.name.lowercased() == name }) { return exact.fullName }
    let here = section.map { keys(in: $0) } ?? []
    if let near = Suggestion.nearest(to: name, in: here.map(\.name)) { return near }
    guard let near = Suggestion.nearest(to: name, in: keys.map(\.name)) else { return nil }
    return keys.first { $0.name == near }?.fullName
  }
}
