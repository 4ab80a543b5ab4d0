import Basics

extension KeyKind {
  /// The legal values in words: "auto or a whole number from 8 to 4096".
  public var expectation: String {
    switch self {
    case .integer(let range): Self.integers(range)
    case .real(let range): "a number" + Self.limits(range)
    case .boolean: "true or false"
    case .text: "a text"
    case .path: "a path"
    case .choice(let options): Self.alternatives(options.map(\.name))
    case .call(let name, let kinds):
      "\(name)(\(kinds.map(\.expectation).joined(separator: ", ")))"
    case .list(let kind, let count): Self.count(count) + kind.expectation
    case .oneOf(let kinds): Self.alternatives(kinds.flatMap(\.alternatives))
    }
  }

  /// The parts that "or" joins.
  private var alternatives: [String] {
    switch self {
    case .choice(let options): options.map(\.name)
    case .oneOf(let kinds): kinds.flatMap(\.alternatives)
    case .boolean: ["true", "false"]
    default: [expectation]
    }
  }

  private static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func integers(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound == .min, range.upperBound == .max) {
    case (true, true): "a whole number"
    case (false, true): "a whole number from \(range.lowerBound)"
    case (true, false): "a whole number up to \(range.upperBound)"
    case (false, false): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
  }

  /// How many elements a list has, as the start of a sentence about one of them.
  private static func count(_ count: ClosedRange<Int>) -> String {
    if count.lowerBound == count.upperBound {
      return "\(count.lowerBound) values separated by commas, each "
    }
    let least = count.lowerBound > 0 ? "at least \(count.lowerBound) " : ""
    let most = count.upperBound < .max ? "at most \(count.upperBound) " : ""
    let joint = least.isEmpty || most.isEmpty ? "" : "and "
    return least + joint + most + "values separated by commas, each "
  }

  private static func limits(_ range: RealRange) -> String {
    switch (range.lower, range.upper) {
    case (nil, nil): return ""
    case (let lower?, nil):
      return (lower.isIncluded ? " of at least " : " above ") + text(lower.value)
    case (nil, let upper?):
      return (upper.isIncluded ? " up to " : " below ") + text(upper.value)
    case (let lower?, let upper?):
      let start = (lower.isIncluded ? " from " : " above ") + text(lower.value)
      if lower.isIncluded, upper.isIncluded { return "\(start) to \(text(upper.value))" }
      return start + (upper.isIncluded ? " up to " : " and below ") + text(upper.value)
    }
  }

  /// 1 rather than 1.0.
  private static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? number.description
  }
}
