extension OptimizationOptions {
  /// The update rule with its coefficients.
  public func makeRule() -> any UpdateRule {
    let betas = self.betas ?? rule.defaultBetas
    let epsilon = self.epsilon ?? rule.defaultEpsilon
    return switch rule {
    case .adam, .adamw:
      Adam(
        beta1: betas[0], beta2: betas[1], epsilon: epsilon, weightDecay: weightDecay,
        decoupledDecay: rule == .adamw)
    case .sgd:
      GradientDescent(momentum: momentum, nesterov: nesterov, weightDecay: weightDecay)
    case .rmsprop:
      RMSProp(
        alpha: rmspropAlpha, epsilon: epsilon, momentum: rmspropMomentum,
        isCentred: rmspropIsCentred, weightDecay: weightDecay)
    case .adagrad:
      Adagrad(epsilon: epsilon, weightDecay: weightDecay)
    case .lamb:
      LAMB(beta1: betas[0], beta2: betas[1], epsilon: epsilon, weightDecay: weightDecay)
    case .adamp:
      AdamP(beta1: betas[0], beta2: betas[1], epsilon: epsilon, weightDecay: weightDecay)
    case .lion:
      Lion(beta1: betas[0], beta2: betas[1], weightDecay: weightDecay)
    case .muon:
      Muon(
        momentum: muonMomentum, newtonSchulzSteps: muonSteps, rateAdjustment: muonRateAdjustment,
        weightDecay: weightDecay)
    }
  }

  /// An optimizer that has made no update yet.
  ///
  /// - Parameters:
  ///   - parameterCount: The number of the model's parameters.
  ///   - hidden: Which of them are matrices between hidden layers. Muon updates them, AdamW the others; other rules
  ///     make no difference.
  public func makeOptimizer(
    parameterCount: Int, hidden: (Int) -> Bool
  ) -> Optimizer {
    guard rule == .muon else { return Optimizer(rule: makeRule(), parameterCount: parameterCount) }
    let betas = self.betas ?? rule.defaultBetas
    let others = Adam.adamW(
      beta1: betas[0], beta2: betas[1], epsilon: epsilon ?? rule.defaultEpsilon,
      weightDecay: weightDecay)
    let indices = 0..<parameterCount
    let groups = [
      ParameterGroup(parameters: indices.filter(hidden)),
      ParameterGroup(
        parameters: indices.filter { !hidden($0) },
        learningRateFactor: (muonAdamRate ?? learningRate) / learningRate, rule: others),
    ]
    return Optimizer(
      rule: makeRule(), parameterCount: parameterCount,
      groups: groups.filter { !$0.parameters.isEmpty })
  }

  /// What the schedule's and the warm-up's numbers count.
  public var interval: ScheduleInterval {
    chosenInterval ?? (schedule == .oneCycle ? .step : .epoch)
  }

  /// The learning rate's schedule over a run.
  ///
  /// - Parameters:
  ///   - epochs: The epochs of the run.
  ///   - stepsPerEpoch: The steps of each.
  public func makeSchedule(epochs: Int, stepsPerEpoch: Int) -> any LearningRateSchedule {
    let unit = interval == .step ? stepsPerEpoch : 1
    let warmup = warmupEpochs * unit
    let following = makeMainSchedule(length: max(epochs * unit - warmup, 1))
    return warmup > 0
      ? LinearWarmup(length: warmup, interval: interval, following: following) : following
  }

  /// - Parameter length: The epochs or steps that the run has after its warm-up.
  private func makeMainSchedule(length: Int) -> any LearningRateSchedule {
    switch schedule {
    case .reduceOnPlateau:
      return ReduceOnPlateau(
        initialLearningRate: learningRate, direction: plateauDirection ?? .minimize, factor: factor,
        patience: patience, threshold: plateauThreshold, thresholdMode: plateauThresholdMode,
        cooldown: plateauCooldown, minimumRate: minimumRate)
    case .step:
      return curve(StepDecay(stepSize: stepSize, gamma: gamma))
    case .multistep:
      return curve(MultiStepDecay(milestones: milestones, gamma: gamma))
    case .cosine:
      return curve(CosineAnnealing(period: cosinePeriod ?? length, minimumRate: minimumRate))
    case .cosineWarmRestarts:
      return curve(
        CosineWarmRestarts(
          firstPeriod: cosinePeriod ?? length, growth: periodGrowth, minimumRate: minimumRate))
    case .exponential:
      return curve(ExponentialDecay(gamma: gamma))
    case .oneCycle:
      return curve(
        OneCycle(maximumRate: maximumRate ?? 10 * learningRate, totalSteps: length))
    case .none:
      return curve(ConstantRate())
    }
  }

  private func curve(_ curve: any LearningRateCurve) -> CurveSchedule {
    CurveSchedule(initialLearningRate: learningRate, curve: curve, interval: interval)
  }
}

extension OptimizationOptions.Rule {
  /// Decay of the moments in the rule's reference.
  var defaultBetas: [Double] {
    switch self {
    case .lion: [0.9, 0.99]
    case .muon: [0.9, 0.95]
    default: [0.9, 0.999]
    }
  }

  /// What is added to roots in the rule's reference.
  var defaultEpsilon: Double {
    switch self {
    case .adagrad: 1e-10
    case .lamb: 1e-6
    default: 1e-8
    }
  }
}
