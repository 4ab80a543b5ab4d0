import Basics
import Imaging
import Layers
import Optimizers
import TensorCore
import Training

/// The memory that training is going to take, before it takes it.
///
/// What steps take is measured with a few images and drawn out to a whole batch; where even that would be too much, the
/// model's layers tell roughly.
struct MemoryEstimate {
  /// Weights, gradients, what the optimizer remembers, and what a step keeps and computes with, in bytes.
  let stepByteCount: Int
  /// Decoded images that are kept, and batches that are made ahead, in bytes.
  let imageByteCount: Int
  /// What files take besides, at most: the best checkpoint, which is read and written again to hold its calibration, and
  /// one tensor at a time in the order of the file, as numbers and as bytes.
  let savingByteCount: Int

  /// The program itself, with its libraries and what OpenBLAS sets aside, in bytes.
  private static let programByteCount = 26 << 20

  /// Measures steps with few images; from the model's layers alone where that does not fit either.
  ///
  /// - Parameters:
  ///   - experiment: The run.
  ///   - available: What the machine, or its container, has.
  init(_ experiment: Experiment, available: AvailableMemory) throws {
    let largest = experiment.model.layout.parameters.map(\.shape.count).max() ?? 0
    savingByteCount = Self.checkpointByteCount(of: experiment) + 2 * 4 * largest
    imageByteCount = Self.imageByteCount(of: experiment)
    let batch = experiment.training.batchSize
    let few = min(batch, 4)
    let bytes = Self.roughByteCount(of: experiment, batchSize: few)
    guard bytes < available.byteCount / 2,
      let measured = try Self.measuredByteCount(of: experiment, few: few)
    else {
      stepByteCount = Self.roughByteCount(of: experiment, batchSize: batch)
      return
    }
    stepByteCount = measured + Self.furtherByteCount(of: experiment)
  }

  /// All of it, in bytes.
  var byteCount: Int {
    stepByteCount + imageByteCount + savingByteCount + Self.programByteCount
  }

  /// The size of a checkpoint: weights, what the optimizer remembers of the trained ones, and their average's originals.
  static func checkpointByteCount(of experiment: Experiment) -> Int {
    let parameters = experiment.model.layout.parameterCount
    let slots = experiment.optimization.makeRule().slotNames.count
    let average = experiment.training.averageDecay == nil ? 0 : parameters
    return 4 * (parameters + slots * trainedCount(in: experiment) + average)
  }

  private static func trainedCount(in experiment: Experiment) -> Int {
    zip(experiment.model.layout.parameters, experiment.model.trainableParameters)
      .reduce(0) { $0 + ($1.1 ? $1.0.shape.count : 0) }
  }

  /// What is wrong with it, if it is more than this machine, or this container, has; nil when it is not.
  func warning(available: AvailableMemory) -> String? {
    guard byteCount > available.byteCount else { return nil }
    return
      "training needs about \(NumberText.bytes(byteCount)), and \(NumberText.bytes(available.byteCount)) "
      + "of memory are available: it will probably be killed; a smaller batch_size or image_size, or "
      + "recompute = true, needs less"
  }

  /// The largest amount that tensors took in a step of a whole batch, drawn out from steps of one half and all of few images.
  private static func measuredByteCount(of experiment: Experiment, few: Int) throws -> Int? {
    let sizes = few < 4 ? [few] : [few / 2, few]
    var peaks: [Int] = []
    for size in sizes {
      guard let bytes = try peakByteCount(of: experiment, batchSize: size) else { return nil }
      peaks.append(bytes)
    }
    guard sizes.count == 2 else { return peaks[0] }
    let perImage = Double(max(peaks[1] - peaks[0], 0)) / Double(sizes[1] - sizes[0])
    return peaks[1] + Int(perImage * Double(experiment.training.batchSize - sizes[1]))
  }

  private static func peakByteCount(
    of experiment: Experiment, batchSize: Int
  ) throws -> Int? {
    guard let loader = experiment.loader(of: .train, batchSize: batchSize),
      let batch = try loader.batches(epoch: 0).next()
    else { return nil }
    let pool = experiment.backend.storagePool
    let random = RandomSource(seed: experiment.training.seed)
    var state = experiment.model.layout.initialState(random: random, pool: pool)
    var optimizer = experiment.optimization.makeOptimizer(for: experiment.model)
    let step = TrainingStep(
      model: experiment.model, loss: experiment.makeLoss(), backend: experiment.backend,
      execution: experiment.training.execution)
    pool.restartPeak()
    // The optimizer's memory is there from the first step on, beside all that the second one takes.
    for index in 0..<2 {
      _ = step.run(
        on: batch, state: &state, optimizer: &optimizer,
        learningRate: experiment.optimization.learningRate, random: random.split(index))
    }
    return pool.statistics.peakBytesInUse
  }

  /// What settings add to a step's own memory: copies of the weights, and sums of gradients.
  private static func furtherByteCount(of experiment: Experiment) -> Int {
    let copies =
      (experiment.training.averageDecay == nil ? 0 : 1)
      + (experiment.training.accumulatedBatches > 1 ? 1 : 0)
    return 4 * copies * experiment.model.layout.parameterCount
  }

  /// What layers hand on, and what goes back through them, beside weights, gradients and two moments.
  private static func roughByteCount(of experiment: Experiment, batchSize: Int) -> Int {
    let summary = experiment.model.summary(batchSize: batchSize)
    let execution = experiment.training.execution
    var perActivation = 2.0
    if execution.roundsSaved { perActivation -= 0.5 }
    if execution.recomputesBlocks { perActivation /= 3 }
    // Frozen weights have themselves alone.
    return Int(Double(summary.activationByteCount) * perActivation)
      + 4 * (summary.parameterCount + 3 * trainedCount(in: experiment))
      + furtherByteCount(of: experiment)
  }

  private static func imageByteCount(of experiment: Experiment) -> Int {
    let preprocessing = experiment.store.preprocessing
    let pixels = preprocessing.size * preprocessing.size * preprocessing.channels
    let kept = experiment.dataset.samples.count * pixels
    let ahead = LoaderOptions().prefetchCount + 1
    return min(kept, experiment.store.memoryLimit)
      + 4 * pixels * experiment.training.batchSize * ahead
  }
}
