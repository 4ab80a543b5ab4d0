import Basics

/// Which optimizer and schedule a run uses, and their coefficients.
public struct OptimizationOptions: Sendable, Hashable {
  /// The rule that turns gradients into updates.
  public enum Rule: String, Sendable, CaseIterable {
    /// Adam with L2 regularisation (Kingma and Ba 2015).
    case adam
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
    case adamw
    /// Stochastic gradient descent with optional momentum.
    case sgd
    /// RMSprop (Hinton 2012).
    case rmsprop
    /// Adagrad (Duchi, Hazan and Singer 2011).
    case adagrad
    /// LAMB (You and others 2020).
    case lamb
    /// AdamP (Heo and others 2021).
    case adamp
    /// Lion (Chen and others 2023).
    case lion
    /// Muon (Jordan and others 2024), with AdamW for what is no hidden matrix.
    case muon

    /// Other spellings.
    public var aliases: [String] { self == .muon ? ["muon_with_aux_adam"] : [] }

    /// One line for people.
    public var summary: String {
      switch self {
      case .adam: "Adam; weight decay is added to the gradient (L2)"
      case .adamw: "Adam with decoupled weight decay"
      case .sgd: "stochastic gradient descent with momentum, Nesterov on request"
      case .rmsprop: "gradients over the root of their average square; L2 decay"
      case .adagrad: "gradients over the root of the sum of their squares; L2 decay"
      case .lamb: "Adam's step scaled layer by layer to the size of the weights"
      case .adamp: "Adam without the part of a step that only scales weights; decoupled decay"
      case .lion: "the sign of a momentum; decoupled decay; wants a third of adam's rate or less"
      case .muon:
        "orthogonal momentum for hidden matrices, AdamW for the rest; decoupled decay"
      }
    }
  }

  /// How the learning rate changes.
  public enum Schedule: String, Sendable, CaseIterable {
    /// Multiplied by `factor` when the watched value has not improved for `patience` epochs.
    case reduceOnPlateau = "reduce_lr_on_plateau"
    /// Multiplied by `gamma` every `stepSize` epochs or steps.
    case step
    /// Multiplied by `gamma` at each milestone.
    case multistep
    /// Half a cosine from the initial rate to `minimumRate` over `cosinePeriod`.
    case cosine
    /// Cosines of `cosinePeriod`, each starting anew.
    case cosineWarmRestarts = "cosine_warm_restarts"
    /// Multiplied by `gamma` every epoch or step.
    case exponential
    /// Up to `maximumRate` and down again over the whole run.
    case oneCycle = "one_cycle"
    /// Constant.
    case none

    /// Other spellings: PyTorch's class names and common short forms.
    public var aliases: [String] {
      switch self {
      case .reduceOnPlateau:
        ["ReduceLROnPlateau", "plateau", "reduce_on_plateau"]
      case .step: ["StepLR", "step_lr"]
      case .multistep: ["MultiStepLR", "multi_step", "multistep_lr", "multi_step_lr"]
      case .cosine: ["CosineAnnealingLR", "cosine_annealing", "cosine_annealing_lr"]
      case .cosineWarmRestarts:
        ["CosineAnnealingWarmRestarts", "cosine_with_restarts", "cosine_annealing_warm_restarts"]
      case .exponential: ["ExponentialLR", "exponential_lr"]
      case .oneCycle: ["OneCycleLR", "onecycle", "one_cycle_lr"]
      case .none: ["constant"]
      }
    }

    /// One line for people, with the interval at which it acts unless `scheduler_interval` says otherwise.
    public var summary: String {
      switch self {
      case .reduceOnPlateau:
        "each epoch: times factor after patience epochs without a better plateau_monitor"
      case .step: "each epoch (or step): times gamma every step_size"
      case .multistep: "each epoch (or step): times gamma at each of milestones"
      case .cosine: "each epoch (or step): half a cosine down to eta_min over t_max"
      case .cosineWarmRestarts:
        "each epoch (or step): cosines of t_max, each t_mult times as long as the one before"
      case .exponential: "each epoch (or step): times gamma"
      case .oneCycle: "each step (or epoch): up to max_lr and down again over the whole run"
      case .none: "constant"
      }
    }
  }

  /// The rule.
  public var rule = Rule.adam
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
  public var schedule = Schedule.reduceOnPlateau
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
