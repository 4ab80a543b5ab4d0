import COpenBLAS

/// A matrix in memory: an address, and the floats from one row to the next.
struct MatrixView {
  let address: UnsafePointer<Float>
  let stride: Int
  var isTransposed = false

  /// The same matrix seen with rows and columns exchanged.
  var transposed: MatrixView {
    MatrixView(address: address, stride: stride, isTransposed: !isTransposed)
  }
}

/// target (+)= left right, by OpenBLAS on the calling thread.
func multiply(
  _ left: MatrixView, _ right: MatrixView, rows: Int, columns: Int, inner: Int,
  into target: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool = false
) {
  cblas_sgemm(
    CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
    right.isTransposed ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns),
    blasint(inner), 1, left.address, blasint(left.stride), right.address, blasint(right.stride),
    accumulate ? 1 : 0, target, blasint(stride))
}
