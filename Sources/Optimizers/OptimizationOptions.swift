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

    /// One line for people.
    public var summary: String {
      switch self {
      case .adam: "Adam; weight decay is added to the gradient (L2)"
      case .adamw: "Adam with decoupled weight decay"
      case .sgd: "stochastic gradient descent with momentum, Nesterov on request"
      }
    }
  }

  /// How the learning rate changes from epoch to epoch.
  public enum Schedule: String, Sendable, CaseIterable {
    /// Multiplied by `factor` when the validation loss has not improved for `patience` epochs.
    case reduceOnPlateau = "reduce_lr_on_plateau"
    /// Multiplied by `gamma` every `stepSize` epochs.
    case step
    /// Multiplied by `gamma` at each milestone.
    case multistep
    /// Half a cosine from the initial rate to `minimumRate` over `cosineEpochs`.
    case cosine
    /// Cosines of `cosineEpochs` epochs, each starting anew.
    case cosineWarmRestarts = "cosine_warm_restarts"
    /// Multiplied by `gamma` every epoch.
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

    /// One line for people, with the interval at which it acts.
    public var summary: String {
      switch self {
      case .reduceOnPlateau:
        "each epoch: times factor after patience epochs without a better val_loss"
      case .step: "each epoch: times gamma every step_size epochs"
      case .multistep: "each epoch: times gamma at each of milestones"
      case .cosine: "each epoch: half a cosine down to eta_min over t_max epochs"
      case .cosineWarmRestarts: "each epoch: cosines of t_max epochs, restarted"
      case .exponential: "each epoch: times gamma"
      case .oneCycle: "each step: up to max_lr and down again over the whole run"
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
  /// For Adam: decay of the first and second moments, each in [0, 1).
  public var betas = [0.9, 0.999]
  /// For Adam: added to the root of the second moment, above 0.
  public var epsilon = 1e-8
  /// The schedule.
  public var schedule = Schedule.reduceOnPlateau
  /// For the plateau schedule: epochs without improvement that are tolerated.
  public var patience = 5
  /// For the plateau schedule: what the learning rate is multiplied by, in (0, 1).
  public var factor = 0.5
  /// For the step schedule: epochs between reductions.
  public var stepSize = 30
  /// For the step schedules: what the learning rate is multiplied by.
  public var gamma = 0.1
  /// For the multistep schedule: the epochs of the reductions.
  public var milestones = [30, 60, 90]
  /// For the cosine schedules: epochs of one cosine; nil: all epochs of the run.
  public var cosineEpochs: Int?
  /// The lowest learning rate that a schedule goes to.
  public var minimumRate = 0.0
  /// For the one-cycle schedule: the highest learning rate; nil: ten times the initial one.
  public var maximumRate: Double?
  /// Epochs over which the learning rate first rises linearly; 0 for none.
  public var warmupEpochs = 0

  /// Creates the default options.
  public init() {}
}
