import Basics

/// What `logs/run.json` says about a run.
public struct RunRecord: Sendable, Equatable {
  /// How far a run is.
  public enum Status: String, Sendable {
    /// Training goes on, or was killed.
    case running
    /// Training and evaluation are done.
    case completed
    /// Stopped by the user or the system after saving.
    case interrupted
    /// Ended by an error.
    case failed
  }

  /// The metric that decided what was best.
  public struct BestMetric: Sendable, Equatable {
    /// The metric's name with its split, such as `val_f1_macro`.
    public var name: String
    /// Its value at the best epoch.
    public var value: Double

    /// Creates a best metric.
    public init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// `exp1`, `exp2`, ...
  public var name: String
  /// How far the run is.
  public var status = Status.running
  /// Why training ended; nil while it goes on.
  public var stopReason: String?
  /// The number of completed epochs.
  public var epochsTrained = 0
  /// The epoch with the best validation, from 1; nil before the first.
  public var bestEpoch: Int?
  /// The best validation; nil before the first.
  public var bestMetric: BestMetric?
  /// Steps that were left out because their loss or gradient was not finite.
  public var badSteps = 0
  /// Seconds spent training, over all sessions.
  public var trainingTime = 0.0
  /// The scores of the best weights on the test split; empty before that.
  public var test = MetricValues()
  /// The seed of all randomness.
  public var seed: UInt64
  /// The number of compute threads, on which the last bits of results depend.
  public var threads: Int
  /// The program's version.
  public var version: String
  /// SHA-256 of what the data set holds.
  public var datasetHash: String
  /// The run this one's first weights came from, if it was forked.
  public var forkedFrom: String?
  /// The run's own files, as `models/...` and `logs/...` whatever the folders are called.
  public var files: [String] = []

  /// Creates the record of a run that begins.
  public init(name: String, seed: UInt64, threads: Int, version: String, datasetHash: String) {
    self.name = name
    self.seed = seed
    self.threads = threads
    self.version = version
    self.datasetHash = datasetHash
  }
}
