import TensorCore

/// The backends that every operation is tested on: each instruction set that this machine has.
enum BackendCases {
  static let levels = SIMDLevel.allCases.filter(\.isSupported)

  static func backend(_ level: SIMDLevel, threads: Int = 2) throws -> CPUBackend {
    try CPUBackend(threads: threads, simd: level)
  }
}
