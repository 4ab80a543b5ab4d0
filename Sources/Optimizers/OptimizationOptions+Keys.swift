import Basics

extension OptimizationOptions {
  /// The keys of `[Optimization]`.
  public static let declaredKeys: [DeclaredKey] = [
    key(
      "optimizer", .choice(Rule.allCases.map { ChoiceOption($0.rawValue, aliases: $0.aliases) }),
      "adam",
      "the update rule"),
    key(
      "weight_decay", .real(.atLeast(0)), "0.0001",
      "L2 coefficient; decoupled for adamw, adamp, lion and muon"),
    key("momentum", .real(.halfOpen(0, 1)), "0.9", "momentum of sgd"),
    key("nesterov", .boolean, "false", "Nesterov momentum for sgd"),
    key(
      "betas", .word("auto", or: .list(of: .real(.halfOpen(0, 1)), count: 2...2)), "auto",
      "decay of the two moments; auto: 0.9, 0.999 (lion 0.9, 0.99; muon's adamw 0.9, 0.95)"),
    key(
      "eps", .word("auto", or: .real(.above(0))), "auto",
      "added to the root of the second moment; auto: 1e-08 (lamb 1e-06, adagrad 1e-10)"),
    key(
      "rmsprop_alpha", .real(.halfOpen(0, 1)), "0.99", "rmsprop: decay of the average of squares"),
    key("rmsprop_momentum", .real(.halfOpen(0, 1)), "0", "rmsprop: the momentum"),
    key(
      "rmsprop_centered", .boolean, "false",
      "rmsprop: take squares about the average gradient"),
    key("muon_momentum", .real(.halfOpen(0, 1)), "0.95", "muon: the momentum"),
    key("muon_ns_steps", .integer(1...99), "5", "muon: Newton-Schulz steps"),
    key(
      "muon_adjust_lr", .choice(Muon.RateAdjustment.allCases.map { ChoiceOption($0.rawValue) }),
      "original",
      "muon: how the rate follows a matrix's extents; match_rms_adamw suits adamw's rates"),
    key(
      "muon_adam_lr", .word("auto", or: .real(.above(0))), "auto",
      "muon: the rate of what adamw updates (biases, norms, embeddings, head); auto: the same"),
    key(
      "scheduler",
      .choice(Schedule.allCases.map { ChoiceOption($0.rawValue, aliases: $0.aliases) }),
      "reduce_lr_on_plateau", "how the learning rate changes"),
    key(
      "scheduler_interval", .words("auto", "epoch", "step"), "auto",
      "what step_size, milestones, t_max and gamma count; auto: steps for one_cycle, else epochs"),
    key(
      "plateau_monitor", .text, "val_loss",
      "reduce_lr_on_plateau: the watched metric, with its split"),
    key(
      "plateau_mode", .words("auto", "min", "max"), "auto",
      "reduce_lr_on_plateau: whether lower or higher is better; auto: what the metric measures says"
    ),
    key(
      "plateau_threshold", .real(.atLeast(0)), "0.0001",
      "reduce_lr_on_plateau: by how much a value must be better to count"),
    key(
      "plateau_threshold_mode", .words("rel", "abs"), "rel",
      "reduce_lr_on_plateau: the threshold is a share of the best value, or a difference"),
    key(
      "plateau_cooldown", .integer(atLeast: 0), "0",
      "reduce_lr_on_plateau: epochs after a reduction that count neither way"),
    key(
      "patience", .integer(atLeast: 0), "5",
      "reduce_lr_on_plateau: epochs without improvement that are tolerated"),
    key(
      "factor", .real(.open(0, 1)), "0.5",
      "reduce_lr_on_plateau: what the learning rate is multiplied by"),
    key("step_size", .integer(atLeast: 1), "30", "step: epochs (or steps) between reductions"),
    key(
      "gamma", .real(.above(0, upTo: 1)), "0.1",
      "step, multistep, exponential: what the learning rate is multiplied by"),
    key(
      "milestones", .list(of: .integer(atLeast: 1)), "30, 60, 90",
      "multistep: the epochs (or steps) after which it is reduced"),
    key(
      "t_max", .word("auto", or: .integer(atLeast: 1)), "auto",
      "cosine: epochs (or steps) of the first cosine; auto: the whole run"),
    key(
      "t_mult", .integer(1...1000), "1",
      "cosine_warm_restarts: what each period is multiplied by for the next"),
    key("eta_min", .real(.atLeast(0)), "0", "the lowest learning rate of plateau and cosine"),
    key(
      "max_lr", .word("auto", or: .real(.above(0))), "auto",
      "one_cycle: the highest learning rate; auto: ten times learning_rate"),
    key(
      "warmup_epochs", .integer(atLeast: 0), "0",
      "epochs over which the learning rate first rises linearly"),
  ]

  private static func key(
    _ name: String, _ kind: KeyKind, _ defaultText: String, _ summary: String
  ) -> DeclaredKey {
    DeclaredKey(
      section: "Optimization", name: name, kind: kind, default: defaultText, summary: summary)
  }
}
