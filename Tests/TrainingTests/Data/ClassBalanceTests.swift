import Basics
import Imaging
import TensorCore
import Testing
import Training

/// Rare classes come as often as frequent ones.
struct ClassBalanceTests {
  private func loader(
    _ dataset: MemoryDataset, ignoring label: Int32? = nil, limit: Int? = nil
  ) -> BatchLoader {
    var options = LoaderOptions()
    options.batchSize = 5
    options.balancesClasses = label != nil || limit == nil
    options.unbalancedLabel = label
    options.batchLimit = limit
    let store = ImageStore(
      dataset: dataset,
      preprocessing: PreprocessingOptions(size: 4, channels: 1, normalization: .medical),
      memoryLimit: 0)
    return BatchLoader(
      store: store, indices: Array(dataset.samples.indices), options: options,
      pool: StoragePool())
  }

  /// The share of each label among those drawn in 200 epochs.
  private func shares(_ loader: BatchLoader, _ dataset: MemoryDataset) -> [Int32: Double] {
    var counts: [Int32: Double] = [:]
    for epoch in 0..<200 {
      for index in loader.plan(epoch: epoch).order {
        for label in dataset.samples[index].labels {
          counts[label, default: 0] += 1
        }
      }
    }
    let total = counts.values.reduce(0, +)
    return counts.mapValues { $0 / total }
  }

  @Test func classesComeEquallyOften() {
    let dataset = MemoryDataset(labels: [
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
    ])
    let shares = shares(loader(dataset), dataset)
    // 4000 draws: a standard deviation of 0.0075.
    for label in 0..<3 { #expect(abs((shares[Int32(label)] ?? 0) - 1.0 / 3) < 0.03) }
  }

  @Test func anEpochsDrawDependsOnItsNumberAlone() {
    let loader = loader(MemoryDataset(labels: [0, 0, 0, 1, 1, 2]))
    #expect(loader.plan(epoch: 3).order == loader.plan(epoch: 3).order)
    #expect(loader.plan(epoch: 3).order != loader.plan(epoch: 4).order)
    #expect(loader.plan(epoch: 0).order.count == 6)
  }

  /// Of zones (0, 0), (0, 9), (9, 9), (1, 0), where 9 is unknown: weights 1/4, 1/4, the mean, (1 + 1/4) / 2.
  @Test func unknownZonesDoNotCount() {
    var dataset = MemoryDataset(labels: [0, 0, 0, 0])
    for (index, labels) in [[0, 0], [0, 9], [9, 9], [1, 0]].enumerated() {
      dataset.samples[index].labels = labels.map(Int32.init)
    }
    let weights = [0.25, 0.25, 0.375, 0.625]
    let loader = loader(dataset, ignoring: 9)
    var counts = [0.0, 0, 0, 0]
    for epoch in 0..<2000 {
      for index in loader.plan(epoch: epoch).order { counts[index] += 1 }
    }
    for (count, weight) in zip(counts, weights) {
      #expect(abs(count / 8000 - weight / 1.5) < 0.03)
    }
  }

  @Test func anEpochMayBeLimitedToItsFirstBatches() throws {
    let dataset = MemoryDataset(labels: (0..<23).map { $0 % 3 })
    let loader = loader(dataset, limit: 2)
    #expect(loader.batchCount == 2 && loader.sampleCount == 10)
    let stream = loader.batches(epoch: 0)
    var sizes: [Int] = []
    while let batch = try stream.next() { sizes.append(batch.count) }
    #expect(sizes == [5, 5])
    #expect(self.loader(dataset, limit: 100).batchCount == 5)
    #expect(self.loader(dataset, limit: .max).sampleCount == 23)
  }
}
