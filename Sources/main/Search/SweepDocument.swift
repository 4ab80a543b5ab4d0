import Basics
import Config
import Glibc
import Hyperopt

/// A sweep configuration of W&B, in JSON, as lines of `[Sweep]` and `[Search]`.
struct SweepDocument {
  private(set) var assignments: [Assignment] = []
  /// The sweep's own name, if it has one.
  private(set) var name: String?
  private let path: String

  private static let knownKeys = [
    "method", "metric", "parameters", "early_terminate", "run_cap", "name", "program", "project",
    "entity", "description", "command", "controller", "scheduler",
  ]

  /// Reads a file.
  ///
  /// - Throws: `SearchError.settings`, which names the key that cannot be understood.
  init(contentsOf path: String) throws {
    self.path = path
    let json = try JSONValue(settings: path)
    guard let object = json.object else { throw problem("expected an object") }
    for key in object.keys where !Self.knownKeys.contains(key) {
      let nearest = Suggestion.nearest(to: key, in: Self.knownKeys)
      throw problem("unknown key \(key)" + (nearest.map { "; did you mean \($0)?" } ?? ""))
    }
    name = object["name"]?.string
    guard let method = object["method"]?.string else { throw problem("method is missing") }
    set("method", method)
    try readMetric(object["metric"])
    try readEarlyTermination(object["early_terminate"])
    if let cap = object["run_cap"] {
      guard let number = cap.int else { throw problem("run_cap: expected a whole number") }
      set("run_cap", "\(number)")
    }
    guard let parameters = object["parameters"]?.object, parameters.count > 0 else {
      throw problem("parameters is missing")
    }
    for (name, value) in parameters.pairs { try readParameter(name, value) }
  }

  private func problem(_ reason: String) -> SearchError { .settings(path: path, reason: reason) }

  private mutating func set(_ key: String, _ value: String, section: String = "Sweep") {
    assignments.append(
      Assignment(section: section, key: key, value: value, origin: .option(path)))
  }

  private mutating func readMetric(_ metric: JSONValue?) throws(SearchError) {
    guard let metric else { return }
    guard let name = metric["name"]?.string else { throw problem("metric.name is missing") }
    set("metric", name)
    // W&B's default, unlike ours, which goes by the name.
    set("goal", metric["goal"]?.string ?? "minimize")
  }

  private mutating func readEarlyTermination(_ rule: JSONValue?) throws(SearchError) {
    guard let rule else { return }
    guard rule["type"]?.string == "hyperband" else {
      throw problem("early_terminate.type: expected hyperband")
    }
    set("early_terminate", "hyperband")
    let eta = rule["eta"]?.double ?? 3
    guard eta > 1 else { throw problem("early_terminate.eta: expected a number above 1") }
    set("eta", eta.description)
    if let first = rule["min_iter"]?.int {
      set("min_iter", "\(first)")
      return
    }
    // Bands downwards from max_iter are bands upwards from the lowest of them.
    guard let last = rule["max_iter"]?.int, let count = rule["s"]?.int, last >= 1, count >= 1,
      let bands = SweepHyperbandPruner(last: last, count: count, eta: eta)?.bands
    else { throw problem("early_terminate: expected min_iter, or max_iter and s") }
    set("min_iter", "\(bands[0])")
  }

  private mutating func readParameter(_ name: String, _ value: JSONValue) throws(SearchError) {
    guard let key = FoundSettings.key(of: name) else {
      throw problem("parameters.\(name): there is no such key; write it as Section.key")
    }
    let line = try line(for: value, name)
    set("\(key.section).\(key.name)", line, section: "Search")
  }

  private func line(for value: JSONValue, _ name: String) throws(SearchError) -> String {
    func refuse(_ reason: String) -> SearchError { problem("parameters.\(name): \(reason)") }
    if let constant = value["value"] { return "choice(\(try word(constant, name)))" }
    if let values = value["values"]?.array {
      var words: [String] = []
      for value in values { words.append(try word(value, name)) }
      return "choice(\(words.joined(separator: ", ")))"
    }
    guard let low = value["min"]?.double, let high = value["max"]?.double else {
      throw refuse("expected value, values, or min and max")
    }
    let isWhole = value["min"]?.int != nil && value["max"]?.int != nil
    let step = value["q"]?.double ?? 1
    switch value["distribution"]?.string ?? (isWhole ? "int_uniform" : "uniform") {
    case "int_uniform":
      guard let low = value["min"]?.int, let high = value["max"]?.int else {
        throw refuse("int_uniform needs whole numbers")
      }
      return "int(\(low), \(high))"
    case "uniform": return "uniform(\(low), \(high))"
    case "log_uniform_values": return "loguniform(\(low), \(high))"
    case "log_uniform": return "loguniform(\(exp(low)), \(exp(high)))"
    case "q_uniform":
      if let step = Int(exactly: step), let low = Int(exactly: low), let high = Int(exactly: high) {
        return "int(\(low), \(high), \(step))"
      }
      return "quniform(\(low), \(high), \(step))"
    case let other: throw refuse("the distribution \(other) is not supported")
    }
  }

  private func word(_ value: JSONValue, _ name: String) throws(SearchError) -> String {
    switch value {
    case .int(let number): return "\(number)"
    case .double(let number): return number.description
    case .bool(let flag): return flag ? "true" : "false"
    case .string(let text):
      return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    case .null: return "none"
    case .array, .object: throw problem("parameters.\(name): nested values are not supported")
    }
  }
}
