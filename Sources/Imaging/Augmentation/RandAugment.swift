import Basics

/// Some operations drawn from fourteen, all of one magnitude; torchvision's `RandAugment`, interpolated bilinearly.
public struct RandAugment: ImageTransform, Hashable {
  /// How many operations are applied, one after the other.
  public var operationCount: Int
  /// Their magnitude, from 0 to 30.
  public var magnitude: Int
  /// Whether shapes move so little that zones stay in their places.
  public var keepsPlaces: Bool

  /// Creates the transform with torchvision's defaults.
  public init(operationCount: Int = 2, magnitude: Int = 9, keepsPlaces: Bool = false) {
    precondition(operationCount >= 0, "RandAugment: \(operationCount) operations")
    precondition(
      (0..<AugmentationSpace.binCount).contains(magnitude), "RandAugment: magnitude \(magnitude)")
    self.operationCount = operationCount
    self.magnitude = magnitude
    self.keepsPlaces = keepsPlaces
  }

  public func apply(to image: inout AugmentedImage, random: inout RandomSource) {
    for _ in 0..<operationCount {
      image.applyDrawn(
        from: .randAugment, bin: magnitude, keepsPlaces: keepsPlaces, random: &random)
    }
  }
}

/// One operation drawn from fourteen, of a drawn magnitude; torchvision's `TrivialAugmentWide`, interpolated bilinearly.
public struct TrivialAugment: ImageTransform, Hashable {
  /// Whether shapes move so little that zones stay in their places.
  public var keepsPlaces: Bool

  /// Creates the transform.
  public init(keepsPlaces: Bool = false) {
    self.keepsPlaces = keepsPlaces
  }

  public func apply(to image: inout AugmentedImage, random: inout RandomSource) {
    let bin = random.nextInt(below: AugmentationSpace.binCount)
    image.applyDrawn(from: .trivialAugment, bin: bin, keepsPlaces: keepsPlaces, random: &random)
  }
}

extension AugmentedImage {
  /// Applies an operation that is drawn, with a drawn sign.
  fileprivate mutating func applyDrawn(
    from space: AugmentationSpace, bin: Int, keepsPlaces: Bool, random: inout RandomSource
  ) {
    let operations = AugmentationOperation.allCases
    let operation = operations[random.nextInt(below: operations.count)]
    let sign: Double = random.nextBool(probability: 0.5) && operation.isSigned ? -1 : 1
    let magnitude = space.magnitude(
      of: operation, bin: bin, width: image.width, height: image.height, keepsPlaces: keepsPlaces)
    operation.apply(sign * magnitude, to: &self)
  }
}
