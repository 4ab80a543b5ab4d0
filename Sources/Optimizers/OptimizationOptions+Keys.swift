import Basics

extension OptimizationOptions {
  /// The keys of `[Optimization]`, and the learning rate.
  ///
  /// - Parameters:
  ///   - optimizers: The optimizers that may be chosen.
  ///   - schedules: The schedules that may be chosen.
  public static func keys(
    optimizers: OptimizerRegistry, schedules: ScheduleRegistry
  ) -> [Key<OptimizationOptions>] {
    [
      Key(
        "Training", "learning_rate", \.learningRate, .real(.above(0)), "the initial learning rate",
        aliases: [KeyAlias(section: "Optimization", name: "learning_rate")]),
      Key(
        "Optimization", "optimizer", \.rule,
        .choice(optimizers.kinds.map { ChoiceOption($0.name, aliases: $0.aliases) }),
        "the update rule",
        read: { .word($0.name) },
        write: { value in optimizers.kinds.first { .word($0.name) == value } }),
      Key(
        "Optimization", "weight_decay", \.weightDecay, .real(.atLeast(0)),
        "L2 coefficient; decoupled for adamw, adamp, lion and muon"),
      Key("Optimization", "momentum", \.momentum, .real(.halfOpen(0, 1)), "momentum of sgd"),
      Key("Optimization", "nesterov", \.nesterov, .boolean, "Nesterov momentum for sgd"),
      Key(
        "Optimization", "betas", \.betas, none: "auto",
        .list(of: .real(.halfOpen(0, 1)), count: 2...2),
        "decay of the two moments; auto: 0.9, 0.999 (lion 0.9, 0.99; muon's adamw 0.9, 0.95)"),
      Key(
        "Optimization", "eps", \.epsilon, none: "auto", .real(.above(0)),
        "added to the root of the second moment; auto: 1e-08 (lamb 1e-06, adagrad 1e-10)"),
      Key(
        "Optimization", "rmsprop_alpha", \.rmspropAlpha, .real(.halfOpen(0, 1)),
        "rmsprop: decay of the average of squares"),
      Key(
        "Optimization", "rmsprop_momentum", \.rmspropMomentum, .real(.halfOpen(0, 1)),
        "rmsprop: the momentum"),
      Key(
        "Optimization", "rmsprop_centered", \.rmspropIsCentred, .boolean,
        "rmsprop: take squares about the average gradient"),
      Key(
        "Optimization", "muon_momentum", \.muonMomentum, .real(.halfOpen(0, 1)),
        "muon: the momentum"),
      Key(
        "Optimization", "muon_ns_steps", \.muonSteps, .integer(1...99), "muon: Newton-Schulz steps"),
      Key(
        "Optimization", "muon_adjust_lr", \.muonRateAdjustment,
        .choice(Muon.RateAdjustment.allCases.map { ChoiceOption($0.rawValue) }),
        "muon: how the rate follows a matrix's extents; match_rms_adamw suits adamw's rates"),
      Key(
        "Optimization", "muon_adam_lr", \.muonAdamRate, none: "auto", .real(.above(0)),
        "muon: the rate of what adamw updates (biases, norms, embeddings, head); auto: the same"),
      Key(
        "Optimization", "scheduler", \.schedule,
        .choice(schedules.kinds.map { ChoiceOption($0.name, aliases: $0.aliases) }),
        "how the learning rate changes",
        read: { .word($0.name) },
        write: { value in schedules.kinds.first { .word($0.name) == value } }),
      Key(
        "Optimization", "scheduler_interval", \.chosenInterval, none: "auto",
        .words("epoch", "step"),
        "what step_size, milestones, t_max and gamma count; auto: steps for one_cycle, else epochs"),
      Key(
        "Optimization", "plateau_monitor", \.plateauMonitor, .text,
        "reduce_lr_on_plateau: the watched metric, with its split"),
      Key(
        "Optimization", "plateau_mode", \.plateauDirection, none: "auto", .words("min", "max"),
        "reduce_lr_on_plateau: whether lower or higher is better; auto: what the metric measures says"
      ),
      Key(
        "Optimization", "plateau_threshold", \.plateauThreshold, .real(.atLeast(0)),
        "reduce_lr_on_plateau: by how much a value must be better to count"),
      Key(
        "Optimization", "plateau_threshold_mode", \.plateauThresholdMode, .words("rel", "abs"),
        "reduce_lr_on_plateau: the threshold is a share of the best value, or a difference"),
      Key(
        "Optimization", "plateau_cooldown", \.plateauCooldown, .integer(atLeast: 0),
        "reduce_lr_on_plateau: epochs after a reduction that count neither way"),
      Key(
        "Optimization", "patience", \.patience, .integer(atLeast: 0),
        "reduce_lr_on_plateau: epochs without improvement that are tolerated"),
      Key(
        "Optimization", "factor", \.factor, .real(.open(0, 1)),
        "reduce_lr_on_plateau: what the learning rate is multiplied by"),
      Key(
        "Optimization", "step_size", \.stepSize, .integer(atLeast: 1),
        "step: epochs (or steps) between reductions"),
      Key(
        "Optimization", "gamma", \.gamma, .real(.above(0, upTo: 1)),
        "step, multistep, exponential: what the learning rate is multiplied by"),
      Key(
        "Optimization", "milestones", \.milestones, .list(of: .integer(atLeast: 1)),
        "multistep: the epochs (or steps) after which it is reduced"),
      Key(
        "Optimization", "t_max", \.cosinePeriod, none: "auto", .integer(atLeast: 1),
        "cosine: epochs (or steps) of the first cosine; auto: the whole run"),
      Key(
        "Optimization", "t_mult", \.periodGrowth, .integer(1...1000),
        "cosine_warm_restarts: what each period is multiplied by for the next"),
      Key(
        "Optimization", "eta_min", \.minimumRate, .real(.atLeast(0)),
        "the lowest learning rate of plateau and cosine"),
      Key(
        "Optimization", "max_lr", \.maximumRate, none: "auto", .real(.above(0)),
        "one_cycle: the highest learning rate; auto: ten times learning_rate"),
      Key(
        "Optimization", "warmup_epochs", \.warmupEpochs, .integer(atLeast: 0),
        "epochs over which the learning rate first rises linearly"),
      Key(
        "Training", "unfreeze_learning_rate", \.unfrozenRate, none: "auto", .real(.above(0)),
        "the learning rate, in place of learning_rate, after freeze_epochs; auto: the same"),
      Key(
        "Optimization", "state_from", \.stateSource, none: nil, .path,
        "a checkpoint whose optimizer state a new run takes over; --fork-optimizer sets it",
        whileResuming: .settled),
    ]
  }
}

extension ScheduleInterval: KeyConvertible {}
extension ReduceOnPlateau.Direction: KeyConvertible {}
extension ReduceOnPlateau.ThresholdMode: KeyConvertible {}
extension Muon.RateAdjustment: KeyConvertible {}
