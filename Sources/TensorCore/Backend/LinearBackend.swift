/// Matrix products.
public protocol LinearBackend {
  /// left' right', where ' is a transposition when asked for; both of rank 2.
  func matrixProduct(
    _ left: Tensor, transposed leftIsTransposed: Bool, _ right: Tensor,
    transposed rightIsTransposed: Bool
  ) -> Tensor

  /// x weights^T + bias.
  ///
  /// - Parameters:
  ///   - input: (rows, input features).
  ///   - weights: (output features, input features), as PyTorch stores them.
  ///   - bias: (output features), or nil.
  /// - Returns: (rows, output features).
  func linear(_ input: Tensor, weights: Tensor, bias: Tensor?) -> Tensor
}
