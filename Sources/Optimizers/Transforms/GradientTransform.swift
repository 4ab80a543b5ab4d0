import TensorCore

/// A change of all gradients before an update rule sees them.
public protocol GradientTransform: Sendable {
  /// Changes the gradients.
  ///
  /// - Parameters:
  ///   - gradients: One per parameter; nil where there is none.
  ///   - backend: What computes.
  func apply(to gradients: inout [Tensor?], backend: any Backend)
}

/// Transforms, each fed with the result of the one before.
public struct GradientChain: GradientTransform {
  /// The transforms in order.
  public let transforms: [any GradientTransform]

  /// Creates a chain.
  public init(_ transforms: [any GradientTransform]) {
    self.transforms = transforms
  }

  public func apply(to gradients: inout [Tensor?], backend: any Backend) {
    for transform in transforms { transform.apply(to: &gradients, backend: backend) }
  }
}
