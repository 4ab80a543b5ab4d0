import CKernels
import COpenBLAS

/// result (+)= left' right', by our kernels where they pay and else by OpenBLAS, in blocks on threads of the pool.
struct MatrixProduct {
  let rows: Int
  let columns: Int
  let inner: Int
  let left: UnsafePointer<Float>
  let right: UnsafePointer<Float>
  let leftIsTransposed: Bool
  let rightIsTransposed: Bool
  let result: UnsafeMutablePointer<Float>
  let accumulates: Bool
  /// Whether OpenBLAS computes it, whatever the size.
  var usesLibrary = false

  /// Below this many multiplications packing costs more than the faster kernel saves.
  private static let leastPackedWork = 1 << 22
  /// Narrower results leave most of a panel empty.
  private static let leastPackedColumns = 32

  /// A block is at least so many multiplications: some ten microseconds, so that waking a thread pays.
  private static let leastBlockWork = 1 << 20
  /// Narrower blocks would spend their time on packing the operand that all blocks share.
  private static let leastBlockWidth = 48
  private static let mostBlocks = 32

  /// The extents of a matrix as it enters the product.
  static func extents(of matrix: Tensor, transposed: Bool) -> (Int, Int) {
    transposed ? (matrix.shape[1], matrix.shape[0]) : (matrix.shape[0], matrix.shape[1])
  }

  /// Whether blocks are of rows; the longer side is cut.
  private var cutsRows: Bool { rows >= columns }

  /// The width of a block: a multiple of 16 that depends on the shape alone, so that the bits do not depend on threads.
  private var blockWidth: Int {
    let side = cutsRows ? rows : columns
    let blocks = min(
      rows * columns * inner / Self.leastBlockWork, side / Self.leastBlockWidth, Self.mostBlocks)
    guard blocks > 1 else { return side }
    return ((side + blocks - 1) / blocks + 15) / 16 * 16
  }

  /// Computes the product with the threads and kernels of a `ck_context`.
  func run(on context: OpaquePointer) {
    guard rows > 0, columns > 0 else { return }
    var packed = packedProduct
    if isLarge, !usesLibrary, ck_matrix_product_is_served(&packed) {
      ck_matrix_multiply(context, &packed)
    } else {
      multiplyBlocks(on: ck_context_pool(context))
    }
  }

  private var isLarge: Bool {
    rows * columns * inner >= Self.leastPackedWork && columns >= Self.leastPackedColumns
      && max(rows, columns, inner) <= Int(Int32.max)
  }

  private var packedProduct: ck_matrix_product {
    ck_matrix_product(
      rows: Int32(truncatingIfNeeded: rows), columns: Int32(truncatingIfNeeded: columns),
      inner: Int32(truncatingIfNeeded: inner), left: left, right: right,
      left_is_transposed: leftIsTransposed, right_is_transposed: rightIsTransposed,
      left_stride: Int64(leftIsTransposed ? rows : inner),
      right_stride: Int64(rightIsTransposed ? inner : columns), target_stride: Int64(columns),
      bias: nil, accumulate: accumulates, target: result)
  }

  /// Computes all blocks with OpenBLAS.
  private func multiplyBlocks(on pool: OpaquePointer) {
    let side = cutsRows ? rows : columns
    let blocks = (side + blockWidth - 1) / blockWidth
    withUnsafePointer(to: self) { product in
      ck_pool_run(
        pool, Int64(blocks),
        { product, block, _ in
          product?.assumingMemoryBound(to: MatrixProduct.self).pointee.compute(block: Int(block))
        }, UnsafeMutableRawPointer(mutating: product))
    }
  }

  private func compute(block: Int) {
    let first = block * blockWidth
    let blockRows = cutsRows ? min(blockWidth, rows - first) : rows
    let blockColumns = cutsRows ? columns : min(blockWidth, columns - first)
    let firstRow = cutsRows ? first : 0
    let firstColumn = cutsRows ? 0 : first
    cblas_sgemm(
      CblasRowMajor, leftIsTransposed ? CblasTrans : CblasNoTrans,
      rightIsTransposed ? CblasTrans : CblasNoTrans, blasint(blockRows), blasint(blockColumns),
      blasint(inner), 1, left + (leftIsTransposed ? firstRow : firstRow * inner),
      blasint(leftIsTransposed ? rows : inner),
      right + (rightIsTransposed ? firstColumn * inner : firstColumn),
      blasint(rightIsTransposed ? inner : columns), accumulates ? 1 : 0,
      result + firstRow * columns + firstColumn, blasint(columns))
  }
}
