/// How strong the operations of a policy are.
public enum AugmentationSpace: Hashable, Sendable {
  /// That of RandAugment (Cubuk and others 2020), as torchvision has it.
  case randAugment
  /// The wide one of TrivialAugment (Mueller and Hutter 2021), as torchvision has it.
  case trivialAugment

  /// The number of magnitudes, from none at 0 to the strongest.
  public static let binCount = 31

  /// The magnitude of an operation, without its sign.
  ///
  /// - Parameters:
  ///   - operation: Whose magnitude; see `AugmentationOperation.apply`.
  ///   - bin: From 0 to 30.
  ///   - width: Pixels per row of the picture.
  ///   - height: Its rows.
  ///   - keepsPlaces: Whether shapes move so little that a zone of a radiograph stays where it is expected: slopes up to
  ///     0.1, a tenth of the side, 15 degrees.
  public func magnitude(
    of operation: AugmentationOperation, bin: Int, width: Int, height: Int,
    keepsPlaces: Bool = false
  ) -> Double {
    let share = Double(bin) / Double(Self.binCount - 1)
    let isWide = self == .trivialAugment
    switch operation {
    case .identity, .autoContrast, .equalize: return 0
    case .shearX, .shearY: return share * (keepsPlaces ? 0.1 : isWide ? 0.99 : 0.3)
    case .translateX: return share * translation(width, keepsPlaces)
    case .translateY: return share * translation(height, keepsPlaces)
    case .rotate: return share * (keepsPlaces ? 15 : isWide ? 135 : 30)
    case .brightness, .color, .contrast, .sharpness: return share * (isWide ? 0.99 : 0.9)
    case .posterize: return 8 - (share * (isWide ? 6 : 4)).rounded(.toNearestOrEven)
    case .solarize: return 255 * (1 - share)
    }
  }

  private func translation(_ side: Int, _ keepsPlaces: Bool) -> Double {
    if keepsPlaces { return Double(side) / 10 }
    return self == .trivialAugment ? 32 : 150.0 / 331 * Double(side)
  }
}
