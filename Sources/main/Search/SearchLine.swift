import Basics
import Config
import Hyperopt

/// One line of `[Search]`, understood: what a key's values are drawn from, and when.
struct SearchLine {
  /// The key as written.
  let key: String
  let distribution: Distribution
  /// The other key and the text of the value that it must have.
  let condition: (key: String, value: String)?
  let origin: Origin

  /// What a line may hold, for error texts.
  static let expectation =
    "uniform(a, b), loguniform(a, b), quniform(a, b, step), int(a, b), logint(a, b) or choice(x, y, ...), "
    + "perhaps followed by: if Section.key == value"

  /// Understands a line.
  init(_ line: Assignment) throws(ConfigError) {
    key = line.key
    origin = line.origin
    func reject(_ reason: String) -> ConfigError {
      ConfigError(
        ConfigProblem(
          origin: line.origin, section: line.section, key: line.key, value: line.value,
          issue: .rejected(reason: reason)))
    }
    guard let open = line.value.firstIndex(of: "("),
      let close = SearchLine.closingBracket(of: line.value, from: open)
    else { throw reject("expected \(SearchLine.expectation)") }
    let name = String(line.value[..<open].filter { $0 != " " }).lowercased()
    let inside = String(line.value[line.value.index(after: open)..<close])
    let rest = line.value[line.value.index(after: close)...]
    guard case .list(let elements) = KeyKind.list(of: .text).value(of: inside.trimmingBlanks) else {
      throw reject("expected values separated by commas in the brackets")
    }
    let texts = elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
    do {
      distribution = try SearchLine.distribution(name, texts)
    } catch {
      throw reject(error.reason)
    }
    if rest.allSatisfy({ $0 == " " || $0 == "\t" }) {
      condition = nil
    } else {
      guard let condition = SearchLine.condition(String(rest).trimmingBlanks) else {
        throw reject("behind the brackets, expected: if Section.key == value")
      }
      self.condition = condition
    }
  }

  private struct Problem: Error {
    let reason: String
  }

  private static func distribution(
    _ name: String, _ texts: [String]
  ) throws(Problem) -> Distribution {
    switch name {
    case "choice":
      guard !texts.isEmpty else { throw Problem(reason: "choice() needs at least one value") }
      let choices = texts.map(Choice.init(written:))
      guard Set(choices).count == choices.count else {
        throw Problem(reason: "a value is given twice")
      }
      return .categorical(choices)
    case "uniform", "loguniform", "quniform":
      let numbers = try numbers(texts, count: name == "quniform" ? 3 : 2, of: name)
      let isLog = name == "loguniform"
      guard numbers[0] <= numbers[1] else {
        throw Problem(reason: "the lower bound must not be above the upper one")
      }
      guard !isLog || numbers[0] > 0 else {
        throw Problem(reason: "loguniform needs bounds above 0")
      }
      guard (numbers[1] - numbers[0]).isFinite else {
        throw Problem(reason: "the bounds are too far from each other")
      }
      guard name != "quniform" || numbers[2] > 0 else {
        throw Problem(reason: "the step must be above 0")
      }
      return .float(
        low: numbers[0], high: numbers[1], step: name == "quniform" ? numbers[2] : nil, log: isLog)
    case "int", "logint":
      let isLog = name == "logint"
      guard texts.count == 2 || texts.count == 3 && !isLog else {
        throw Problem(reason: "\(name) needs a lower and an upper bound")
      }
      let numbers = texts.compactMap { Int($0) }.filter { $0.magnitude < 1 << 53 }
      guard numbers.count == texts.count else {
        throw Problem(reason: "\(name) needs whole numbers")
      }
      guard numbers[0] <= numbers[1] else {
        throw Problem(reason: "the lower bound must not be above the upper one")
      }
      guard !isLog || numbers[0] > 0 else { throw Problem(reason: "logint needs bounds above 0") }
      let step = numbers.count == 3 ? numbers[2] : 1
      guard step > 0 else { throw Problem(reason: "the step must be above 0") }
      return .int(low: numbers[0], high: numbers[1], step: step, log: isLog)
    default:
      let known = ["uniform", "loguniform", "quniform", "int", "logint", "choice"]
      let nearest = Suggestion.nearest(to: name, in: known).map { "; did you mean \($0)?" } ?? ""
      throw Problem(reason: "expected \(expectation)\(nearest)")
    }
  }

  private static func numbers(
    _ texts: [String], count: Int, of name: String
  ) throws(Problem) -> [Double] {
    let numbers = texts.compactMap { text -> Double? in
      if case .real(let number) = KeyKind.real.value(of: text) { number } else { nil }
    }
    guard texts.count == count, numbers.count == count else {
      throw Problem(reason: "\(name) needs \(count) numbers")
    }
    return numbers
  }

  private static func condition(_ text: String) -> (key: String, value: String)? {
    guard text.lowercased().hasPrefix("if "), let equals = text.firstRange(of: "==") else {
      return nil
    }
    let start = text.index(text.startIndex, offsetBy: 3)
    guard start <= equals.lowerBound else { return nil }
    let key = String(text[start..<equals.lowerBound]).trimmingBlanks
    guard
      case .text(let value) = KeyKind.text.value(
        of: String(text[equals.upperBound...]).trimmingBlanks), !key.isEmpty, !value.isEmpty
    else { return nil }
    return (key, value)
  }

  /// The bracket that closes the first one; brackets between quotes do not count.
  private static func closingBracket(of text: String, from open: String.Index) -> String.Index? {
    var depth = 0
    var inQuotes = false
    for index in text[open...].indices {
      switch text[index] {
      case "\"": inQuotes.toggle()
      case "(" where !inQuotes: depth += 1
      case ")" where !inQuotes:
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
    }
    return nil
  }
}

extension Choice {
  /// A choice as the user wrote it: a number or a truth value where that has the same spelling, else a text.
  init(written text: String) {
    if let number = Int(text), "\(number)" == text {
      self = .int(number)
    } else if let number = Double(text), number.isFinite, "\(number)" == text {
      self = .double(number)
    } else if text == "true" || text == "false" {
      self = .bool(text == "true")
    } else {
      self = .string(text)
    }
  }
}

extension String {
  /// Without the blanks around it.
  var trimmingBlanks: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let start = drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...last])
  }
}
