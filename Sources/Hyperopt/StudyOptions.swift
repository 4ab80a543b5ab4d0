/// How a study is searched.
public struct StudyOptions: Hashable, Sendable {
  /// The name of the study.
  public var name = "csi_optimization"
  /// The study's total of trials, whatever became of them.
  public var trialCount = 50
  /// The most epochs of a trial.
  public var maximumEpochs = 30
  /// How parameters are drawn.
  public var sampler = SamplerKind.tpe
  /// How hopeless trials are found.
  public var pruner = PrunerKind.median
  /// When trials are stopped.
  public var pruning = PrunerOptions()
  /// What is searched for the best of, without its split; nil: the primary metric.
  public var metric: String?
  /// Which way is better; nil: as usual for the metric.
  public var direction: StudyDirection?
  /// How the tree-structured Parzen estimator learns, if it is the sampler.
  public var tpe = TPEOptions()
  /// Trials at a time.
  public var jobs = 1
  /// The seed of all suggestions.
  public var seed: UInt64 = 42

  /// Creates the default options.
  public init() {}
}
