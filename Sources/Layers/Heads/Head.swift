import TensorCore

/// The last part of a network: features to logits.
public protocol Head: Layer {
  /// The extents of the logits of one image: [classes], or [groups, classes].
  var outputShape: [Int] { get }
}
