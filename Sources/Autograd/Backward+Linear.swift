import TensorCore

extension Backend {
  /// With y = x W^T + b: dx = dy W, dW = dy^T x, db = sum of dy over rows.
  func linearGradients(
    _ outputGradient: Tensor, input: SavedTensor?, weights: Tensor?, wanted: [Bool]
  ) -> [Tensor?] {
    [
      weights.map { matrixProduct(outputGradient, transposed: false, $0, transposed: false) },
      input.map {
        matrixProduct(outputGradient, transposed: true, value(of: $0), transposed: false)
      },
      wanted[2] ? sumOverRows(outputGradient) : nil,
    ]
  }

  /// With C = A B: dA = dC B^T and dB = A^T dC; an argument that came transposed gets the transpose of that.
  func matrixProductGradients(
    _ outputGradient: Tensor, left: SavedTensor?, leftIsTransposed: Bool, right: SavedTensor?,
    rightIsTransposed: Bool
  ) -> [Tensor?] {
    [
      right.map { saved in
        let right = value(of: saved)
        return leftIsTransposed
          ? matrixProduct(right, transposed: rightIsTransposed, outputGradient, transposed: true)
          : matrixProduct(outputGradient, transposed: false, right, transposed: !rightIsTransposed)
      },
      left.map { saved in
        let left = value(of: saved)
        return rightIsTransposed
          ? matrixProduct(outputGradient, transposed: true, left, transposed: leftIsTransposed)
          : matrixProduct(left, transposed: !leftIsTransposed, outputGradient, transposed: false)
      },
    ]
  }
}
