extension Reference {
  /// The transposed matrix.
  public static func transpose(_ matrix: ReferenceTensor) -> ReferenceTensor {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    var result = ReferenceTensor(zeros: [columns, rows])
    for r in 0..<rows {
      for c in 0..<columns { result.values[c * rows + r] = matrix.values[r * columns + c] }
    }
    return result
  }

  /// The product of two matrices.
  public static func matrixProduct(
    _ left: ReferenceTensor, _ right: ReferenceTensor
  ) -> ReferenceTensor {
    let (rows, inner, columns) = (left.shape[0], left.shape[1], right.shape[1])
    var result = ReferenceTensor(zeros: [rows, columns])
    for r in 0..<rows {
      for k in 0..<inner {
        for c in 0..<columns {
          result.values[r * columns + c] +=
            left.values[r * inner + k] * right.values[k * columns + c]
        }
      }
    }
    return result
  }
}
