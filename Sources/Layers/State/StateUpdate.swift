import Autograd
import TensorCore

/// A change of a model's buffers that a forward pass asks for and whoever trains applies.
public enum StateUpdate: Sendable {
  /// Moves running statistics towards those of a batch.
  case runningStatistics(
    mean: BufferID, variance: BufferID, counter: CounterID, momentum: Float,
    batch: BatchStatistics)
}
