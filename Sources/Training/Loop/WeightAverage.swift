import Glibc
import Layers
import TensorCore

/// A moving average of the weights, which is smoother than they are and usually scores better.
///
/// After the t-th update average = d average + (1 - d) weights with d = min(decay, (1 + t) / (10 + t)), so that the first
/// weights do not count for long (TensorFlow's `ExponentialMovingAverage` with `num_updates`). Running statistics of batch
/// norms are averaged alike; counters are the weights' own.
struct WeightAverage: Sendable {
  let decay: Double
  /// The average.
  private(set) var state: ModelState

  /// Begins with the present weights.
  init(decay: Double, of state: ModelState) {
    self.decay = decay
    self.state = state
  }

  /// Takes in the weights after an update.
  ///
  /// - Parameter updates: How many updates there have been, this one included.
  mutating func add(_ weights: ModelState, updates: Int) {
    let factor = Float(min(decay, Double(1 + updates) / Double(10 + updates)))
    for index in state.parameters.indices {
      Self.move(&state.parameters[index], towards: weights.parameters[index], keeping: factor)
    }
    for index in state.buffers.indices {
      Self.move(&state.buffers[index], towards: weights.buffers[index], keeping: factor)
    }
    state.counters = weights.counters
  }

  private static func move(_ average: inout Tensor, towards value: Tensor, keeping factor: Float) {
    value.withElements { value in
      average.withMutableElements { average in
        for index in average.indices {
          average[index] = factor * average[index] + (1 - factor) * value[index]
        }
      }
    }
  }
}
