import Basics

/// What is wrong with a metric that is asked for.
public struct MetricError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Sendable, Hashable {
    /// There is no such type.
    case unknownType(known: [String])
    /// It means nothing for what is predicted; these do.
    case unfit(task: String, fitting: [String])
    /// The type has no such setting.
    case needlessSetting(String, type: String, known: [String])
    /// The value of a setting does not fit.
    case badSetting(String, expected: String)
    /// Another metric has the same name.
    case duplicateName(String)
    /// The name cannot be a column.
    case badName
  }

  /// The metric as asked for: its own name or its type's.
  public var metric: String
  /// The setting that is wrong, if one is.
  public var setting: String? {
    switch problem {
    case .needlessSetting(let name, _, _), .badSetting(let name, _): name
    default: nil
    }
  }
  /// What is wrong.
  public var problem: Problem

  /// Creates an error from its facts.
  public init(_ metric: String, _ problem: Problem) {
    self.metric = metric
    self.problem = problem
  }

  public var description: String { "metric \(metric): \(reason)" }

  /// What is wrong, without the metric's name.
  public var reason: String {
    switch problem {
    case .unknownType(let known):
      "there is no such metric; "
        + (Suggestion.nearest(to: metric, in: known).map { "did you mean \($0)? " } ?? "")
        + "there are: \(known.joined(separator: ", "))"
    case .unfit(let task, let fitting):
      "\(metric) means nothing for \(task); these do: \(fitting.joined(separator: ", "))"
    case .needlessSetting(let name, let type, let known):
      "\(name) has no effect on \(type)"
        + (known.isEmpty ? ", which has no settings" : "; it has \(known.joined(separator: ", "))")
    case .badSetting(let name, let expected): "\(name): expected \(expected)"
    case .duplicateName(let name): "another metric is called \(name) already"
    case .badName: "expected a name of letters, digits and _ that starts with a letter"
    }
  }
}
