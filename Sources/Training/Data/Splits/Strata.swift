/// What samples must have in common to be spread evenly over the splits.
///
/// - Classification: the class.
/// - Zones: which zones cannot be graded (a bit each), then the mean grade of the others, rounded.
/// - Multilabel: the rarest label that is present.
///
/// Keys are ordered such that neighbours are alike, which matters where a stratum is too small to be
/// spread by itself.
enum Strata {
  /// The key of each sample; equal keys are one stratum.
  static func keys(of samples: [Sample], task: PredictionTask) -> [Int] {
    switch task {
    case .classification:
      return samples.map { Int($0.labels.first ?? 0) }
    case .zones(let zones, let classes, let unknownClass):
      return samples.map { sample in
        var pattern = 0
        var sum = 0
        var graded = 0
        for (zone, label) in sample.labels.enumerated() {
          if Int(label) == unknownClass {
            pattern |= 1 << min(zone, 40)
          } else {
            sum += Int(label)
            graded += 1
          }
        }
        let severity = graded == 0 ? zones.count : (2 * sum + graded) / (2 * graded)
        return pattern * (max(classes.count, zones.count) + 1) + severity
      }
    case .multilabel(let labels):
      let counts = labels.indices.map { label in
        samples.reduce(0) { $0 + ($1.targets[label] > 0.5 ? 1 : 0) }
      }
      let byRarity = labels.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
      return samples.map { sample in
        byRarity.first { sample.targets[$0] > 0.5 } ?? labels.count
      }
    }
  }
}
