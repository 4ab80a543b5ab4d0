/// Fused parameter updates of the optimizers, in place, and the reductions that they need.
public protocol UpdateBackend {
  /// Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), in PyTorch's order of operations.
  ///
  /// - Parameters:
  ///   - parameter: Updated in place.
  ///   - gradient: Of the parameter's shape.
  ///   - firstMoment: Exponential average of gradients, updated in place.
  ///   - secondMoment: Exponential average of squared gradients, updated in place.
  ///   - settings: Coefficients of this step.
  func adamUpdate(
    parameter: inout Tensor, gradient: Tensor, firstMoment: inout Tensor,
    secondMoment: inout Tensor, settings: AdamStep)

  /// Stochastic gradient descent with optional momentum, in PyTorch's order of operations.
  ///
  /// - Parameter velocity: The momentum buffer, updated in place; nil when momentum is 0.
  func momentumUpdate(
    parameter: inout Tensor, gradient: Tensor, velocity: inout Tensor?, settings: MomentumStep)

  /// Adam's moments, and the direction in which a rule built on them would move the parameter, which stays.
  ///
  /// - Parameter settings: `learningRate` scales the direction, which is `scale m / (sqrt(v / c2) + epsilon) + decay w`
  ///   with c2 = 1 - beta2^step and the uncorrected first moment m; `decoupledDecay` is not used.
  func adamDirection(
    of parameter: Tensor, gradient: Tensor, firstMoment: inout Tensor, secondMoment: inout Tensor,
    settings: AdamStep
  ) -> Tensor

  /// RMSprop (Hinton 2012), in PyTorch's order of operations.
  ///
  /// - Parameters:
  ///   - squareAverage: Exponential average of squared gradients, updated in place.
  ///   - velocity: The momentum buffer, updated in place; nil when momentum is 0.
  ///   - average: Exponential average of gradients, updated in place; nil unless the form is centred.
  func rmsUpdate(
    parameter: inout Tensor, gradient: Tensor, squareAverage: inout Tensor,
    velocity: inout Tensor?, average: inout Tensor?, settings: RMSStep)

  /// Adagrad (Duchi, Hazan and Singer 2011), in PyTorch's order of operations.
  ///
  /// - Parameter sum: The sum of squared gradients, updated in place.
  func adagradUpdate(
    parameter: inout Tensor, gradient: Tensor, sum: inout Tensor, learningRate: Double,
    epsilon: Double, weightDecay: Double)

  /// Lion (Chen and others 2023) with decoupled weight decay.
  ///
  /// - Parameters:
  ///   - moment: Exponential average of gradients, updated in place.
  ///   - beta1: What the moment weighs in the direction, in [0, 1).
  ///   - beta2: Decay of the moment, in [0, 1).
  func lionUpdate(
    parameter: inout Tensor, gradient: Tensor, moment: inout Tensor, learningRate: Double,
    beta1: Double, beta2: Double, weightDecay: Double)

  /// The sum of squares of all elements, summed in double precision in a fixed order.
  func sumOfSquares(_ input: Tensor) -> Double

  /// Whether every element is finite.
  func isFinite(_ input: Tensor) -> Bool
}

/// The coefficients of one Adam step.
public struct AdamStep: Hashable, Sendable {
  /// The step size of this step, at least 0.
  public var learningRate: Double
  /// Decay of the first moment, in [0, 1).
  public var beta1: Double
  /// Decay of the second moment, in [0, 1).
  public var beta2: Double
  /// Added to the root of the second moment.
  public var epsilon: Double
  /// The L2 coefficient (Adam) or the decoupled decay (AdamW).
  public var weightDecay: Double
  /// Whether the decay is applied to the parameter directly (AdamW) instead of to the gradient.
  public var decoupledDecay: Bool
  /// The number of this step, from 1.
  public var step: Int

  /// Creates the coefficients.
  public init(
    learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double,
    decoupledDecay: Bool, step: Int
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.decoupledDecay = decoupledDecay
    self.step = step
  }
}

/// The coefficients of one step of stochastic gradient descent.
public struct MomentumStep: Hashable, Sendable {
  /// The step size of this step, at least 0.
  public var learningRate: Double
  /// The momentum coefficient, in [0, 1).
  public var momentum: Double
  /// Whether Nesterov's form is used.
  public var nesterov: Bool
  /// The L2 coefficient, added to the gradient.
  public var weightDecay: Double
  /// Whether this is the first step, in which the velocity becomes the gradient itself.
  public var isFirst: Bool

  /// Creates the coefficients.
  public init(
    learningRate: Double, momentum: Double, nesterov: Bool, weightDecay: Double, isFirst: Bool
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
    self.isFirst = isFirst
  }
}

/// The coefficients of one RMSprop step.
public struct RMSStep: Hashable, Sendable {
  /// The step size, at least 0.
  public var learningRate: Double
  /// Decay of the averages, in [0, 1).
  public var alpha: Double
  /// Added to the root of the average of squares.
  public var epsilon: Double
  /// The momentum coefficient, in [0, 1).
  public var momentum: Double
  /// The L2 coefficient, added to the gradient.
  public var weightDecay: Double

  /// Creates the coefficients.
  public init(
    learningRate: Double, alpha: Double, epsilon: Double, momentum: Double, weightDecay: Double
  ) {
    self.learningRate = learningRate
    self.alpha = alpha
    self.epsilon = epsilon
    self.momentum = momentum
    self.weightDecay = weightDecay
  }
}
