import Imaging

/// An image on its way into a batch, not yet normalised.
enum BatchImage: Sendable {
  /// Scaled, with samples as deep as the file has them.
  case prepared(PreparedImage)
  /// Scaled and augmented, with samples from 0 to 1.
  case augmented(AugmentedImage)

  /// What augmentation did to the places of pixels; nil without it.
  var geometry: AffineMap? {
    if case .augmented(let image) = self { image.geometry } else { nil }
  }
}
