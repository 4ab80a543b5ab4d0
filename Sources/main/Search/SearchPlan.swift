import Basics
import Config
import Hyperopt

/// What is searched: a space, and what its values mean as texts of a configuration.
struct SearchPlan {
  let space: SearchSpace
  /// What people should know, one line each.
  var notices: [String] = []

  /// Makes a plan from lines whose keys may have any name, as `ask` takes them.
  init(freeLines lines: [Assignment]) throws(ConfigError) {
    try self.init(lines.map { (line) throws(ConfigError) in try SearchLine(line) }) { $0 }
  }

  /// Makes a plan from the lines of a configuration: every key and every value is checked against the schema, before
  /// anything is trained.
  init(_ configuration: Configuration) throws(ConfigError) {
    let given = configuration.lines(in: "Search")
    let lines = given.isEmpty ? SearchDefaults.lines : given
    var problems: [ConfigProblem] = []
    var parsed: [SearchLine] = []
    var names: [String: String] = [:]
    for line in lines {
      do {
        let searched = try SearchLine(line)
        let name = try SearchPlan.checkedName(of: searched)
        names[searched.key] = name
        parsed.append(searched)
      } catch {
        problems += error.problems
      }
    }
    guard problems.isEmpty else { throw ConfigError(problems) }
    var notices: [String] = []
    let active = parsed.compactMap { line -> SearchLine? in
      SearchPlan.settle(line, among: parsed, configuration, &notices)
    }
    try self.init(active) { key in
      names[key] ?? SearchPlan.name(of: key) ?? key
    }
    self.notices = notices
  }

  private init(
    _ lines: [SearchLine], name: (String) -> String
  ) throws(ConfigError) {
    var remaining = lines
    var parameters: [SearchParameter] = []
    // A condition may stand before the key that it names.
    while !remaining.isEmpty {
      let ready = remaining.firstIndex { line in
        guard let condition = line.condition else { return true }
        let wanted = name(condition.key).lowercased()
        return parameters.contains { $0.name.lowercased() == wanted }
      }
      guard let ready else { throw SearchPlan.impossible(remaining[0]) }
      let line = remaining.remove(at: ready)
      let condition = try line.condition.map { (condition) throws(ConfigError) in
        try SearchPlan.resolve(
          condition.value, of: name(condition.key), in: parameters, line)
      }
      let own = name(line.key)
      guard !parameters.contains(where: { $0.name.lowercased() == own.lowercased() }) else {
        throw SearchPlan.rejection(line, "the key is searched twice")
      }
      parameters.append(SearchParameter(own, line.distribution, if: condition))
    }
    guard !parameters.isEmpty else {
      throw ConfigError(
        ConfigProblem(
          section: "Search",
          issue: .missing(
            reason: "nothing is searched",
            lines: ["Training.learning_rate = loguniform(1e-5, 1e-2)"])))
    }
    space = SearchSpace(parameters)
  }

  private static func resolve(
    _ value: String, of key: String, in parameters: [SearchParameter], _ line: SearchLine
  ) throws(ConfigError) -> SearchCondition {
    guard let other = parameters.first(where: { $0.name.lowercased() == key.lowercased() }),
      case .categorical(let choices) = other.distribution,
      let index = choices.firstIndex(where: { $0.description.lowercased() == value.lowercased() })
    else {
      throw rejection(line, "\(key) is not searched among choices that have \(value)")
    }
    return SearchCondition(other.name, isChoice: index)
  }

  private static func impossible(_ line: SearchLine) -> ConfigError {
    rejection(line, "its condition names a key that is not searched, or that depends on this one")
  }

  private static func rejection(_ line: SearchLine, _ reason: String) -> ConfigError {
    ConfigError(
      ConfigProblem(
        origin: line.origin, section: "Search", key: line.key,
        value: line.distribution.description, issue: .rejected(reason: reason)))
  }

  /// A condition on a key that is not searched is decided here and now; nil if the line has no effect.
  private static func settle(
    _ line: SearchLine, among lines: [SearchLine], _ configuration: Configuration,
    _ notices: inout [String]
  ) -> SearchLine? {
    guard let condition = line.condition,
      let wanted = name(of: condition.key),
      !lines.contains(where: { name(of: $0.key) == wanted }),
      let dot = wanted.firstIndex(of: ".")
    else { return line }
    let entry = configuration.entry(
      String(wanted[..<dot]), String(wanted[wanted.index(after: dot)...]))
    guard entry.text.lowercased() == condition.value.lowercased() else {
      notices.append(
        "\(line.origin): \(line.key) is not searched: \(wanted) is \(entry.text), not "
          + condition.value)
      return nil
    }
    return line.unconditional
  }

  /// The declared spelling of a key that may be searched, after all its bounds and choices were tried.
  private static func checkedName(of line: SearchLine) throws(ConfigError) -> String {
    guard let dot = line.key.firstIndex(of: ".") else {
      throw rejection(line, "expected a key as Section.key")
    }
    let section = String(line.key[..<dot])
    guard !["hyperopt", "search", "sweep", "output"].contains(section.lowercased()) else {
      throw rejection(line, "keys of [\(section)] cannot be searched")
    }
    var name = line.key
    for text in line.distribution.samples {
      let resolved = try Schema.roentgen.resolve([
        ConfigLayer([
          Assignment(
            section: section, key: String(line.key[line.key.index(after: dot)...]), value: text,
            origin: line.origin)
        ])
      ])
      guard let entry = resolved.entries.first(where: { $0.origin == line.origin }) else {
        throw rejection(line, "the key has no effect")
      }
      name = "\(entry.section).\(entry.key.name)"
    }
    return name
  }

  /// The declared spelling of a key; nil if there is none.
  private static func name(of key: String) -> String? {
    let wanted = key.lowercased()
    return Schema.roentgen.keys.first { "\($0.section).\($0.name)".lowercased() == wanted }
      .map { "\($0.section).\($0.name)" }
  }
}

extension SearchLine {
  /// The same without its condition.
  fileprivate var unconditional: SearchLine {
    SearchLine(key: key, distribution: distribution, condition: nil, origin: origin)
  }

  private init(
    key: String, distribution: Distribution, condition: (key: String, value: String)?,
    origin: Origin
  ) {
    self.key = key
    self.distribution = distribution
    self.condition = condition
    self.origin = origin
  }
}

extension Distribution {
  /// Texts of values that stand for all others: the bounds and one between, or every choice.
  fileprivate var samples: [String] {
    switch self {
    case .float(let low, let high, _, _):
      [low, high, low + (high - low) * 0.618].map(\.description)
    case .int(let low, let high, _, _): ["\(low)", "\(high)"]
    case .categorical(let choices): choices.map(\.description)
    }
  }

  /// A value as the text of a configuration.
  func text(of value: ParameterValue) -> String {
    switch (self, value) {
    case (_, .double(let number)): number.description
    case (_, .int(let number)): "\(number)"
    case (.categorical(let choices), .choice(let index)) where choices.indices.contains(index):
      choices[index].description
    case (_, .choice(let index)): "\(index)"
    }
  }

  /// A value as JSON: numbers as numbers, choices as they were written.
  func json(of value: ParameterValue) -> JSONValue {
    switch (self, value) {
    case (_, .double(let number)): .double(number)
    case (_, .int(let number)): .int(number)
    case (.categorical(let choices), .choice(let index)) where choices.indices.contains(index):
      choices[index].json
    case (_, .choice(let index)): .int(index)
    }
  }
}
