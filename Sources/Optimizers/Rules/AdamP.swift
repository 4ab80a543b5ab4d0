import Glibc
import TensorCore

/// AdamP (Heo and others 2021): Adam whose step loses its part along the weights where their scale has no meaning.
///
/// A parameter counts as scale-invariant when its gradient is nearly orthogonal to it: first output channel by output
/// channel, then as a whole, as in the authors' program and timm's. There the step is made tangential and the decoupled
/// decay `decayShare` times as strong.
public struct AdamP: UpdateRule, Hashable {
  /// Decay of the first moment, in [0, 1).
  public var beta1: Double
  /// Decay of the second moment, in [0, 1).
  public var beta2: Double
  /// Added to the root of the second moment, at least 0.
  public var epsilon: Double
  public var weightDecay: Double
  /// The cosine below which gradient and weights count as orthogonal is this over the root of the elements.
  public var delta: Double
  /// What the decay of scale-invariant parameters is multiplied by.
  public var decayShare: Double

  /// Creates the rule with its authors' defaults.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0,
    delta: Double = 0.1, decayShare: Double = 0.1
  ) {
    precondition(
      (0..<1).contains(beta1) && (0..<1).contains(beta2), "AdamP: betas \(beta1), \(beta2)")
    precondition(
      epsilon >= 0 && weightDecay >= 0, "AdamP: epsilon \(epsilon), decay \(weightDecay)")
    precondition(delta >= 0 && decayShare >= 0, "AdamP: delta \(delta), share \(decayShare)")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.delta = delta
    self.decayShare = decayShare
  }

  public var slotNames: [String] { ["exp_avg", "exp_avg_sq"] }

  public var exportsStep: Bool { true }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, state: inout ParameterState,
    learningRate: Double, weightDecay: Double, backend: any Backend
  ) {
    var direction = state.adamDirection(
      of: parameter, gradient: gradient, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: 0, backend: backend)
    var decay = weightDecay
    if parameter.shape.rank > 1,
      let tangential = tangential(direction, to: parameter, gradient: gradient, backend: backend)
    {
      direction = tangential
      decay *= decayShare
    }
    if decay > 0 {
      parameter = backend.scale(parameter, by: Float(1 - learningRate * decay))
    }
    backend.accumulate(backend.scale(direction, by: Float(-learningRate)), into: &parameter)
  }

  /// The direction without its part along the weights; nil where their scale matters.
  private func tangential(
    _ direction: Tensor, to parameter: Tensor, gradient: Tensor, backend: any Backend
  ) -> Tensor? {
    let outputs = parameter.shape.outputs
    let weights = backend.outputsLast(parameter)
    let slope = backend.outputsLast(gradient)
    let step = backend.outputsLast(direction)
    func sums(_ left: Tensor, _ right: Tensor) -> [Double] {
      backend.sumOverRows(backend.multiply(left, right)).scalars.map(Double.init)
    }
    let products = sums(weights, slope)
    let sizes = sums(weights, weights)
    let slopes = sums(slope, slope)
    let along = sums(weights, step)
    let channels = (products, sizes, slopes, along)
    let whole = (
      [products.reduce(0, +)], [sizes.reduce(0, +)], [slopes.reduce(0, +)], [along.reduce(0, +)]
    )
    for (products, sizes, slopes, along) in [channels, whole] {
      let elements = Double(parameter.count / products.count)
      let cosines = zip(products, zip(sizes, slopes)).map { product, squares in
        abs(product) / (max(squares.0.squareRoot(), epsilon) * max(squares.1.squareRoot(), epsilon))
      }
      guard let largest = cosines.max(), largest < delta / elements.squareRoot() else { continue }
      let factors = zip(sizes, along).map { size, along -> Float in
        let norm = size.squareRoot() + epsilon
        return Float(-along / (norm * norm))
      }
      let perOutput = factors.count == 1 ? Array(repeating: factors[0], count: outputs) : factors
      let radial = backend.scaleChannels(weights, by: backend.tensor(perOutput, [outputs]))
      return backend.outputsAsStored(backend.add(step, radial), shape: parameter.shape)
    }
    return nil
  }

  public func exportedSettings(learningRate: Double, weightDecay: Double) -> [ExportedItem] {
    [
      ExportedItem("lr", .real(learningRate)),
      ExportedItem("betas", .tuple([.real(beta1), .real(beta2)])),
      ExportedItem("eps", .real(epsilon)),
      ExportedItem("weight_decay", .real(weightDecay)),
      ExportedItem("delta", .real(delta)),
      ExportedItem("wd_ratio", .real(decayShare)),
      ExportedItem("nesterov", .flag(false)),
      ExportedItem("caution", .flag(false)),
    ]
  }
}

extension OptimizerKind {
  /// AdamP (Heo and others 2021).
  public static let adamp = OptimizerKind(
    "adamp",
    summary: "Adam without the part of a step that only scales weights; decoupled decay"
  ) { options in
    let betas = options.betas ?? [0.9, 0.999]
    return AdamP(
      beta1: betas[0], beta2: betas[1], epsilon: options.epsilon ?? 1e-8,
      weightDecay: options.weightDecay)
  }
}
