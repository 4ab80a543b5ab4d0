import Basics

/// Where a run's files lie: a folder for models and one for logs.
public struct RunFolders: Sendable, Equatable {
  /// `models/` of the newest run, `runs/expN/models/` of an earlier one.
  public var models: String
  /// `logs/` of the newest run, `runs/expN/logs/` of an earlier one.
  public var logs: String

  /// Creates a pair of folders.
  public init(models: String, logs: String) {
    self.models = models
    self.logs = logs
  }

  /// The folders of a run that was moved to `folder`.
  public init(movedTo folder: String) {
    self.init(models: FilePath.join(folder, "models"), logs: FilePath.join(folder, "logs"))
  }

  /// The path of one of the run's own files, as `run.json` lists it (`models/best_model.pth`); nil for a name that
  /// leads elsewhere.
  public func path(of file: String) -> String? {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, !parts.contains(".."), !parts.contains("") else { return nil }
    let rest = parts.dropFirst().joined(separator: "/")
    return switch parts[0] {
    case "models": FilePath.join(models, rest)
    case "logs": FilePath.join(logs, rest)
    default: nil
    }
  }

  /// `run.json`.
  public var record: String { FilePath.join(logs, "run.json") }
  /// The name of the best epoch's checkpoint.
  public static let bestName = "best_model.pth"
  /// The name of the last checkpoint, from which a run goes on.
  public static let lastName = "last_model.pth"

  /// `best_model.pth`.
  public var bestModel: String { FilePath.join(models, Self.bestName) }
  /// `last_model.pth`.
  public var lastModel: String { FilePath.join(models, Self.lastName) }
  /// The file whose lock says that somebody works on the run.
  public var lock: String { FilePath.join(logs, ".lock") }
  /// `resolved.ini`.
  public var resolvedConfiguration: String { FilePath.join(logs, "resolved.ini") }
  /// `splits.json`.
  public var splits: String { FilePath.join(logs, "splits.json") }
  /// `run.log`.
  public var log: String { FilePath.join(logs, "run.log") }
  /// `metrics.csv`.
  public var metrics: String { FilePath.join(logs, "metrics.csv") }
  /// `steps.csv`.
  public var steps: String { FilePath.join(logs, "steps.csv") }
}
