import Glibc

/// The time of day.
public enum WallClock {
  /// The seconds since 1970.
  public static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A moment in UTC as ISO 8601 writes it: `2026-11-21T03:45:12Z`.
  ///
  /// - Parameter seconds: since 1970; fractions are cut off.
  public static func iso8601(_ seconds: Double) -> String {
    text(seconds, format: "%Y-%m-%dT%H:%M:%SZ", breakDown: gmtime_r)
  }

  /// A moment in local time, for people: `2026-11-21 03:45:12`.
  ///
  /// - Parameter seconds: since 1970; fractions are cut off.
  public static func localText(_ seconds: Double) -> String {
    text(seconds, format: "%Y-%m-%d %H:%M:%S", breakDown: localtime_r)
  }

  private static func text(
    _ seconds: Double, format: String,
    breakDown: (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> UnsafeMutablePointer<tm>?
  ) -> String {
    // What does not fit is no time: the start of 1970 says so.
    var time = time_t(exactly: seconds.rounded(.down)) ?? 0
    var parts = tm()
    _ = breakDown(&time, &parts)
    var buffer = [CChar](repeating: 0, count: 64)
    let count = strftime(&buffer, buffer.count, format, &parts)
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
