/// The sizes of letters in figures, in points: few, and the same in all panels.
enum TextSize {
  /// Over a whole figure.
  static let heading = 15.0
  /// Over a panel.
  static let title = 12.0
  /// A number in a cell, a remark in an empty panel.
  static let value = 11.0
  /// Beside an axis, below a heading.
  static let label = 10.5
  /// Beside a bar.
  static let bar = 10.0
  /// At the ticks of an axis, in legends.
  static let tick = 9.5
  /// Below a picture.
  static let caption = 9.0
  /// The second line of a cell, at the ticks of many axes.
  static let small = 8.5
}
