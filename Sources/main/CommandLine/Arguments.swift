import Basics

/// The command line, understood.
struct Arguments {
  /// What to do; nil when only help or the version was asked for, or nothing at all.
  var mode: Mode?
  /// Words that belong to no option: the subject of `list`, the run of `report`.
  var words: [String] = []
  /// The values of `--set`, in order.
  var assignments: [String] = []
  /// The options given, by first name; flags have an empty text, an optional value that is absent is empty too.
  private var values: [String: String] = [:]
  /// The name under which each option was given, for messages.
  private var spellings: [String: String] = [:]

  /// Whether an option was given.
  func contains(_ option: String) -> Bool { values[option] != nil }

  /// The value of an option; nil when it was not given or has none.
  subscript(option: String) -> String? {
    values[option].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Understands the words behind the program's name.
  ///
  /// - Throws: `UsageError` for an unknown mode or option, a missing value, or an option that the mode does not take.
  init(_ arguments: [String]) throws(UsageError) {
    var remaining = arguments[...]
    while let word = remaining.popFirst() {
      guard word.hasPrefix("-"), word != "-" else {
        words.append(word)
        continue
      }
      try take(option: word, from: &remaining)
    }
    try checkMode()
  }

  private mutating func take(
    option word: String, from remaining: inout ArraySlice<String>
  ) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = Option.all.first(where: { $0.names.contains(name) }) else {
      throw .unknownOption(
        name, nearest: Suggestion.nearest(to: name, in: Option.all.flatMap(\.names)))
    }
    var value = parts.count == 2 ? String(parts[1]) : nil
    switch option.value {
    case .none:
      if let value { throw .unexpectedValue(option: name, value) }
    case .required(let placeholder):
      value = value ?? remaining.popFirst()
      guard let value, !value.isEmpty else {
        throw .missingValue(option: name, placeholder: placeholder)
      }
      // A value may begin with a dash (a negative number), but never be another option.
      if value.hasPrefix("--") { throw .missingValue(option: name, placeholder: placeholder) }
    case .optional:
      if value == nil, let next = remaining.first, !next.hasPrefix("-") {
        value = remaining.popFirst()
      }
    }
    if option.names[0] == "--set" {
      assignments.append(value ?? "")
    } else if values.updateValue(value ?? "", forKey: option.names[0]) != nil {
      throw .repeatedOption(name)
    }
    spellings[option.names[0]] = name
  }

  private mutating func checkMode() throws(UsageError) {
    guard let name = self["--mode"] else { return }
    guard let mode = Mode(name: name) else {
      throw .unknownMode(
        name, nearest: Suggestion.nearest(to: name, in: Mode.allCases.map(\.rawValue)))
    }
    self.mode = mode
    for option in Option.all {
      if contains(option.names[0]), let modes = option.modes, !modes.contains(mode) {
        throw .notForMode(option: spellings[option.names[0]] ?? option.names[0], mode: mode)
      }
    }
    if mode != .list, mode != .report, mode != .archive, let word = words.first {
      throw .unexpectedWord(word)
    }
  }

  /// The one word that a mode needs.
  func onlyWord(for mode: Mode, called name: String) throws(UsageError) -> String {
    guard let word = words.first else { throw .missingOption(name, mode: mode) }
    if words.count > 1 { throw .unexpectedWord(words[1]) }
    return word
  }

  /// The configuration keys that options set, with the option as the origin.
  var overrides: [(section: String, key: String, value: String, option: String)] {
    Option.all.compactMap { option in
      guard let path = option.key, let key = Settings.keys.key(of: path), contains(option.names[0]),
        let value = self[option.names[0]] ?? option.keyValue
      else { return nil }
      return (key.section, key.name, value, spellings[option.names[0]] ?? option.names[0])
    }
  }
}
