import Glibc

/// A pointwise non-linearity; the names are those of the engine.
public enum ReferenceActivation: String, CaseIterable, Sendable {
  case identity
  case relu
  case silu
  case gelu
  case geluTanh
  case sigmoid

  /// The function's value.
  public func value(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .relu: max(x, 0)
    case .silu: x * logistic(x)
    case .gelu: x * erfc(-x * 0.5.squareRoot()) / 2
    case .geluTanh: x * (1 + tanh(inner(x))) / 2
    case .sigmoid: logistic(x)
    }
  }

  /// The function's derivative; 0 for ReLU at 0.
  public func derivative(_ x: Double) -> Double {
    switch self {
    case .identity: return 1
    case .relu: return x > 0 ? 1 : 0
    case .silu: return logistic(x) * (1 + x * logistic(-x))
    case .gelu:
      return erfc(-x * 0.5.squareRoot()) / 2 + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .geluTanh:
      let t = tanh(inner(x))
      let slope = (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x * x)
      return (1 + t) / 2 + x * (1 - t * t) / 2 * slope
    case .sigmoid: return logistic(x) * logistic(-x)
    }
  }

  private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private func inner(_ x: Double) -> Double {
    (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
  }
}
