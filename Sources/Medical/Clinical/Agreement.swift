import Basics
import Training

/// How well one reading of images agrees with another: zone by zone, in the average, in the class of heart failure.
public struct Agreement: Sendable {
  /// The zones' names.
  public let zones: [String]
  /// Each zone's scores.
  public let zoneScores: [GradeScores]
  /// The scores of the labels of all zones together.
  public let pooled: GradeScores
  /// The averages of images in which both readings have one, the reference's from its zones.
  public let average: AverageAgreement
  /// The same against the score that the reference gave apart from its zones; nil when it gave none.
  public let givenScore: AverageAgreement?
  /// The images that both have read.
  public let images: [Int]

  private let reference: Readings
  private let answers: Readings

  /// Compares two readings of the same images.
  ///
  /// - Parameters:
  ///   - reference: What counts as the truth.
  ///   - answers: What is judged.
  ///   - ids: The images' names.
  ///   - zones: The zones' names.
  ///   - expectations: For each image a finer average than that of whole grades, for ranking; nil: that of the grades.
  public init(
    reference: Readings, answers: Readings, ids: [String], zones: [String],
    expectations: [Double?]? = nil
  ) {
    self.zones = zones
    self.reference = reference
    self.answers = answers
    var confusions = zones.map { _ in ConfusionMatrix(classCount: CongestionGrade.count) }
    var images: [Int] = []
    for (image, (truth, answer)) in zip(reference.grades, answers.grades).enumerated() {
      guard let truth, let answer else { continue }
      images.append(image)
      for zone in zones.indices {
        confusions[zone].add(truth: truth[zone], prediction: answer[zone])
      }
    }
    self.images = images
    zoneScores = confusions.map(GradeScores.init)
    var all = ConfusionMatrix(classCount: CongestionGrade.count)
    for confusion in confusions { all.add(confusion) }
    pooled = GradeScores(all)

    let predicted = answers.averages
    let ranking = expectations ?? predicted
    func compare(_ truth: [Double?]) -> AverageAgreement {
      AverageAgreement(
        images.compactMap { image in
          guard let truth = truth[image], let answer = predicted[image] else { return nil }
          return AverageAgreement.Pair(
            image: image, id: ids[image], truth: truth, prediction: answer,
            ranking: ranking[image] ?? answer)
        })
    }
    average = compare(reference.averages)
    let hasScores = images.contains { reference.scores[$0] != nil }
    givenScore = hasScores ? compare(reference.scores) : nil
  }

  /// The overall scores by their standard names: means over zones for what averages over grades, pooled otherwise.
  public var values: MetricValues {
    Agreement.values(
      zoneScores, pooled, average.sums, average.classes, givenScore.map { ($0.sums, $0.classes) },
      zones: zones)
  }

  private static func values(
    _ zoneScores: [GradeScores], _ pooled: GradeScores, _ average: PairSums,
    _ classes: ConfusionMatrix, _ given: (sums: PairSums, classes: ConfusionMatrix)?,
    zones: [String]
  ) -> MetricValues {
    func mean(_ score: (GradeScores) -> Double?) -> Double? {
      let defined = zoneScores.compactMap(score)
      return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    }
    var values = MetricValues()
    values["accuracy"] = pooled.accuracy
    values["balanced_accuracy"] = mean(\.balancedAccuracy)
    values["f1_macro"] = mean(\.f1)
    values["f1_macro_pooled"] = pooled.f1
    values["f1_weighted"] = mean(\.weightedF1)
    values["quadratic_kappa"] = pooled.quadraticKappa
    values["mae"] = pooled.meanAbsoluteError
    values["rmse"] = pooled.rootMeanSquaredError
    values["unknown_f1"] = pooled.unknown.f1
    values = values.merging(average.values("csi"))
      .merging(HeartFailureScores(classes).values("ahf"))
    if let given {
      values = values.merging(given.sums.values("csi_column"))
        .merging(HeartFailureScores(given.classes).values("ahf_column"))
    }
    for (zone, scores) in zip(zones, zoneScores) {
      values["accuracy_\(zone)"] = scores.accuracy
      values["f1_macro_\(zone)"] = scores.f1
      values["quadratic_kappa_\(zone)"] = scores.quadraticKappa
      values["mae_\(zone)"] = scores.meanAbsoluteError
    }
    return values
  }

  /// The intervals of `values` and of the areas under the curves of heart failure.
  public func intervals(
    _ predictions: SplitPredictions, bootstrap: ClusterBootstrap
  ) -> ScoreIntervals {
    let cells = CongestionGrade.count * CongestionGrade.count
    let classCells = HeartFailureClass.allCases.count * HeartFailureClass.allCases.count
    let zonePlaces = zones.count * cells
    let block = PairSums.count + classCells
    var entries = predictions.samples.map { _ in ClusterBootstrap.Entries() }
    for image in images {
      guard let truth = reference.grades[image], let answer = answers.grades[image] else {
        continue
      }
      for zone in zones.indices {
        let cell = truth[zone] * CongestionGrade.count + answer[zone]
        entries[image].append((place: zone * cells + cell, value: 1))
      }
    }
    for (number, part) in [average, givenScore].compactMap(\.self).enumerated() {
      let start = zonePlaces + number * block
      for pair in part.pairs {
        for (place, term) in PairSums.terms(truth: pair.truth, prediction: pair.prediction)
          .enumerated()
        {
          entries[pair.image].append((place: start + place, value: term))
        }
        entries[pair.image].append((place: start + PairSums.count + pair.cell, value: 1))
      }
    }
    let rankings = average.rankings
    return ScoreIntervals(
      predictions, bootstrap: bootstrap, size: zonePlaces + 2 * block, entries: entries,
      samples: Set(images)
    ) { sums, weights in
      let confusions = zones.indices.compactMap { zone in
        ConfusionMatrix(
          classCount: CongestionGrade.count,
          counts: sums[zone * cells..<(zone + 1) * cells].map { Int($0) })
      }
      var all = ConfusionMatrix(classCount: CongestionGrade.count)
      for confusion in confusions { all.add(confusion) }
      let parts = (0..<2).map { number in
        let start = zonePlaces + number * block
        let pairs = PairSums(sums: sums[start..<start + PairSums.count])
        let counts = sums[start + PairSums.count..<start + block].map { Int($0) }
        return (
          sums: pairs,
          classes: ConfusionMatrix(classCount: HeartFailureClass.allCases.count, counts: counts)
            ?? ConfusionMatrix(classCount: HeartFailureClass.allCases.count)
        )
      }
      var values = Agreement.values(
        confusions.map(GradeScores.init), GradeScores(all), parts[0].sums, parts[0].classes,
        givenScore == nil ? nil : parts[1], zones: zones)
      values["ahf_auroc"] = rankings.auroc { average.pairs.map { weights[$0.image] } }
      return values
    }
  }
}
