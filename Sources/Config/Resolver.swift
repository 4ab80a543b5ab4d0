import Basics

extension Schema {
  /// Lays values over the defaults and checks all of them.
  ///
  /// - Parameter layers: in rising order of precedence: the file, `--set`, the flags.
  /// - Throws: everything that is wrong, at once.
  public func resolve(_ layers: [ConfigLayer]) throws(ConfigError) -> Configuration {
    var resolver = Resolver(schema: self)
    for layer in layers { resolver.add(layer) }
    guard resolver.problems.isEmpty else { throw ConfigError(resolver.problems) }
    return Configuration(
      schema: self, given: resolver.values, openLines: resolver.openLines,
      sectionNames: resolver.sectionNames, notices: resolver.notices)
  }
}

/// Gathers the values of one layer after the other.
private struct Resolver {
  let schema: Schema
  var values: [KeyIdentity: GivenValue] = [:]
  var openLines: [String: [Assignment]] = [:]
  var sectionNames: [String] = []
  var notices: [ConfigNotice] = []
  var problems: [ConfigProblem] = []

  init(schema: Schema) { self.schema = schema }

  mutating func add(_ layer: ConfigLayer) {
    var found = layer.problems
    var unknownSections: Set<String> = []
    var inThisLayer: [KeyIdentity: (assignment: Assignment, value: ConfigValue?)] = [:]
    for header in layer.headers { addHeader(header, of: layer, to: &found, &unknownSections) }
    for assignment in layer.assignments {
      switch schema.target(section: assignment.section, key: assignment.key) {
      case .ignored(let key):
        notices.append(ConfigNotice(key: key, origin: assignment.origin))
      case .unknown(.unknownSection(let nearest)):
        // Once is enough for all its keys.
        let name = assignment.section ?? ""
        guard unknownSections.insert(name.lowercased()).inserted else { continue }
        found.append(assignment.problem(.unknownSection(nearest: nearest)))
      case .unknown(let issue): found.append(assignment.problem(issue))
      case .open(let section, let key):
        addOpenLine(assignment, key: key, to: section.name)
      case .key(let key, let section):
        let identity = KeyIdentity(section: section, key: key.name)
        guard let value = checked(assignment, key, &found) else { continue }
        if let other = inThisLayer[identity], assignment.origin.isFile {
          // Left empty under one name, it does not contradict the other.
          guard value != nil else { continue }
          if other.value != nil, other.value != value {
            found.append(assignment.problem(.contradiction(with: other.assignment)))
            continue
          }
        }
        inThisLayer[identity] = (assignment, value)
        if section != key.section { addSectionName(section) }
        values[identity] = GivenValue(value: value, origin: assignment.origin)
      }
    }
    problems += found.inOrder
  }

  /// The value, `.some(nil)` if the key is left unset on purpose, or nil after a problem.
  private func checked(
    _ assignment: Assignment, _ key: DeclaredKey, _ found: inout [ConfigProblem]
  ) -> ConfigValue?? {
    if assignment.value.isEmpty, key.defaultValue == nil { return .some(nil) }
    if let value = key.kind.value(of: assignment.value) { return value }
    let nearest = Suggestion.nearest(to: assignment.value, in: key.kind.words)
    found.append(
      assignment.problem(.invalidValue(expected: key.kind.expectation, nearest: nearest)))
    return nil
  }

  /// A later line of the same key takes the place of the earlier one; one without a value removes it.
  private mutating func addOpenLine(_ assignment: Assignment, key: String, to section: String) {
    var line = assignment
    line.section = section
    line.key = key
    var lines = openLines[section] ?? []
    let position = lines.firstIndex { $0.key.lowercased() == key.lowercased() }
    switch (position, line.value.isEmpty) {
    case (let position?, true): lines.remove(at: position)
    case (let position?, false): lines[position] = line
    case (nil, false): lines.append(line)
    case (nil, true): break
    }
    openLines[section] = lines
  }

  /// Reports a section that is not known, unless it only holds keys that may stand anywhere.
  private mutating func addHeader(
    _ header: INIDocument.Header, of layer: ConfigLayer, to found: inout [ConfigProblem],
    _ unknownSections: inout Set<String>
  ) {
    let name = header.section.lowercased()
    if let section = schema.section(named: header.section) {
      if section.prefix != nil { addSectionName(header.section) }
      return
    }
    let content = layer.assignments.filter { $0.section?.lowercased() == name }
    let isUnderstood = content.allSatisfy { assignment in
      if case .unknown = schema.target(section: assignment.section, key: assignment.key) {
        return false
      }
      return true
    }
    if !content.isEmpty, isUnderstood { return }
    guard unknownSections.insert(name).inserted else { return }
    let nearest = schema.nearestSection(to: header.section)
    found.append(
      ConfigProblem(
        origin: header.origin, section: header.section, issue: .unknownSection(nearest: nearest)))
  }

  private mutating func addSectionName(_ name: String) {
    if !sectionNames.contains(where: { $0.lowercased() == name.lowercased() }) {
      sectionNames.append(name)
    }
  }
}

extension Assignment {
  /// `[Section] key`, as written.
  fileprivate var name: String { (section.map { "[\($0)] " } ?? "") + key }

  fileprivate func problem(_ issue: ConfigProblem.Issue) -> ConfigProblem {
    if case .unknownSection = issue {
      return ConfigProblem(origin: origin, section: section, issue: issue)
    }
    return ConfigProblem(origin: origin, section: section, key: key, value: value, issue: issue)
  }
}

extension ConfigProblem.Issue {
  fileprivate static func contradiction(with other: Assignment) -> Self {
    .contradiction(other: other.name, value: other.value, origin: other.origin)
  }
}

extension [ConfigProblem] {
  /// In the order of the lines of the file, whichever check found them.
  fileprivate var inOrder: [ConfigProblem] {
    func line(_ problem: ConfigProblem) -> Int {
      if case .file(_, let line) = problem.origin { line } else { 0 }
    }
    return enumerated().sorted { (line($0.element), $0.offset) < (line($1.element), $1.offset) }
      .map(\.element)
  }
}
