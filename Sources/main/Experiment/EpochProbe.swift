import Basics
import Layers
import Optimizers
import TensorCore
import Training

/// Measures, with a few real steps on real images, how long an epoch takes on this machine.
struct EpochProbe {
  let experiment: Experiment

  /// What the steps took.
  struct Result {
    /// Seconds of an epoch whose images are decoded already, with its validation.
    var epoch: Double
    /// Seconds to decode all images once.
    var decoding: Double
  }

  /// Takes three steps, whose results are thrown away; nil without training data.
  func measure() throws -> Result? {
    guard let loader = experiment.loader(of: .train) else { return nil }
    let clock = Stopwatch()
    guard let batch = try loader.batches(epoch: 0).next() else { return nil }
    let decoding = clock.seconds / Double(batch.count)
    let random = RandomSource(seed: experiment.training.seed)
    var state = experiment.model.layout.initialState(
      random: random, pool: experiment.backend.storagePool)
    let options = experiment.optimization
    var optimizer = options.makeOptimizer(for: experiment.model)
    let step = TrainingStep(
      model: experiment.model, loss: experiment.makeLoss(), backend: experiment.backend)
    var seconds: [Double] = []
    for _ in 0..<3 {
      let clock = Stopwatch()
      _ = step.run(
        on: batch, state: &state, optimizer: &optimizer, learningRate: options.learningRate,
        random: random)
      seconds.append(clock.seconds)
    }
    // The first step makes what the others use again.
    let perStep = seconds.dropFirst().max() ?? 0
    let validation = Double(experiment.splits.val.count) / Double(batch.count)
    return Result(
      epoch: perStep * (Double(loader.batchCount) + validation / 2),
      decoding: decoding * Double(loader.sampleCount + experiment.splits.val.count))
  }
}
