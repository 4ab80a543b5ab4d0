import Training

/// How near the averages of images are to the true ones: `csi_mae`, `csi_rmse`, `csi_pearson`.
struct CongestionMetric: Metric {
  let name: String

  var contents: EpochContents { .logits }
  var zoneRule: ZoneRule { .joint }

  func values(of predictions: EpochPredictions) -> MetricValues { MetricValues() }

  func values(ofZones zones: [EpochPredictions]) -> MetricValues {
    var pairs = WeightedPairs()
    for pair in AveragePairs(zones).pairs {
      pairs.add(truth: pair.truth, prediction: pair.prediction)
    }
    var values = MetricValues()
    values["\(name)_mae"] = pairs.meanAbsoluteError
    values["\(name)_rmse"] = pairs.meanSquaredError?.squareRoot()
    values["\(name)_pearson"] = pairs.correlation
    return values
  }
}

/// How often the class of heart failure is right: `ahf_accuracy`, `ahf_precision_macro`, `ahf_recall_macro`,
/// `ahf_f1_macro`, `ahf_f1_weighted`.
struct HeartFailureMetric: Metric {
  let name: String

  var contents: EpochContents { .logits }
  var zoneRule: ZoneRule { .joint }

  func values(of predictions: EpochPredictions) -> MetricValues { MetricValues() }

  func values(ofZones zones: [EpochPredictions]) -> MetricValues {
    var confusion = ConfusionMatrix(classCount: HeartFailureClass.allCases.count)
    for pair in AveragePairs(zones).pairs {
      confusion.add(
        truth: HeartFailureClass(average: pair.truth).rawValue,
        prediction: HeartFailureClass(average: pair.prediction).rawValue)
    }
    return HeartFailureScores(confusion).values(name)
  }
}

/// The true and predicted averages of the images of an epoch.
private struct AveragePairs {
  var pairs: [(truth: Double, prediction: Double)] = []

  init(_ zones: [EpochPredictions]) {
    for image in 0..<(zones.first?.truths.count ?? 0) {
      let truth = CongestionScore.average(of: zones.map { Int($0.truths[image]) })
      let prediction = CongestionScore.average(of: zones.map { $0.prediction(ofRow: image) })
      if let truth, let prediction { pairs.append((truth, prediction)) }
    }
  }
}

extension MetricType {
  /// The metrics of the average grade and of the class of heart failure.
  public static let clinical: [MetricType] = [
    MetricType(
      "csi_average",
      summary: "csi_mae, csi_rmse, csi_pearson: the mean grade of the known zones of an image",
      direction: .minimize, fits: \.isCongestion
    ) { (request, _) throws(MetricError) in
      CongestionMetric(name: request.name ?? "csi")
    },
    MetricType(
      "ahf",
      summary: "ahf_accuracy, ahf_f1_macro, ...: class of acute heart failure (cut at 1.3 and 2.2)",
      fits: \.isCongestion
    ) { (request, _) throws(MetricError) in
      HeartFailureMetric(name: request.name ?? "ahf")
    },
  ]
}

extension PredictionTask {
  /// Whether zones have the grades 0 to 3 and unknown.
  fileprivate var isCongestion: Bool {
    if case .zones(_, let classes, CongestionGrade.unknown.rawValue) = self {
      classes.count == CongestionGrade.count
    } else {
      false
    }
  }
}
