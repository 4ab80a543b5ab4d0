import Basics
import TensorCore

/// Serves the samples of one split as batches, epoch after epoch.
///
/// Batches depend on (seed, epoch, step) alone: not on the number of threads, on what was cached, or
/// on where an epoch was started.
public struct BatchLoader: Sendable {
  private let indices: [Int]
  private let maker: BatchMaker
  private let options: LoaderOptions
  /// How often each sample is drawn, relative to the others; nil: each once.
  private let weights: [Double]?

  /// Creates a loader.
  ///
  /// - Parameters:
  ///   - store: the images; shared by the loaders of all splits.
  ///   - indices: the samples, as positions in the data set; at least one.
  ///   - options: batch size, order, augmentation, threads.
  ///   - pool: where the memory of the batches comes from.
  public init(store: ImageStore, indices: [Int], options: LoaderOptions, pool: StoragePool) {
    precondition(!indices.isEmpty, "a loader needs samples")
    precondition(options.batchSize > 0, "batch size \(options.batchSize)")
    self.indices = indices
    self.options = options
    weights =
      options.balancesClasses
      ? ClassBalance.weights(
        of: indices.map { store.samples[$0] }, ignoring: options.unbalancedLabel) : nil
    maker = BatchMaker(
      store: store, augmentation: options.augmentation,
      mirroredLabels: options.mirroredLabels, regions: options.regions, seed: options.seed,
      pool: pool, skipsBadImages: options.skipsBadImages)
  }

  /// The number of samples in an epoch.
  public var sampleCount: Int {
    // A product of what users give may be too large.
    guard let limit = options.batchLimit,
      limit < indices.count / max(1, min(options.batchSize, indices.count)) + 1
    else { return indices.count }
    return min(indices.count, limit * options.batchSize)
  }

  /// The number of batches in an epoch.
  public var batchCount: Int {
    BatchPlan.batchCount(samples: sampleCount, batchSize: options.batchSize)
  }

  /// Remarks for people, one line each.
  public var notices: [String] {
    indices.count >= options.batchSize
      ? []
      : [
        "batch_size \(options.batchSize) is more than the \(indices.count) samples: "
          + "one batch of \(indices.count) is used"
      ]
  }

  /// Which samples are in which batch of an epoch.
  public func plan(epoch: Int) -> BatchPlan {
    BatchPlan(
      indices: indices, batchSize: options.batchSize,
      shuffleSeed: options.isShuffled ? options.seed : nil, epoch: epoch,
      weights: weights.map { ($0, options.seed) }, limit: sampleCount)
  }

  /// Starts an epoch; the first batches are being prepared when this returns.
  ///
  /// The stream of the next epoch may be opened before that of this one is read to its end, so that
  /// its first batch is ready when it is wanted.
  ///
  /// - Parameters:
  ///   - epoch: chooses the order and the augmentation.
  ///   - step: the first batch to serve, from 0 to `batchCount`.
  public func batches(epoch: Int, from step: Int = 0) -> BatchStream {
    let plan = plan(epoch: epoch)
    precondition((0...plan.count).contains(step), "step \(step) of \(plan.count)")
    let work = BatchWork(
      plan: plan, maker: maker, epoch: epoch, firstStep: step,
      pieceSize: maker.store.isInstant ? Int.max / 2 : 1, depth: options.prefetchCount)
    return BatchStream(work, workers: step < plan.count ? options.workers : 0)
  }
}
