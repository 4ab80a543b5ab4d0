extension OptimizationOptions {
  /// The update rule with its coefficients.
  public func makeRule() -> any UpdateRule {
    switch rule {
    case .adam, .adamw:
      Adam(
        beta1: betas[0], beta2: betas[1], epsilon: epsilon, weightDecay: weightDecay,
        decoupledDecay: rule == .adamw)
    case .sgd:
      GradientDescent(momentum: momentum, nesterov: nesterov, weightDecay: weightDecay)
    }
  }

  /// The learning rate's schedule over a run.
  ///
  /// - Parameters:
  ///   - epochs: The epochs of the run.
  ///   - stepsPerEpoch: The steps of each.
  public func makeSchedule(epochs: Int, stepsPerEpoch: Int) -> any LearningRateSchedule {
    let following = makeMainSchedule(
      epochs: max(epochs - warmupEpochs, 1), stepsPerEpoch: stepsPerEpoch)
    return warmupEpochs > 0
      ? LinearWarmup(epochs: warmupEpochs, following: following) : following
  }

  private func makeMainSchedule(
    epochs: Int, stepsPerEpoch: Int
  ) -> any LearningRateSchedule {
    switch schedule {
    case .reduceOnPlateau:
      return ReduceOnPlateau(
        initialLearningRate: learningRate, factor: factor, patience: patience,
        minimumRate: minimumRate)
    case .step:
      return curve(StepDecay(stepSize: stepSize, gamma: gamma))
    case .multistep:
      return curve(MultiStepDecay(milestones: milestones, gamma: gamma))
    case .cosine:
      return curve(CosineAnnealing(period: cosineEpochs ?? epochs, minimumRate: minimumRate))
    case .cosineWarmRestarts:
      return curve(
        CosineWarmRestarts(firstPeriod: cosineEpochs ?? epochs, minimumRate: minimumRate))
    case .exponential:
      return curve(ExponentialDecay(gamma: gamma))
    case .oneCycle:
      return curve(
        OneCycle(
          maximumRate: maximumRate ?? 10 * learningRate, totalSteps: epochs * stepsPerEpoch))
    case .none:
      return curve(ConstantRate())
    }
  }

  private func curve(_ curve: any LearningRateCurve) -> CurveSchedule {
    CurveSchedule(initialLearningRate: learningRate, curve: curve)
  }
}
