import Autograd
import Basics
import Layers
import TensorCore

/// Runs a model over a split without changing it.
public struct Evaluator: Sendable {
  private let model: Model
  private let loss: any TrainingLoss
  private let backend: any Backend

  /// Creates an evaluator.
  public init(model: Model, loss: any TrainingLoss, backend: any Backend) {
    self.model = model
    self.loss = loss
    self.backend = backend
  }

  /// Scores a state on all batches of a source.
  ///
  /// - Parameters:
  ///   - state: The weights.
  ///   - source: The split.
  ///   - metrics: An empty collection for the scores.
  ///   - failed: Told which images of a batch could not be loaded, where such images are skipped.
  ///   - starting: Told before each batch which one it is, from 1.
  ///   - progress: Told after each batch how many are done; says whether to go on.
  ///   - visit: Given each batch with its logits, row-major.
  /// - Returns: The loss, followed by the scores; nil when `progress` ended it.
  public func evaluate(
    _ state: ModelState, on source: BatchLoader, metrics: any EpochMetrics,
    failed: ([DataError]) -> Void = { _ in },
    starting: (_ step: Int) -> Void = { _ in },
    progress: (_ step: Int, _ steps: Int) -> Bool = { _, _ in true },
    visit: (Batch, [Float]) -> Void = { _, _ in }
  ) throws(DataError) -> MetricValues? {
    var metrics = metrics
    var sum = LossSum()
    let stream = source.batches(epoch: 0, from: 0)
    var step = 0
    while let batch = try stream.next() {
      starting(step + 1)
      failed(batch.failures)
      step += 1
      guard batch.count > 0 else {
        guard progress(step, source.batchCount) else { return nil }
        continue
      }
      var context = evaluationContext(state)
      let logits = model.forward(
        context.tape.constant(batch.images), masks: batch.masks, context: &context)
      let value = loss.value(of: logits, batch: batch, tape: &context.tape)
      sum.add(termSum: value.termSum, weightSum: value.weightSum)
      let scalars = logits.value.scalars
      metrics.add(logits: scalars, labels: batch.labels, targets: batch.targets)
      visit(batch, scalars)
      guard progress(step, source.batchCount) else { return nil }
    }
    var values = MetricValues()
    values["loss"] = sum.mean
    return values.merging(metrics.values)
  }

  /// The logits of images alone.
  ///
  /// - Parameters:
  ///   - state: The weights.
  ///   - images: (n, height, width, channels).
  ///   - masks: For each image the regions that the groups see; nil where, and empty when, those are the grid's cells.
  public func predict(
    _ state: ModelState, images: Tensor, masks: [RegionMask?] = []
  ) -> [Float] {
    var context = evaluationContext(state)
    return model.forward(context.tape.constant(images), masks: masks, context: &context)
      .value.scalars
  }

  private func evaluationContext(_ state: ModelState) -> ForwardContext {
    // Evaluation draws no random numbers: any source will do.
    ForwardContext(
      state: state, backend: backend, mode: .evaluation, random: RandomSource(seed: 0))
  }
}
