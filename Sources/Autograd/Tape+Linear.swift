import TensorCore

extension Tape {
  /// x weights^T + bias.
  ///
  /// - Parameters:
  ///   - input: (rows, input features).
  ///   - weights: (output features, input features), as PyTorch stores them.
  ///   - bias: (output features), or nil.
  /// - Returns: (rows, output features).
  public mutating func linear(
    _ input: Variable, weights: Variable, bias: Variable? = nil
  ) -> Variable {
    let output = backend.linear(input.value, weights: weights.value, bias: bias?.value)
    return record(output, arguments: [input, weights, bias]) {
      .linear(
        input: weights.requiresGradient ? input.saved : nil,
        weights: weights.saved(if: input.requiresGradient))
    }
  }

  /// left' right', where ' is a transposition when asked for; both of rank 2.
  public mutating func matrixProduct(
    _ left: Variable, transposed leftIsTransposed: Bool = false, _ right: Variable,
    transposed rightIsTransposed: Bool = false
  ) -> Variable {
    let output = backend.matrixProduct(
      left.value, transposed: leftIsTransposed, right.value, transposed: rightIsTransposed)
    return record(output, arguments: [left, right]) {
      .matrixProduct(
        left: right.requiresGradient ? left.saved : nil, leftIsTransposed: leftIsTransposed,
        right: left.requiresGradient ? right.saved : nil, rightIsTransposed: rightIsTransposed)
    }
  }

  /// Softmax over the last axis.
  public mutating func softmax(_ input: Variable) -> Variable {
    let output = backend.softmax(input.value)
    return record(output, arguments: [input], recipe: nil) { .softmax(output: $0.saved) }
  }
}
