/// The colours of the roles that inks have.
public struct Theme: Hashable, Sendable {
  /// Text and axes.
  public var foreground: Color
  /// Secondary text.
  public var muted: Color
  /// Lines behind the data.
  public var grid: Color
  /// The paper.
  public var background: Color
  /// Behind a legend or a missing value.
  public var panel: Color
  /// The data series, at least one.
  public var series: [Color]

  /// Dark on white, as papers are printed; series in the order of Okabe and Ito (2008), yellow last.
  public static let light = Theme(
    foreground: Color(0x1F2328), muted: Color(0x59636E), grid: Color(0xE3E6EA),
    background: Color(0xFFFFFF), panel: Color(0xF3F4F6),
    series: [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x6B6B6B, 0xC9B700]
      .map { Color($0) })

  /// Light on dark; the same hues, brighter.
  public static let dark = Theme(
    foreground: Color(0xE6EAEF), muted: Color(0xA3ADB8), grid: Color(0x313842),
    background: Color(0x14181D), panel: Color(0x1F252C),
    series: [0x4FA3E0, 0xF0824A, 0x2CC295, 0xE2A0C4, 0xF2B733, 0x8CCDF2, 0xA8A8A8, 0xF0E442]
      .map { Color($0) })

  /// The colour of an ink.
  public func color(of ink: Ink) -> Color {
    switch ink {
    case .foreground: foreground
    case .muted: muted
    case .grid: grid
    case .background: background
    case .panel: panel
    case .series(let index): series[Int(index.magnitude) % series.count]
    case .fixed(let color): color
    }
  }
}
