import Basics
import Checkpoints
import Layers
import Optimizers
import TensorCore

extension Trainer {
  /// Takes over the optimizer's state, and nothing else, from another run's checkpoint.
  ///
  /// - Throws: `TrainingError.otherOptimizer` when it is another rule's or another network's.
  public mutating func takeOptimizerState(from path: String) throws(TrainingError) {
    do {
      let content = try PyTorchFile.read(path)
      try optimizer.restore(
        try content.value(at: "optimizer_state_dict"), layout: model.layout,
        pool: backend.storagePool)
    } catch let error as CheckpointError {
      throw .checkpoint(path: path, error)
    } catch {
      throw .otherOptimizer(path: path, reason: "\(error)")
    }
  }
}
