/// What decides the bytes of a phantom data set.
public struct PhantomOptions: Hashable, Sendable {
  /// The number of images, at least 1.
  public var count: Int
  /// Selects the patients and their images; image k is the same for every count.
  public var seed: UInt64
  /// The side of the square images in pixels, at least 16; textures are drawn for 64 and more.
  public var size: Int
  /// The share of images written as JPEG instead of PNG, from 0 to 1.
  public var jpegFraction: Double
  /// libjpeg's quality, from 1 to 100.
  public var jpegQuality: Int

  /// Creates options.
  public init(
    count: Int = 1000, seed: UInt64 = 42, size: Int = 256, jpegFraction: Double = 0.5,
    jpegQuality: Int = 92
  ) {
    precondition(count > 0, "a phantom data set of \(count) images")
    precondition(size >= 16, "phantoms of \(size) pixels, at least 16")
    precondition((0...1).contains(jpegFraction), "a JPEG share of \(jpegFraction)")
    precondition((1...100).contains(jpegQuality), "a JPEG quality of \(jpegQuality)")
    self.count = count
    self.seed = seed
    self.size = size
    self.jpegFraction = jpegFraction
    self.jpegQuality = jpegQuality
  }
}
