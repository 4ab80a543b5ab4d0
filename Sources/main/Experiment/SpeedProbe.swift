import Basics
import TensorCore

/// Measures, within a few hundredths of a second, how fast this machine multiplies.
struct SpeedProbe {
  let backend: any Backend

  /// Floating-point operations per second of a matrix product: the speed that training comes near to at best.
  func operationsPerSecond() -> Double {
    Self.operationsPerSecond(side: 384, pool: backend.storagePool) {
      backend.matrixProduct($0, transposed: false, $0, transposed: false)
    }
  }

  /// The speed of OpenBLAS's sgemm on matrices of 2048 x 2048, from the best of four.
  static func libraryOperationsPerSecond(_ backend: CPUBackend) -> Double {
    operationsPerSecond(side: 2048, pool: backend.storagePool) {
      backend.libraryMatrixProduct($0, $0)
    }
  }

  private static func operationsPerSecond(
    side: Int, pool: StoragePool, multiply: (Tensor) -> Tensor
  ) -> Double {
    let matrix = Tensor(repeating: 0.5, shape: [side, side], pool: pool)
    let operations = 2 * Double(side * side * side)
    var best = Double.infinity
    for _ in 0..<4 {
      let clock = Stopwatch()
      _ = multiply(matrix)
      best = min(best, clock.seconds)
    }
    return operations / best
  }
}
