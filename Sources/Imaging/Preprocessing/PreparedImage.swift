/// A picture at its final size in its own depth, with what is needed to finish it: what a cache
/// keeps.
public struct PreparedImage: Hashable, Sendable {
  /// The resized picture without bars; grey pictures have one channel.
  public let content: Image
  /// The sample values that become 0 and 1, found before resizing.
  public let window: IntensityWindow
  let plan: ResizePlan

  /// The memory that the samples take, in bytes.
  public var byteCount: Int { content.byteCount }
}
