import CKernels
import COpenBLAS

/// result (+)= left' right', cut into blocks of rows or of columns that OpenBLAS computes on threads of the pool.
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

  /// Computes all blocks.
  func run(on pool: OpaquePointer) {
    guard rows > 0, columns > 0 else { return }
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
