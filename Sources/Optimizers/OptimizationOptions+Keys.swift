import Basics

extension OptimizationOptions {
  /// The keys of `[Optimization]`.
  public static let declaredKeys: [DeclaredKey] = [
    key(
      "optimizer", .choice(Rule.allCases.map { ChoiceOption($0.rawValue) }), "adam",
      "the update rule"),
    key("weight_decay", .real(.atLeast(0)), "0.0001", "L2 coefficient; decoupled for adamw"),
    key("momentum", .real(.halfOpen(0, 1)), "0.9", "momentum of sgd"),
    key("nesterov", .boolean, "false", "Nesterov momentum for sgd"),
    key(
      "betas", .list(of: .real(.halfOpen(0, 1)), count: 2...2), "0.9, 0.999",
      "decay of adam's first and second moments"),
    key("eps", .real(.above(0)), "1e-08", "added to the root of adam's second moment"),
    key(
      "scheduler",
      .choice(Schedule.allCases.map { ChoiceOption($0.rawValue, aliases: $0.aliases) }),
      "reduce_lr_on_plateau", "how the learning rate changes"),
    key(
      "patience", .integer(atLeast: 0), "5",
      "reduce_lr_on_plateau: epochs without improvement that are tolerated"),
    key(
      "factor", .real(.open(0, 1)), "0.5",
      "reduce_lr_on_plateau: what the learning rate is multiplied by"),
    key("step_size", .integer(atLeast: 1), "30", "step: epochs between reductions"),
    key(
      "gamma", .real(.above(0, upTo: 1)), "0.1",
      "step, multistep, exponential: what the learning rate is multiplied by"),
    key(
      "milestones", .list(of: .integer(atLeast: 1)), "30, 60, 90",
      "multistep: the epochs after which it is reduced"),
    key(
      "t_max", .word("auto", or: .integer(atLeast: 1)), "auto",
      "cosine: epochs of one cosine; auto: n_epochs"),
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
