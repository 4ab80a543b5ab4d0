/// How a picture of any shape becomes a square.
public enum ResizeMode: String, Hashable, Sendable, CaseIterable {
  /// Both sides are scaled on their own; the aspect ratio changes.
  case squash
  /// The shorter side becomes the size, the middle of the longer one is kept.
  ///
  /// Rounds as torchvision's `Resize(size)` followed by `CenterCrop(size)`.
  case crop
  /// The longer side becomes the size; black bars fill the rest, the picture in the middle.
  ///
  /// Rounds as Pillow's `ImageOps.pad`.
  case pad

  /// The name in configurations.
  public var name: String { rawValue }
}
