import Hyperopt

extension TPEOptions {
  /// Sets an option from `KEY=VALUE`, as in `gamma=linear:0.15`; false if there is no such option or value.
  mutating func set(_ setting: String) -> Bool {
    let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return false }
    let (key, text) = (parts[0], parts[1])
    let words = text.split(separator: ":").map(String.init)
    let number = Double(words.last ?? "") ?? .nan
    switch (key, words.first) {
    case ("preset", "optuna"): self = .optuna(multivariate: words.last == "multivariate")
    case ("startup", _): startupTrials = Int(number)
    case ("multivariate", _): isMultivariate = text == "true"
    case ("period", _): independentPeriod = Int(number)
    case ("candidates", _): candidates = Int(number)
    case ("gamma", "linear"): gamma = .linear(number)
    case ("gamma", "sqrt"): gamma = .squareRoot(number)
    case ("good_limit", _): goodLimit = Int(number)
    case ("good_weights", let word?):
      guard let weights = Self.weights(word) else { return false }
      goodWeights = weights
    case ("other_weights", let word?):
      guard let weights = Self.weights(word) else { return false }
      otherWeights = weights
    case ("bandwidth", "hyperopt"): bandwidth = .hyperopt
    case ("bandwidth", "scott"): bandwidth = .scott
    case ("bandwidth", "shrinking"): bandwidth = .shrinking(number)
    case ("exponent", _): magicClipExponent = number
    case ("minimum", _): minimumBandwidth = number
    case ("cell_share", _): goodCellShare = number
    case ("prior", _): priorWeight = number
    case ("categorical", "optuna"): categoricalBandwidth = .optuna
    case ("categorical", "fixed"): categoricalBandwidth = .fixed(number)
    case ("split_groups", _): splitsGroups = text == "true"
    default: return false
    }
    return true
  }

  private static func weights(_ word: String) -> Weights? {
    [
      "uniform": .uniform, "old_decay": .oldDecay, "old_drop": .oldDrop, "ei": .expectedImprovement,
    ][
      word]
  }
}
