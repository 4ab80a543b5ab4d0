import Basics
import TensorCore

/// Measures, within a few hundredths of a second, how fast this machine multiplies.
struct SpeedProbe {
  let backend: any Backend

  /// Floating-point operations per second of a matrix product: the speed that training comes near to at best.
  func operationsPerSecond() -> Double {
    let side = 384
    let matrix = Tensor(repeating: 0.5, shape: [side, side], pool: backend.storagePool)
    let operations = 2 * Double(side * side * side)
    var best = Double.infinity
    for _ in 0..<4 {
      let clock = Stopwatch()
      _ = backend.matrixProduct(matrix, transposed: false, matrix, transposed: false)
      best = min(best, clock.seconds)
    }
    return operations / best
  }
}
