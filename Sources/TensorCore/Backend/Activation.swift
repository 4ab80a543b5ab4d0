/// A pointwise non-linearity.
public enum Activation: String, Hashable, Sendable, CaseIterable {
  /// x
  case identity
  /// max(x, 0); its gradient at 0 is 0.
  case relu
  /// x sigmoid(x), also called swish.
  case silu
  /// x Phi(x), with the exact normal distribution function (erf).
  case gelu
  /// The tanh approximation of GELU (Hendrycks and Gimpel 2016, equation in section 2).
  case geluTanh
  /// 1 / (1 + exp(-x))
  case sigmoid
}
