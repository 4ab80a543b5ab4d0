/// Colours for numbers from 0 to 1, for heat maps and matrices.
public struct ColorScale: Hashable, Sendable {
  private let stops: [Color]

  /// Creates a scale from colours at equal distances.
  ///
  /// - Parameter stops: at least one.
  public init(_ stops: [Color]) {
    precondition(!stops.isEmpty, "ColorScale: no colours")
    self.stops = stops
  }

  /// The colour of a number; numbers outside 0 to 1 take the nearest end.
  public subscript(value: Double) -> Color {
    guard value.isFinite, stops.count > 1 else { return stops[0] }
    let position = max(0, min(1, value)) * Double(stops.count - 1)
    let index = min(Int(position), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], position - Double(index))
  }

  /// From near white to dark blue: light where little is, so that it prints well.
  public static let blues = ColorScale(
    [0xF7F9FC, 0xD6E4F2, 0xA3C6E4, 0x62A0D0, 0x2C78B5, 0x0F4F8C, 0x08306B].map { Color($0) })

  /// From near white to dark red, for what is wrong.
  public static let reds = ColorScale(
    [0xFDF7F3, 0xFBDDCB, 0xF7B596, 0xEB8059, 0xD24B2C, 0xA72416, 0x6B0A0D].map { Color($0) })

  /// From dark violet over green to yellow, even in steps of brightness and safe for the colour-blind.
  public static let viridis = ColorScale(
    [0x440154, 0x46327E, 0x365C8D, 0x277F8E, 0x1FA187, 0x4AC16D, 0xA0DA39, 0xFDE725]
      .map { Color($0) })

  /// From blue over near white to orange: 0.5 is the middle.
  public static let diverging = ColorScale(
    [0x0B4F8A, 0x4F94C8, 0xB5D4EA, 0xF7F7F5, 0xF8CFA4, 0xE08A3C, 0x9C4A06].map { Color($0) })

  /// From black through red and yellow to white, for heat laid over a grey picture.
  public static let heat = ColorScale(
    [0x000004, 0x3B0F70, 0x8C2981, 0xDE4968, 0xFE9F6D, 0xFCFDBF].map { Color($0) })
}
