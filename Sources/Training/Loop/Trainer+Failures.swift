import Basics
import Layers
import TensorCore

extension Trainer {
  /// Counts a step whose loss or gradient is not finite, and finds out where that began.
  mutating func countBadStep(
    on batches: [Batch], random: [RandomSource], _ stepper: TrainingStep
  ) -> BadStep {
    progress.badSteps += 1
    progress.totalBadSteps += 1
    return BadStep(
      consecutive: progress.badSteps, total: progress.totalBadSteps,
      origin: stepper.originOfNonFinite(on: batches, state: state, random: random))
  }

  /// Gives up when too many steps in a row were bad.
  ///
  /// The last epoch's checkpoint stays as it is. Before there is one, the present weights are saved: bad steps have left
  /// them alone.
  mutating func checkBadSteps() throws(TrainingError) {
    guard progress.badSteps >= options.maxBadSteps else { return }
    if !FileSystem.exists(saver.folders.lastModel), hasFiniteWeights { saveWithinEpoch() }
    throw .diverged(
      epoch: progress.epoch + 1, step: progress.current.step, badSteps: progress.badSteps)
  }

  /// Gives up before weights that are not finite are saved over ones that are.
  func checkWeights() throws(TrainingError) {
    guard hasFiniteWeights else { throw .brokenWeights(epoch: progress.epoch) }
  }

  private var hasFiniteWeights: Bool { state.parameters.allSatisfy(backend.isFinite) }

  /// Reports images that could not be loaded, each once.
  mutating func report(_ failures: [DataError]) {
    for failure in failures where reportedFailures.insert(failure).inserted {
      warn("\(failure.anonymous); the image is left out", about: failure.imageName)
    }
  }
}

extension Batch {
  /// Whether there is enough to learn from: batch normalization cannot do with what is left of a batch when that is a
  /// single image.
  var isTrainable: Bool { failures.isEmpty ? count > 0 : count > 1 }
}
