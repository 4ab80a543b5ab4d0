import Basics

/// Where the files of runs go.
public struct OutputOptions: Sendable, Hashable {
  /// The newest run's models.
  public var models = "models"
  /// The newest run's histories and reports.
  public var logs = "logs"
  /// Earlier runs.
  public var runs = "runs"

  /// Creates the default options.
  public init() {}

  /// The keys of `[Output]`.
  public static let keys: [Key<OutputOptions>] = [
    Key(
      "Output", "models_dir", \.models, .path, "where the newest run's models go",
      whileResuming: .free),
    Key(
      "Output", "logs_dir", \.logs, .path, "where the newest run's histories and reports go",
      whileResuming: .free),
    Key("Output", "runs_dir", \.runs, .path, "where earlier runs are kept", whileResuming: .free),
  ]
}
