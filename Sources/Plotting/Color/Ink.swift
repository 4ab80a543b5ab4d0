/// What something is drawn with, by its role: the theme says which colour that is.
public enum Ink: Hashable, Sendable {
  /// Text and axes.
  case foreground
  /// Secondary text: tick labels, captions.
  case muted
  /// Lines behind the data.
  case grid
  /// The paper.
  case background
  /// Behind a legend or a missing value.
  case panel
  /// A data series, counted from 0; colours repeat after the palette's end.
  case series(Int)
  /// The same colour in every theme.
  case fixed(Color)
}
