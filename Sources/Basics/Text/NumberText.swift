import Glibc

/// Numbers as text for people; files use the shortest exact digits instead (`description`).
public enum NumberText {
  /// A number with a fixed count of decimals: 0.81 with 3 decimals is `0.810`.
  public static func fixed(_ number: Double, decimals: Int) -> String {
    printed("%.*f", Int32(clamping: decimals), number)
  }

  /// A number with a count of significant digits, as `%g` writes it: 0.00001 is `1e-05`.
  public static func significant(_ number: Double, digits: Int = 4) -> String {
    printed("%.*g", Int32(clamping: digits), number)
  }

  /// A fraction as a percentage: 0.8137 with 1 decimal is `81.4 %`.
  public static func percent(_ fraction: Double, decimals: Int = 1) -> String {
    fixed(fraction * 100, decimals: decimals) + " %"
  }

  /// A whole number with its thousands apart: `6,413,312`.
  public static func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    for position in stride(from: digits.count - 3, to: 0, by: -3) {
      digits.insert(",", at: position)
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  /// A size in bytes with a binary unit: `512 B`, `1.5 KiB`, `24.5 MiB`.
  public static func bytes(_ count: Int) -> String {
    var value = Double(count)
    var unit = "B"
    for larger in ["KiB", "MiB", "GiB", "TiB"] where abs(value) >= 1024 {
      value /= 1024
      unit = larger
    }
    return (unit == "B" ? String(count) : fixed(value, decimals: 1)) + " " + unit
  }

  /// A time span: `0.35 s`, `42 s`, `2 min 03 s`, `1 h 02 min 03 s`, `2 d 03 h 04 min`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, let whole = Int(exactly: seconds.rounded()) else { return "unknown" }
    if seconds < 9.95 { return significant(max(0, seconds), digits: 2) + " s" }
    let (minutes, hours, days) = (whole / 60, whole / 3600, whole / 86_400)
    if minutes == 0 { return "\(whole) s" }
    if hours == 0 { return "\(minutes) min \(padded(whole % 60)) s" }
    if days == 0 { return "\(hours) h \(padded(minutes % 60)) min \(padded(whole % 60)) s" }
    return "\(days) d \(padded(hours % 24)) h \(padded(minutes % 60)) min"
  }

  private static func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

  private static func printed(_ format: String, _ arguments: any CVarArg...) -> String {
    // The largest double has 309 digits in front of the point.
    var buffer = [CChar](repeating: 0, count: 512)
    let count = withVaList(arguments) { vsnprintf(&buffer, buffer.count, format, $0) }
    let bytes = buffer.prefix(min(Int(count), buffer.count - 1))
    return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// `1 image`, `2 images`.
  public static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
