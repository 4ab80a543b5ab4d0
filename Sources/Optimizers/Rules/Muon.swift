import TensorCore

/// Muon (Jordan and others 2024): momentum whose matrix is made orthogonal before it moves the weights.
///
/// m = momentum m + (1 - momentum) g; the update is the matrix U V^T nearest to (1 - momentum) g + momentum m = U S V^T,
/// by a few Newton-Schulz steps; weights shrink by rate x decay. As `torch.optim.Muon`, with products in float32 instead
/// of bfloat16. Kernels of convolutions count as matrices of (outputs, all inputs); parameters of one axis, embeddings
/// and the head belong to another rule.
public struct Muon: UpdateRule, Hashable {
  /// How the rate follows the extents of a matrix of A outputs and B inputs.
  public enum RateAdjustment: String, Hashable, Sendable, CaseIterable {
    /// Times sqrt(max(1, A / B)).
    case original
    /// Times 0.2 sqrt(max(A, B)), which moves weights as far as AdamW would (Liu and others 2025).
    case matchRMSAdamW = "match_rms_adamw"
  }

  /// The coefficients of the quintic a x + b x^3 + c x^5 that each Newton-Schulz step applies to the singular values.
  static let coefficients = (a: 3.4445, b: -4.7750, c: 2.0315)
  /// The least norm that a matrix is divided by.
  static let epsilon = 1e-7

  /// The momentum coefficient, in [0, 1).
  public var momentum: Double
  /// The number of Newton-Schulz steps.
  public var newtonSchulzSteps: Int
  /// How the rate follows a matrix's extents.
  public var rateAdjustment: RateAdjustment
  public var weightDecay: Double

  /// Creates the rule with PyTorch's defaults.
  public init(
    momentum: Double = 0.95, newtonSchulzSteps: Int = 5,
    rateAdjustment: RateAdjustment = .original, weightDecay: Double = 0.1
  ) {
    precondition((0..<1).contains(momentum), "Muon: momentum \(momentum)")
    precondition((1..<100).contains(newtonSchulzSteps), "Muon: \(newtonSchulzSteps) steps")
    precondition(weightDecay >= 0, "Muon: decay \(weightDecay)")
    self.momentum = momentum
    self.newtonSchulzSteps = newtonSchulzSteps
    self.rateAdjustment = rateAdjustment
    self.weightDecay = weightDecay
  }

  public var slotNames: [String] { ["momentum_buffer"] }

  public var exportsStep: Bool { false }

  public func update(
    _ parameter: inout Tensor, gradient: Tensor, state: inout ParameterState,
    learningRate: Double, weightDecay: Double, backend: any Backend
  ) {
    precondition(parameter.shape.rank > 1, "Muon: a parameter of shape \(parameter.shape)")
    state.step += 1
    let fresh = backend.scale(gradient, by: Float(1 - momentum))
    let moment = backend.add(
      backend.scale(state.slots.removeLast(), by: Float(momentum)), fresh)
    state.slots = [moment]
    let ahead = backend.add(backend.scale(moment, by: Float(momentum)), fresh)
    let update = orthogonalized(
      ahead.reshaped(to: parameter.shape.asMatrix), backend: backend)
    let outputs = Double(parameter.shape.outputs)
    let inputs = Double(parameter.count) / outputs
    let adjustment =
      switch rateAdjustment {
      case .original: max(1, outputs / inputs).squareRoot()
      case .matchRMSAdamW: 0.2 * max(outputs, inputs).squareRoot()
      }
    if weightDecay > 0 {
      parameter = backend.scale(parameter, by: Float(1 - learningRate * weightDecay))
    }
    backend.accumulate(
      backend.scale(
        update.reshaped(to: parameter.shape), by: Float(-learningRate * adjustment)),
      into: &parameter)
  }

  /// A matrix with all singular values near 1, the singular vectors kept.
  private func orthogonalized(_ matrix: Tensor, backend: any Backend) -> Tensor {
    let (a, b, c) = Self.coefficients
    let norm = max(backend.sumOfSquares(matrix).squareRoot(), Self.epsilon)
    var x = backend.scale(matrix, by: Float(1 / norm))
    // The Gram matrix of the shorter side.
    let isTall = matrix.shape[0] > matrix.shape[1]
    for _ in 0..<newtonSchulzSteps {
      let gram = backend.matrixProduct(x, transposed: isTall, x, transposed: !isTall)
      var polynomial = backend.scale(
        backend.matrixProduct(gram, transposed: false, gram, transposed: false), by: Float(c))
      backend.accumulate(backend.scale(gram, by: Float(b)), into: &polynomial)
      var next =
        isTall
        ? backend.matrixProduct(x, transposed: false, polynomial, transposed: false)
        : backend.matrixProduct(polynomial, transposed: false, x, transposed: false)
      backend.accumulate(backend.scale(x, by: Float(a)), into: &next)
      x = next
    }
    return x
  }

  public func exportedSettings(learningRate: Double, weightDecay: Double) -> [ExportedItem] {
    let (a, b, c) = Self.coefficients
    let adjustment: ExportedValue =
      rateAdjustment == .original ? .none : .text(rateAdjustment.rawValue)
    return [
      ExportedItem("lr", .real(learningRate)),
      ExportedItem("weight_decay", .real(weightDecay)),
      ExportedItem("momentum", .real(momentum)),
      ExportedItem("nesterov", .flag(true)),
      ExportedItem("ns_coefficients", .tuple([.real(a), .real(b), .real(c)])),
      ExportedItem("eps", .real(Self.epsilon)),
      ExportedItem("ns_steps", .integer(newtonSchulzSteps)),
      ExportedItem("adjust_lr_fn", adjustment),
    ]
  }
}

extension OptimizerKind {
  /// Muon (Jordan and others 2024), with AdamW for what is no hidden matrix.
  public static let muon = OptimizerKind(
    "muon", aliases: ["muon_with_aux_adam"],
    summary: "orthogonal momentum for hidden matrices, AdamW for the rest; decoupled decay",
    makeGroups: { options, roles in
      let betas = options.betas ?? [0.9, 0.95]
      let others = Adam.adamW(
        beta1: betas[0], beta2: betas[1], epsilon: options.epsilon ?? 1e-8,
        weightDecay: options.weightDecay)
      let indices = 0..<roles.count
      return [
        ParameterGroup(parameters: indices.filter(roles.isHiddenMatrix)),
        ParameterGroup(
          parameters: indices.filter { !roles.isHiddenMatrix($0) },
          learningRateFactor: (options.muonAdamRate ?? options.learningRate) / options.learningRate,
          rule: others),
      ].filter { !$0.parameters.isEmpty }
    },
    makeRule: {
      Muon(
        momentum: $0.muonMomentum, newtonSchulzSteps: $0.muonSteps,
        rateAdjustment: $0.muonRateAdjustment, weightDecay: $0.weightDecay)
    })
}
