import Basics

/// Which optimizer and schedule a run uses, and their coefficients.
public struct OptimizationOptions: Sendable, Hashable {
  /// The optimizer.
  public var rule = OptimizerKind.adam
  /// The initial learning rate, above 0.
  public var learningRate = 0.001
  /// The L2 coefficient or decoupled decay, at least 0.
  public var weightDecay = 0.0001
  /// For SGD, in [0, 1).
  public var momentum = 0.9
  /// For SGD: whether momentum takes Nesterov's form.
  public var nesterov = false
  /// For the Adam family and Lion: decay of the first and second moments, each in [0, 1); nil: as the rule's reference.
  public var betas: [Double]?
  /// Added to the root of the second moment, above 0; nil: as the rule's reference.
  public var epsilon: Double?
  /// For RMSprop: decay of the average of squares, in [0, 1).
  public var rmspropAlpha = 0.99
  /// For RMSprop: the momentum, in [0, 1).
  public var rmspropMomentum = 0.0
  /// For RMSprop: whether squares are taken about the average gradient.
  public var rmspropIsCentred = false
  /// For Muon: the momentum, in [0, 1).
  public var muonMomentum = 0.95
  /// For Muon: the number of Newton-Schulz steps, 1 ..< 100.
  public var muonSteps = 5
  /// For Muon: how the rate follows a matrix's extents.
  public var muonRateAdjustment = Muon.RateAdjustment.original
  /// For Muon: the initial rate of the parameters that AdamW updates; nil: the same.
  public var muonAdamRate: Double?
  /// The schedule.
  public var schedule = ScheduleKind.reduceOnPlateau
  /// What its numbers count; nil: steps for one-cycle, epochs otherwise.
  public var chosenInterval: ScheduleInterval?
  /// For the plateau schedule: epochs without improvement that are tolerated.
  public var patience = 5
  /// For the plateau schedule: what the learning rate is multiplied by, in (0, 1).
  public var factor = 0.5
  /// For the plateau schedule: what is watched, with its split.
  public var plateauMonitor = "val_loss"
  /// For the plateau schedule: which way is better; nil: what is watched decides, and lower until that is known.
  public var plateauDirection: ReduceOnPlateau.Direction?
  /// For the plateau schedule: how much better a value must be to count.
  public var plateauThreshold = 1e-4
  /// For the plateau schedule: how the threshold is meant.
  public var plateauThresholdMode = ReduceOnPlateau.ThresholdMode.relative
  /// For the plateau schedule: epochs after a reduction that count neither way.
  public var plateauCooldown = 0
  /// For the step schedule: epochs or steps between reductions.
  public var stepSize = 30
  /// For the step schedules: what the learning rate is multiplied by.
  public var gamma = 0.1
  /// For the multistep schedule: the epochs or steps of the reductions.
  public var milestones = [30, 60, 90]
  /// For the cosine schedules: epochs or steps of the first cosine; nil: all of the run.
  public var cosinePeriod: Int?
  /// For cosines with restarts: what each period is multiplied by for the next, at least 1.
  public var periodGrowth = 1
  /// The lowest learning rate that a schedule goes to.
  public var minimumRate = 0.0
  /// For the one-cycle schedule: the highest learning rate; nil: ten times the initial one.
  public var maximumRate: Double?
  /// Epochs over which the learning rate first rises linearly; 0 for none.
  public var warmupEpochs = 0
  /// The learning rate in place of the initial one once a frozen backbone is trained too; nil: the same.
  public var unfrozenRate: Double?
  /// A checkpoint whose optimizer state a new run takes over; nil: it begins without any.
  public var stateSource: String?

  /// Creates the default options.
  public init() {}
}
