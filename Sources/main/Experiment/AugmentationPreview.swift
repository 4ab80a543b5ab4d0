import Basics
import Config
import Imaging
import Plotting
import Training

/// A contact sheet of training images as they are and as training will see them.
struct AugmentationPreview {
  let experiment: Experiment

  private static let images = 6
  private static let draws = 5

  /// A row for each image: as it is, then as it is in the first epochs; the truth below each.
  func figure() throws(DataError) -> Figure {
    let transforms = experiment.data.transforms(for: experiment.task)
    let random = RandomSource(seed: experiment.training.seed)
    var items: [ImageGrid.Item] = []
    for sample in spread(experiment.splits.train) {
      let original = try experiment.store.unitImage(of: sample)
      let id = experiment.dataset.samples[sample].id
      items.append(
        ImageGrid.Item(Image(original), caption: [id, truth(of: sample, mirrored: false)]))
      for epoch in 0..<Self.draws {
        // The same numbers as in training, so that these are the very pictures of its epochs.
        let drawn = transforms.applied(
          to: original, random: random.split("augmentation").split(epoch).split(sample))
        items.append(
          ImageGrid.Item(
            Image(drawn.image),
            caption: ["epoch \(epoch + 1)", truth(of: sample, mirrored: drawn.isMirrored)]))
      }
    }
    return Figure(
      "Augmentation: \(experiment.data.augmentation.map(\.text).joined(separator: ", "))",
      subtitle: "On the left the image as it is prepared, then as training sees it",
      panels: [ImageGrid(items: items, columns: Self.draws + 1)], width: 900)
  }

  /// Some samples from all over a split.
  private func spread(_ samples: [Int]) -> [Int] {
    let count = min(Self.images, samples.count)
    return (0..<count).map { samples[$0 * samples.count / count] }
  }

  private func truth(of sample: Int, mirrored: Bool) -> String {
    let sample = experiment.dataset.samples[sample]
    switch experiment.task {
    case .classification(let classes):
      return sample.labels.map { classes[Int($0)] }.joined()
    case .multilabel(let labels):
      let present = zip(labels, sample.targets).filter { $1 > 0.5 }.map(\.0)
      return present.isEmpty ? "none" : present.joined(separator: ", ")
    case .zones(let zones, _, let unknown):
      // The names of the classes would not fit.
      let order = mirrored ? experiment.task.mirroredLabels : nil
      let labels = zones.indices.map { Int(sample.labels[order?[$0] ?? $0]) }
      return "zones " + labels.map { $0 == unknown ? "?" : "\($0)" }.joined(separator: " ")
    }
  }
}

extension Image {
  /// The 8-bit picture of values from 0 to 1.
  fileprivate init(_ image: FloatImage) {
    self.init(
      width: image.width, height: image.height, channels: image.channels,
      pixels: image.values.map { UInt8((min(max($0, 0), 1) * 255).rounded()) })
  }
}
