import Glibc

/// Seconds since a moment, on a clock that never jumps.
public struct Stopwatch: Sendable {
  private let start: Double

  /// Starts now.
  public init() { start = Self.monotonicSeconds() }

  /// The seconds since the start.
  public var seconds: Double { Self.monotonicSeconds() - start }

  private static func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
