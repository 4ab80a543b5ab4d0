import Config
import Hyperopt

extension Configuration {
  /// How the tree-structured Parzen estimator learns, from the section `Hyperopt`.
  var tpeOptions: TPEOptions {
    var options = TPEOptions()
    options.startupTrials = integer("Hyperopt", "startup_trials")
    options.isMultivariate = boolean("Hyperopt", "multivariate")
    options.independentPeriod = integer("Hyperopt", "tpe_single_period")
    options.candidates = integer("Hyperopt", "tpe_candidates")
    let (gamma, amount) = call("tpe_gamma")
    options.gamma = gamma == "sqrt" ? .squareRoot(amount) : .linear(amount)
    options.goodLimit = integer("Hyperopt", "tpe_good_limit")
    options.goodWeights = weights("tpe_good_weights")
    options.otherWeights = weights("tpe_other_weights")
    switch call("tpe_bandwidth") {
    case ("shrinking", let factor): options.bandwidth = .shrinking(factor)
    case ("scott", _): options.bandwidth = .scott
    default: options.bandwidth = .hyperopt
    }
    options.magicClipExponent = optionalReal("Hyperopt", "tpe_magic_clip") ?? .infinity
    options.minimumBandwidth = real("Hyperopt", "tpe_min_bandwidth")
    options.goodCellShare = real("Hyperopt", "tpe_cell_share")
    options.priorWeight = real("Hyperopt", "tpe_prior_weight")
    let (spread, share) = call("tpe_categorical")
    options.categoricalBandwidth = spread == "fixed" ? .fixed(share) : .optuna
    options.splitsGroups = boolean("Hyperopt", "tpe_split_groups")
    options.isLiar = boolean("Hyperopt", "tpe_liar")
    return options
  }

  /// A word with one number in brackets; a plain word has 0.
  private func call(_ key: String) -> (name: String, number: Double) {
    switch value("Hyperopt", key) {
    case .call(let name, let arguments): (name, arguments.first?.number ?? 0)
    case .word(let name): (name, 0)
    default: ("", 0)
    }
  }

  private func weights(_ key: String) -> TPEOptions.Weights {
    switch word("Hyperopt", key) {
    case "uniform": .uniform
    case "old_drop": .oldDrop
    case "ei": .expectedImprovement
    default: .oldDecay
    }
  }
}
