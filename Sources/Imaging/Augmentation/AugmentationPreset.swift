/// A ready-made list of random changes for training.
public enum AugmentationPreset: String, Hashable, Sendable, CaseIterable {
  /// Pictures stay as they are.
  case none
  /// What a second exposure of the same subject might differ by.
  ///
  /// A flip (where allowed), up to 7 degrees, 5 % shift, 5 % scale, 10 % brightness and contrast.
  case `default`
  /// Wide changes, for small data sets and long training.
  ///
  /// A flip (where allowed), up to 15 degrees, 10 % shift, 15 % scale, 25 % brightness and contrast.
  case strong

  /// The name in configurations.
  public var name: String { rawValue }

  /// The transforms of the preset, in the order in which they apply.
  ///
  /// - Parameter allowsFlip: false where left and right mean something, as in radiographs whose
  ///   zones a flip would swap.
  public func transforms(allowsFlip: Bool) -> [any ImageTransform] {
    let flip: [any ImageTransform] = allowsFlip ? [HorizontalFlip()] : []
    switch self {
    case .none: return []
    case .default:
      return flip + [
        RandomAffine(degrees: 7, translation: 0.05, scale: 0.95...1.05),
        BrightnessContrast(brightness: 0.1, contrast: 0.1),
      ]
    case .strong:
      return flip + [
        RandomAffine(degrees: 15, translation: 0.1, scale: 0.85...1.15),
        BrightnessContrast(brightness: 0.25, contrast: 0.25),
      ]
    }
  }
}
