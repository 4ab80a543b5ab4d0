import TensorCore

/// Scales all gradients alike where their common Euclidean norm exceeds a bound, as `torch.nn.utils.clip_grad_norm_`.
public struct GlobalNormClipping: GradientTransform, Hashable {
  /// The largest norm that is left alone, above 0.
  public let maximumNorm: Double

  /// Creates the transform.
  public init(maximumNorm: Double) {
    precondition(maximumNorm > 0, "GlobalNormClipping: maximum norm \(maximumNorm)")
    self.maximumNorm = maximumNorm
  }

  public func apply(to gradients: inout [Tensor?], backend: any Backend) {
    apply(to: &gradients, norm: backend.globalNorm(of: gradients), backend: backend)
  }

  /// As `apply(to:backend:)` where the norm is known already.
  public func apply(to gradients: inout [Tensor?], norm: Double, backend: any Backend) {
    // PyTorch divides by slightly more than the norm.
    let factor = maximumNorm / (norm + 1e-6)
    guard factor < 1 else { return }
    for index in gradients.indices {
      guard let gradient = gradients[index].take() else { continue }
      gradients[index] = backend.scale(gradient, by: Float(factor))
    }
  }
}

extension Backend {
  /// The Euclidean norm of all gradients together; not finite when any element is not.
  public func globalNorm(of gradients: [Tensor?]) -> Double {
    gradients.reduce(0) { $0 + ($1.map(sumOfSquares) ?? 0) }.squareRoot()
  }
}
