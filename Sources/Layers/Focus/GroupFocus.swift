/// What each group of a grouped head gets to see of an image.
public enum GroupFocus: Hashable, Sendable {
  /// All groups see the features of the whole image.
  case shared
  /// Each group sees the features of a copy of the image that shows its own region only, or mostly.
  ///
  /// The copies of all groups form one batch. `fill` is what black is, one number per channel or one for all.
  case masking([ImageRegion], fill: [Float], strength: MaskStrength = .zero)
  /// Each group sees the features of its own region of the whole image's feature map.
  case pooling([ImageRegion])

  /// The regions, one per group; none with `shared`.
  public var regions: [ImageRegion] {
    switch self {
    case .shared: []
    case .masking(let regions, _, _), .pooling(let regions): regions
    }
  }
}
