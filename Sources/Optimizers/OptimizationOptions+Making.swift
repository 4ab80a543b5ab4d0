extension OptimizationOptions {
  /// The update rule with its coefficients.
  public func makeRule() -> any UpdateRule { rule.makeRule(self) }

  /// An optimizer that has made no update yet.
  ///
  /// - Parameters:
  ///   - parameterCount: The number of the model's parameters.
  ///   - hidden: Which of them are matrices between hidden layers. Muon updates them, AdamW the others; other rules
  ///     make no difference.
  public func makeOptimizer(
    parameterCount: Int, hidden: @escaping (Int) -> Bool
  ) -> Optimizer {
    let roles = ParameterRoles(count: parameterCount, isHiddenMatrix: hidden)
    return Optimizer(
      rule: makeRule(), parameterCount: parameterCount, groups: rule.makeGroups?(self, roles))
  }

  /// What the schedule's and the warm-up's numbers count.
  public var interval: ScheduleInterval { chosenInterval ?? schedule.interval }

  /// The learning rate's schedule over a run.
  ///
  /// - Parameters:
  ///   - epochs: The epochs of the run.
  ///   - stepsPerEpoch: The steps of each.
  public func makeSchedule(epochs: Int, stepsPerEpoch: Int) -> any LearningRateSchedule {
    let unit = interval == .step ? stepsPerEpoch : 1
    let warmup = warmupEpochs * unit
    let following = schedule.make(self, max(epochs * unit - warmup, 1))
    return warmup > 0
      ? LinearWarmup(length: warmup, interval: interval, following: following) : following
  }
}
