import Basics
import Imaging
import Layers
import TensorCore
import Training

/// The memory that training is going to take, before it takes it.
struct MemoryEstimate {
  /// What a training step keeps and computes with, in bytes.
  let stepByteCount: Int
  /// Weights, gradients and what the optimizer remembers, in bytes.
  let stateByteCount: Int
  /// Decoded images that are kept, and batches that are made ahead, in bytes.
  let imageByteCount: Int

  /// The program itself, in bytes.
  private static let programByteCount = 64 << 20

  /// Estimates a run from its model's layers.
  ///
  /// - Parameter batchSize: Images a step; nil: as configured.
  init(_ experiment: Experiment, batchSize: Int? = nil) {
    let batch = batchSize ?? experiment.training.batchSize
    let summary = experiment.model.summary(batchSize: batch)
    let execution = experiment.training.execution
    // What layers hand on, and what goes back through them.
    var perActivation = 2.0
    if execution.roundsSaved { perActivation -= 0.5 }
    if execution.recomputesBlocks { perActivation /= 3 }
    stepByteCount = Int(Double(summary.activationByteCount) * perActivation)
    // Weights, gradients and two moments; frozen weights have themselves alone.
    let trained = zip(experiment.model.layout.parameters, experiment.model.trainableParameters)
      .reduce(0) { $0 + ($1.1 ? $1.0.shape.count : 0) }
    stateByteCount = 4 * (summary.parameterCount + 3 * trained)
    let preprocessing = experiment.store.preprocessing
    let pixels = preprocessing.size * preprocessing.size * preprocessing.channels
    let kept = experiment.dataset.samples.count * pixels
    imageByteCount =
      min(kept, experiment.store.memoryLimit)
      + 4 * pixels * batch * (LoaderOptions().prefetchCount + 2)
  }

  /// All of it, in bytes.
  var byteCount: Int {
    stepByteCount + stateByteCount + imageByteCount + Self.programByteCount
  }

  /// What is wrong with it, if it is more than this machine, or this container, has; nil when it is not.
  func warning(available: AvailableMemory) -> String? {
    guard byteCount > available.byteCount else { return nil }
    return
      "training needs about \(NumberText.bytes(byteCount)), and \(NumberText.bytes(available.byteCount)) "
      + "of memory are available: it will probably be killed; a smaller batch_size or image_size, or "
      + "recompute = true, needs less"
  }
}
