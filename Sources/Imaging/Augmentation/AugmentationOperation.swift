/// The operations from which RandAugment and TrivialAugment draw.
public enum AugmentationOperation: String, Hashable, Sendable, CaseIterable {
  case identity, shearX, shearY, translateX, translateY, rotate
  case brightness, color, contrast, sharpness
  case posterize, solarize, autoContrast, equalize

  /// Whether the magnitude's sign is drawn as well.
  var isSigned: Bool {
    switch self {
    case .identity, .posterize, .solarize, .autoContrast, .equalize: false
    default: true
    }
  }

  /// Applies the operation to a picture.
  ///
  /// - Parameter magnitude: A slope (shears), pixels (translations), degrees counter-clockwise, what is added to a factor
  ///   of 1 (brightness to sharpness), bits (posterize) or an 8-bit level (solarize).
  public func apply(_ magnitude: Double, to image: inout AugmentedImage) {
    let picture = image.image
    let (width, height) = (picture.width, picture.height)
    switch self {
    case .identity: return
    // The corner of the picture, half a pixel before the first centre, stays in place.
    case .shearX: image.warp(by: AffineMap(1, magnitude, magnitude / 2, 0, 1, 0))
    case .shearY: image.warp(by: AffineMap(1, 0, 0, magnitude, 1, magnitude / 2))
    case .translateX: image.warp(by: AffineMap(1, 0, -magnitude.rounded(.towardZero), 0, 1, 0))
    case .translateY: image.warp(by: AffineMap(1, 0, 0, 0, 1, -magnitude.rounded(.towardZero)))
    case .rotate: image.warp(by: .inverse(degrees: magnitude, width: width, height: height))
    case .brightness: image.image = picture.adjustedBrightness(Float(1 + magnitude))
    case .color: image.image = picture.adjustedSaturation(Float(1 + magnitude))
    case .contrast: image.image = picture.adjustedContrast(Float(1 + magnitude))
    case .sharpness: image.image = picture.adjustedSharpness(Float(1 + magnitude))
    case .posterize: image.image = picture.posterized(bits: Int(magnitude))
    case .solarize: image.image = picture.solarized(threshold: magnitude)
    case .autoContrast: image.image = picture.autocontrasted()
    case .equalize: image.image = picture.equalized()
    }
  }
}
