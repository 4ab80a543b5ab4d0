import TensorCore

extension Shape {
  /// Output channels of a parameter of at least two axes: the last axis of a convolution's (height, width, input, output),
  /// otherwise the first.
  var outputs: Int { rank == 4 ? self[3] : self[0] }

  /// The parameter as a matrix of (inputs, outputs) or (outputs, inputs), whichever needs no copy.
  var asMatrix: Shape { rank == 4 ? [count / self[3], self[3]] : [self[0], count / self[0]] }
}

extension Backend {
  /// A parameter as a matrix of (inputs, outputs).
  func outputsLast(_ parameter: Tensor) -> Tensor {
    let matrix = parameter.reshaped(to: parameter.shape.asMatrix)
    return parameter.shape.rank == 4 ? matrix : transposed(matrix)
  }

  /// The reverse of `outputsLast`.
  func outputsAsStored(_ matrix: Tensor, shape: Shape) -> Tensor {
    (shape.rank == 4 ? matrix : transposed(matrix)).reshaped(to: shape)
  }

  /// A matrix with rows and columns exchanged.
  private func transposed(_ matrix: Tensor) -> Tensor {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    return channelsFirst(matrix.reshaped(to: [1, 1, rows, columns]))
      .reshaped(to: [columns, rows])
  }
}
