import CKernels
import COpenBLAS

extension CPUBackend {
  public func matrixProduct(
    _ left: Tensor, transposed leftIsTransposed: Bool, _ right: Tensor,
    transposed rightIsTransposed: Bool
  ) -> Tensor {
    product(
      left, transposed: leftIsTransposed, right, transposed: rightIsTransposed, usesLibrary: false)
  }

  /// left right by OpenBLAS's sgemm in tasks of our pool: what our own kernels are measured against.
  public func libraryMatrixProduct(_ left: Tensor, _ right: Tensor) -> Tensor {
    product(left, transposed: false, right, transposed: false, usesLibrary: true)
  }

  private func product(
    _ left: Tensor, transposed leftIsTransposed: Bool, _ right: Tensor,
    transposed rightIsTransposed: Bool, usesLibrary: Bool
  ) -> Tensor {
    requireRank("matrixProduct", "left operand", left, 2)
    requireRank("matrixProduct", "right operand", right, 2)
    let (rows, inner) = MatrixProduct.extents(of: left, transposed: leftIsTransposed)
    let (rightInner, columns) = MatrixProduct.extents(of: right, transposed: rightIsTransposed)
    require(
      inner == rightInner,
      """
      matrixProduct: \(left.shape)\(leftIsTransposed ? "'" : "") and \
      \(right.shape)\(rightIsTransposed ? "'" : "") do not fit together
      """)
    var output = makeTensor([rows, columns])
    if inner == 0 { return zeros([rows, columns]) }
    run(left, right) { context in
      MatrixProduct(
        rows: rows, columns: columns, inner: inner, left: left.baseAddress,
        right: right.baseAddress, leftIsTransposed: leftIsTransposed,
        rightIsTransposed: rightIsTransposed, result: output.mutableBaseAddress,
        accumulates: false, usesLibrary: usesLibrary
      ).run(on: context)
    }
    return output
  }

  public func linear(_ input: Tensor, weights: Tensor, bias: Tensor?) -> Tensor {
    requireRank("linear", "input", input, 2)
    requireRank("linear", "weights", weights, 2)
    let (rows, inner, columns) = (input.shape[0], input.shape[1], weights.shape[0])
    requireSameShape("linear", "weights", weights, as: [columns, inner])
    guard let bias else {
      return matrixProduct(input, transposed: false, weights, transposed: true)
    }
    requireVector("linear", "bias", bias, count: columns)
    var output = makeTensor([rows, columns])
    run(input, weights, bias) { context in
      ck_spread_over_images(
        context, 1, Int64(rows), Int64(columns), 1, bias.baseAddress, output.mutableBaseAddress)
      guard inner > 0 else { return }
      MatrixProduct(
        rows: rows, columns: columns, inner: inner, left: input.baseAddress,
        right: weights.baseAddress, leftIsTransposed: false, rightIsTransposed: true,
        result: output.mutableBaseAddress, accumulates: true
      ).run(on: context)
    }
    return output
  }
}
