/// A picture on its way through random changes, with where its pixels come from.
///
/// Whatever else belongs to the picture, masks or regions say, follows it by the same map:
/// `mask.warped(by: augmented.geometry, border: .constant(0))`.
public struct AugmentedImage: Hashable, Sendable {
  /// The picture as it is now.
  public var image: FloatImage
  /// From pixel positions now to positions in the picture at the beginning.
  public private(set) var geometry = AffineMap.identity

  /// Begins with a picture.
  public init(_ image: FloatImage) {
    self.image = image
  }

  /// Whether left and right have changed places.
  public var isMirrored: Bool { geometry.isMirrored }

  /// Replaces the picture by what is seen through a map.
  public mutating func warp(by map: AffineMap, border: ImageBorder = .constant(0)) {
    image = image.warped(by: map, border: border)
    geometry = geometry.after(map)
  }

  /// Replaces the picture by another of the same shape whose pixels come from where a map says.
  public mutating func replace(by image: FloatImage, map: AffineMap) {
    self.image = image
    geometry = geometry.after(map)
  }
}
