import CKernels
import Glibc

extension CPUBackend {
  public func adamUpdate(
    parameter: inout Tensor, gradient: Tensor, firstMoment: inout Tensor,
    secondMoment: inout Tensor, settings: AdamStep
  ) {
    requireSameShape("adamUpdate", "gradient", gradient, as: parameter.shape)
    requireSameShape("adamUpdate", "first moment", firstMoment, as: parameter.shape)
    requireSameShape("adamUpdate", "second moment", secondMoment, as: parameter.shape)
    require(settings.step >= 1, "adamUpdate: steps count from 1, not \(settings.step)")
    let firstCorrection = 1 - pow(settings.beta1, Double(settings.step))
    let secondCorrection = 1 - pow(settings.beta2, Double(settings.step))
    let decay = settings.weightDecay
    var step = ck_adam_step(
      first_rate: Float(1 - settings.beta1), second_decay: Float(settings.beta2),
      second_rate: Float(1 - settings.beta2),
      step_size: Float(settings.learningRate / firstCorrection),
      second_correction: Float(secondCorrection.squareRoot()), epsilon: Float(settings.epsilon),
      coupled_decay: settings.decoupledDecay ? 0 : Float(decay),
      shrinkage: settings.decoupledDecay ? Float(1 - settings.learningRate * decay) : 1)
    run(gradient) { context in
      ck_adam_update(
        context, Int64(gradient.count), &step, gradient.baseAddress, parameter.mutableBaseAddress,
        firstMoment.mutableBaseAddress, secondMoment.mutableBaseAddress)
    }
  }

  public func momentumUpdate(
    parameter: inout Tensor, gradient: Tensor, velocity: inout Tensor?, settings: MomentumStep
  ) {
    requireSameShape("momentumUpdate", "gradient", gradient, as: parameter.shape)
    if let velocity {
      requireSameShape("momentumUpdate", "velocity", velocity, as: parameter.shape)
    }
    var step = ck_momentum_step(
      learning_rate: Float(settings.learningRate), momentum: Float(settings.momentum),
      weight_decay: Float(settings.weightDecay), nesterov: settings.nesterov,
      is_first: settings.isFirst)
    run(gradient) { context in
      ck_momentum_update(
        context, Int64(gradient.count), &step, gradient.baseAddress, parameter.mutableBaseAddress,
        velocity?.mutableBaseAddress)
    }
  }

  public func adamDirection(
    of parameter: Tensor, gradient: Tensor, firstMoment: inout Tensor, secondMoment: inout Tensor,
    settings: AdamStep
  ) -> Tensor {
    requireSameShape("adamDirection", "gradient", gradient, as: parameter.shape)
    requireSameShape("adamDirection", "first moment", firstMoment, as: parameter.shape)
    requireSameShape("adamDirection", "second moment", secondMoment, as: parameter.shape)
    require(settings.step >= 1, "adamDirection: steps count from 1, not \(settings.step)")
    var step = ck_adam_step(
      first_rate: Float(1 - settings.beta1), second_decay: Float(settings.beta2),
      second_rate: Float(1 - settings.beta2), step_size: Float(settings.learningRate),
      second_correction: Float((1 - pow(settings.beta2, Double(settings.step))).squareRoot()),
      epsilon: Float(settings.epsilon), coupled_decay: Float(settings.weightDecay), shrinkage: 1)
    var direction = makeTensor(parameter.shape)
    run(gradient, parameter) { context in
      ck_adam_direction(
        context, Int64(gradient.count), &step, gradient.baseAddress, parameter.baseAddress,
        firstMoment.mutableBaseAddress, secondMoment.mutableBaseAddress,
        direction.mutableBaseAddress)
    }
    return direction
  }

  public func rmsUpdate(
    parameter: inout Tensor, gradient: Tensor, squareAverage: inout Tensor,
    velocity: inout Tensor?, average: inout Tensor?, settings: RMSStep
  ) {
    requireSameShape("rmsUpdate", "gradient", gradient, as: parameter.shape)
    requireSameShape("rmsUpdate", "average of squares", squareAverage, as: parameter.shape)
    if let velocity { requireSameShape("rmsUpdate", "velocity", velocity, as: parameter.shape) }
    if let average { requireSameShape("rmsUpdate", "average", average, as: parameter.shape) }
    var step = ck_rms_step(
      learning_rate: Float(settings.learningRate), decay: Float(settings.alpha),
      rate: Float(1 - settings.alpha), epsilon: Float(settings.epsilon),
      momentum: Float(settings.momentum), weight_decay: Float(settings.weightDecay))
    run(gradient) { context in
      ck_rms_update(
        context, Int64(gradient.count), &step, gradient.baseAddress, parameter.mutableBaseAddress,
        squareAverage.mutableBaseAddress, velocity?.mutableBaseAddress,
        average?.mutableBaseAddress)
    }
  }

  public func adagradUpdate(
    parameter: inout Tensor, gradient: Tensor, sum: inout Tensor, learningRate: Double,
    epsilon: Double, weightDecay: Double
  ) {
    requireSameShape("adagradUpdate", "gradient", gradient, as: parameter.shape)
    requireSameShape("adagradUpdate", "sum", sum, as: parameter.shape)
    run(gradient) { context in
      ck_adagrad_update(
        context, Int64(gradient.count), Float(learningRate), Float(epsilon), Float(weightDecay),
        gradient.baseAddress, parameter.mutableBaseAddress, sum.mutableBaseAddress)
    }
  }

  public func lionUpdate(
    parameter: inout Tensor, gradient: Tensor, moment: inout Tensor, learningRate: Double,
    beta1: Double, beta2: Double, weightDecay: Double
  ) {
    requireSameShape("lionUpdate", "gradient", gradient, as: parameter.shape)
    requireSameShape("lionUpdate", "moment", moment, as: parameter.shape)
    var step = ck_lion_step(
      learning_rate: Float(learningRate), direction_rate: Float(1 - beta1),
      moment_rate: Float(1 - beta2), shrinkage: Float(1 - learningRate * weightDecay))
    run(gradient) { context in
      ck_lion_update(
        context, Int64(gradient.count), &step, gradient.baseAddress, parameter.mutableBaseAddress,
        moment.mutableBaseAddress)
    }
  }

  public func sumOfSquares(_ input: Tensor) -> Double {
    run(input) { ck_sum_of_squares($0, Int64(input.count), input.baseAddress) }
  }

  public func isFinite(_ input: Tensor) -> Bool {
    run(input) { ck_all_finite($0, Int64(input.count), input.baseAddress) }
  }
}
