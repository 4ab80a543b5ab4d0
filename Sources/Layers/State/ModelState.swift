import Autograd
import TensorCore

/// Everything that training changes in a model; a value, described by a `ModelLayout`.
public struct ModelState: Sendable {
  /// The trained tensors, in PyTorch's order of `parameters()`.
  public var parameters: [Tensor]
  /// The tensors that are kept but not trained, such as running statistics.
  public var buffers: [Tensor]
  /// Whole numbers that are kept, such as `num_batches_tracked`.
  public var counters: [Int]

  /// Creates a state; its parts are in the order of the layout that describes it.
  public init(parameters: [Tensor], buffers: [Tensor], counters: [Int]) {
    self.parameters = parameters
    self.buffers = buffers
    self.counters = counters
  }

  /// Applies what a training step's forward pass asked for, in its order.
  public mutating func apply(_ updates: [StateUpdate]) {
    for update in updates {
      switch update {
      case .runningStatistics(let mean, let variance, let counter, let momentum, let batch):
        // The running variance is an estimate for the population: unbiased, as in PyTorch.
        let correction = Float(Double(batch.sampleCount) / Double(batch.sampleCount - 1))
        move(mean, towards: batch.mean, by: momentum, scaledBy: 1)
        move(variance, towards: batch.variance, by: momentum, scaledBy: correction)
        counters[counter.index] += 1
      }
    }
  }

  private mutating func move(
    _ buffer: BufferID, towards target: Tensor, by momentum: Float, scaledBy factor: Float
  ) {
    target.withElements { target in
      buffers[buffer.index].withMutableElements { running in
        for index in running.indices {
          running[index] = (1 - momentum) * running[index] + momentum * (target[index] * factor)
        }
      }
    }
  }
}
