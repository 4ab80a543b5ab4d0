import Autograd
import TensorCore

/// Something that a layer computed in a pass that is to be explained.
public enum Observation: Sendable {
  /// What is noted in a pass.
  public enum Subject: Hashable, Sendable {
    /// The outputs of the layers of the network's chain, of rank 3 and more.
    case outputs
    /// The attention of every block.
    case attention
  }

  /// The output of a layer: (images, height, width, channels), or (images, tokens, channels).
  case output(Variable)
  /// How much each token attends to each, the mean over the heads: images x tokens x tokens, each row with sum 1.
  case attention([Float], tokens: Int)
}
