import Basics
import TensorCore

extension Batch {
  /// Every image of the batch blended with another one of it: mixup.
  ///
  /// Source: Zhang et al., "mixup: Beyond Empirical Risk Minimization" (2018). The share of an image's own is drawn from Beta(alpha, alpha) for the whole batch and is never the lesser one, so that
  /// its own labels remain those that scores are taken against; the loss is that of both images' labels, by their shares.
  ///
  /// - Parameters:
  ///   - alpha: Above 0; 1 draws every share alike, less blends less.
  ///   - random: Decides share and partners; give each batch its own.
  ///   - pool: Where the images' memory comes from.
  public func mixed(alpha: Double, random: RandomSource, pool: StoragePool) -> Batch {
    var random = random
    let drawn = random.nextBeta(alpha, alpha)
    let share = max(drawn, 1 - drawn)
    let partners = random.permutation(count: count)
    let size = images.shape.count / max(count, 1)
    var blend = Tensor(uninitialized: images.shape, pool: pool)
    let (own, other) = (Float(share), Float(1 - share))
    images.withElements { source in
      blend.withMutableElements { target in
        for (index, partner) in partners.enumerated() {
          let (here, there) = (index * size, partner * size)
          for place in 0..<size {
            target[here + place] = own * source[here + place] + other * source[there + place]
          }
        }
      }
    }
    func rearranged<Element>(_ values: [Element]) -> [Element] {
      let width = values.count / max(count, 1)
      return partners.flatMap { values[$0 * width..<($0 + 1) * width] }
    }
    var batch = self
    batch.images = blend
    batch.mixing = Mixing(
      share: share, labels: rearranged(labels), targets: rearranged(targets))
    return batch
  }

  /// The truth of the images that those of a batch were blended with.
  public struct Mixing: Sendable {
    /// How much of each image is its own, from 0.5 to 1.
    public var share: Double
    /// The partners' class indices, laid out as the batch's.
    public var labels: [Int32]
    /// The partners' targets, laid out as the batch's.
    public var targets: [Float]
  }

  /// The batch with the partners' truth in place of its own.
  public func partners(_ mixing: Mixing) -> Batch {
    var batch = self
    batch.labels = mixing.labels
    batch.targets = mixing.targets
    batch.mixing = nil
    return batch
  }
}
