/// Why a backend cannot be made.
public enum BackendError: Error, Hashable, Sendable {
  /// The name is not that of an instruction set.
  case unknownLevel(String)
  /// This machine lacks the instruction set; `best` is the highest that it has.
  case unsupportedLevel(SIMDLevel, best: SIMDLevel)
  /// The number of threads is not in `CPUBackend.threadRange`.
  case threadCount(Int)
  /// The system refused that many threads, or memory.
  case noResources(threads: Int)
}

extension BackendError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownLevel(let name):
      let known = SIMDLevel.allCases.map(\.rawValue).joined(separator: ", ")
      return "\(SIMDLevel.environmentVariable)=\(name): expected one of \(known)"
    case .unsupportedLevel(let level, let best):
      return
        "this processor cannot run \(level.rawValue) instructions; its best is \(best.rawValue)"
    case .threadCount(let count):
      let range = CPUBackend.threadRange
      return "threads must be from \(range.lowerBound) to \(range.upperBound), not \(count)"
    case .noResources(let threads):
      return "the system refused \(threads) threads"
    }
  }
}
