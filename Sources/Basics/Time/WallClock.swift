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

  /// A moment in UTC with microseconds, as Python's `datetime.isoformat` writes it: `2026-11-21T03:45:12.004000+00:00`.
  ///
  /// - Parameter seconds: since 1970.
  public static func iso8601WithMicroseconds(_ seconds: Double) -> String {
    let whole = seconds.rounded(.down)
    let fraction = min(Int(((seconds - whole) * 1e6).rounded()), 999_999)
    let digits = String(fraction)
    let padding = String(repeating: "0", count: 6 - digits.count)
    return text(whole, format: "%Y-%m-%dT%H:%M:%S", breakDown: gmtime_r)
      + ".\(padding)\(digits)+00:00"
  }

  /// Reads a moment in ISO 8601 with date, time and offset, or none for UTC: `2026-11-21T03:45:12.004+01:00`, `...12Z`.
  ///
  /// - Returns: seconds since 1970; nil for other texts.
  public static func seconds(iso8601 text: some StringProtocol) -> Double? {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    var end = 19
    var fraction = 0.0
    if bytes.count > 19, bytes[19] == UInt8(ascii: ".") {
      end = bytes[20...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.count
      guard end > 20, end <= 29, let digits = number(20..<end) else { return nil }
      fraction = Double(digits) / pow(10, Double(end - 20))
    }
    var offset = 0
    if end + 6 == bytes.count, let hours = number(end + 1..<end + 3),
      let minutes = number(end + 4..<end + 6)
    {
      offset = (hours * 60 + minutes) * (bytes[end] == UInt8(ascii: "-") ? -60 : 60)
    } else if end < bytes.count, bytes[end...] != [UInt8(ascii: "Z")] {
      return nil
    }
    var parts = tm()
    parts.tm_year = Int32(year - 1900)
    parts.tm_mon = Int32(month - 1)
    parts.tm_mday = Int32(day)
    parts.tm_hour = Int32(hour)
    parts.tm_min = Int32(minute)
    parts.tm_sec = Int32(second)
    return Double(timegm(&parts) - offset) + fraction
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
