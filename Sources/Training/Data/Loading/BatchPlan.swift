import Basics

/// Which samples go through the model together in one epoch, and in which order.
///
/// The order is a pure function of (seed, epoch): it depends neither on threads nor on earlier epochs, so that an
/// epoch can be continued at any step. A last batch of one image joins the batch before it, because batch
/// normalisation cannot do with a single image; a part smaller than the batch size is one smaller batch.
public struct BatchPlan: Hashable, Sendable {
  /// The samples in the order of the epoch, as indices into the data set.
  public let order: [Int]
  private let batchSize: Int

  /// Lays out an epoch.
  ///
  /// - Parameters:
  ///   - indices: the samples, as indices into the data set.
  ///   - batchSize: the images per batch, at least 1.
  ///   - shuffleSeed: the run's seed when the order is random, nil to keep the order of `indices`.
  ///   - epoch: the epoch whose order is wanted.
  ///   - weights: how often each sample is drawn, with repetition, and the seed of that; nil: each comes once.
  ///   - limit: the most samples; nil: all.
  public init(
    indices: [Int], batchSize: Int, shuffleSeed: UInt64?, epoch: Int,
    weights: (values: [Double], seed: UInt64)? = nil, limit: Int? = nil
  ) {
    precondition(batchSize > 0, "batch size \(batchSize)")
    self.batchSize = max(1, min(batchSize, indices.count))
    let order: [Int]
    if let weights {
      var random = RandomSource(seed: weights.seed).split("balance").split(epoch)
      order = ClassBalance.draw(indices.count, by: weights.values, random: &random)
        .map { indices[$0] }
    } else if let shuffleSeed {
      var random = RandomSource(seed: shuffleSeed).split("shuffle").split(epoch)
      order = random.shuffled(indices)
    } else {
      order = indices
    }
    self.order = limit.map { Array(order.prefix($0)) } ?? order
  }

  /// The number of batches.
  public var count: Int { BatchPlan.batchCount(samples: order.count, batchSize: batchSize) }

  /// The samples of one batch, as indices into the data set.
  public subscript(step: Int) -> ArraySlice<Int> {
    precondition((0..<count).contains(step), "step \(step) of \(count)")
    return order[step * batchSize..<(step + 1 == count ? order.count : (step + 1) * batchSize)]
  }

  /// The number of batches that samples make: the last holds 2 to batchSize + 1 images where that is possible.
  public static func batchCount(samples: Int, batchSize: Int) -> Int {
    let size = max(1, min(batchSize, samples))
    let (full, rest) = samples.quotientAndRemainder(dividingBy: size)
    return rest > 1 || full == 0 && rest == 1 ? full + 1 : full
  }
}
