import Layers
import Optimizers

/// The network at a moment of a run.
public struct ModelSnapshot: Sendable {
  /// The network's description.
  public var model: Model
  /// Its weights.
  public var weights: ModelState
  /// The update rule with its state.
  public var optimizer: Optimizer

  /// Creates a snapshot.
  public init(model: Model, weights: ModelState, optimizer: Optimizer) {
    self.model = model
    self.weights = weights
    self.optimizer = optimizer
  }
}
