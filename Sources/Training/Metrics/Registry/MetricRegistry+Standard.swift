extension MetricRegistry {
  /// The types that every program has.
  public static let standard = MetricRegistry([
    MetricType(
      "accuracy", summary: "share of right answers; with zones of graded labels",
      settings: [.threshold]
    ) { (request, task) throws(MetricError) in
      AccuracyMetric(
        name: request.name ?? "accuracy", threshold: try request.checkedThreshold(for: task))
    },
    MetricType(
      "balanced_accuracy", summary: "mean recall over the classes that occur",
      fits: \.hasClasses
    ) { (request, _) throws(MetricError) in
      BalancedAccuracyMetric(name: request.name ?? "balanced_accuracy")
    },
    classScore(.precision, "precision_AVERAGE: share of a class's predictions that are right"),
    classScore(.recall, "recall_AVERAGE: share of a class's samples that are found"),
    classScore(.f1, "f1_macro, f1_weighted, f1_class_K: harmonic mean of precision and recall"),
    MetricType(
      "topK_accuracy",
      summary: "top5_accuracy, ...: share of rows whose class is among the K most probable",
      settings: [.k], fits: \.hasClasses
    ) { (request, _) throws(MetricError) in
      let count = request.k ?? 5
      guard count > 0 else { throw request.error(.k, "a whole number from 1") }
      return TopMetric(name: request.name ?? "top\(count)_accuracy", count: count)
    },
    ranking(
      "auroc", .areaUnderROC,
      "area under the ROC curve; with several classes each against the rest"),
    ranking(
      "average_precision", .averagePrecision,
      "area under the precision-recall curve, in steps; each class against the rest"),
    MetricType(
      "cohen_kappa", summary: "agreement beyond chance", settings: [.weights], fits: \.hasClasses
    ) { (request, _) throws(MetricError) in
      KappaMetric(name: request.name ?? "cohen_kappa", weights: request.weights ?? .none)
    },
    MetricType(
      "quadratic_kappa",
      summary: "agreement beyond chance, errors weighing the square of their distance",
      fits: \.hasClasses
    ) { (request, _) throws(MetricError) in
      KappaMetric(name: request.name ?? "quadratic_kappa", weights: .quadratic)
    },
    numberError(.mse, .minimize, "mean squared error"),
    numberError(.mae, .minimize, "mean absolute error"),
    numberError(.rmse, .minimize, "root of the mean squared error"),
    numberError(.pearson, .maximize, "Pearson's correlation"),
    MetricType(
      "ece", summary: "expected calibration error: confidence against share right, in 15 bins",
      direction: .minimize
    ) { (request, _) throws(MetricError) in
      CalibrationErrorMetric(name: request.name ?? "ece")
    },
    MetricType(
      "confusion_matrix",
      summary: "confusion_matrix_T_P: how often P was predicted for T, up to 20 classes",
      fits: { $0.hasClasses && $0.classes.count <= ConfusionMetric.classLimit }
    ) { (request, _) throws(MetricError) in
      ConfusionMetric(name: request.name ?? "confusion_matrix")
    },
  ])

  private static func classScore(
    _ score: ClassScoreMetric.Score, _ summary: String
  ) -> MetricType {
    MetricType(
      score.rawValue, summary: summary, settings: [.average, .label, .threshold]
    ) { (request, task) throws(MetricError) in
      let choice = try request.choice(for: task)
      let threshold = try request.checkedThreshold(for: task)
      if request.name == nil, score == .f1 {
        // The settings of [Metrics] say how precision and recall are averaged; F1 has all that matter.
        return StandardF1(showsMicro: request.average == .over(.micro))
      }
      var name = request.name ?? score.rawValue
      if request.name == nil, case .average(let average) = choice { name += "_\(average.rawValue)" }
      return ClassScoreMetric(name: name, score: score, choice: choice, threshold: threshold)
    }
  }

  private static func ranking(
    _ name: String, _ score: RankingMetric.Score, _ summary: String
  ) -> MetricType {
    MetricType(
      name, summary: summary, settings: [.average, .label]
    ) { (request, task) throws(MetricError) in
      RankingMetric(
        name: request.name ?? name, score: score, choice: try request.choice(for: task))
    }
  }

  private static func numberError(
    _ score: NumberErrorMetric.Score, _ direction: MetricOptions.Direction, _ summary: String
  ) -> MetricType {
    MetricType(
      score.rawValue,
      summary: summary
        + " of grades, of classes whose names are numbers, or of probabilities of labels",
      direction: direction, fits: \.hasNumbers
    ) { (request, task) throws(MetricError) in
      NumberErrorMetric(
        name: request.name ?? score.rawValue, score: score, numbers: task.classNumbers)
    }
  }
}

extension PredictionTask {
  /// Whether one class of several is predicted, rather than labels on their own.
  fileprivate var hasClasses: Bool {
    if case .multilabel = self { false } else { true }
  }

  /// Whether predictions have distances.
  fileprivate var hasNumbers: Bool {
    if case .multilabel = self { true } else { classNumbers != nil }
  }

  /// The number that each class stands for; nil when they stand for none.
  var classNumbers: [Double]? {
    switch self {
    case .zones(_, let classes, _): return classes.indices.map(Double.init)
    case .multilabel: return nil
    case .classification(let classes):
      let numbers = classes.compactMap { Double($0) }.filter(\.isFinite)
      return numbers.count == classes.count ? numbers : nil
    }
  }
}

extension MetricRequest {
  /// An error about one of its settings.
  func error(_ setting: Setting, _ expected: String) -> MetricError {
    MetricError(name ?? type, .badSetting(setting.rawValue, expected: expected))
  }

  /// What becomes of the classes.
  fileprivate func choice(
    for task: PredictionTask
  ) throws(MetricError) -> ClassScoreMetric.Choice {
    guard let label else {
      switch average ?? .over(.macro) {
      case .over(let average): return .average(average)
      case .none: return .each
      }
    }
    guard average == nil else { throw error(.average, "no average of a single class") }
    let index = task.classes.firstIndex { $0.lowercased() == label.lowercased() } ?? Int(label)
    guard let index, task.classes.indices.contains(index), index != task.unknownClass else {
      throw error(.label, "one of \(task.gradedClasses.joined(separator: ", ")), or its index")
    }
    return .one(index)
  }

  /// The threshold, if what is predicted has such.
  fileprivate func checkedThreshold(for task: PredictionTask) throws(MetricError) -> Double? {
    guard let threshold else { return nil }
    guard threshold > 0, threshold < 1 else {
      throw error(.threshold, "a probability between 0 and 1")
    }
    switch task {
    case .multilabel: return threshold
    case .classification(let classes) where classes.count == 2: return threshold
    default:
      guard label == nil else { return threshold }
      throw error(.threshold, "it only with two classes, with labels, or with class")
    }
  }
}

extension PredictionTask {
  /// The class that means "unknown", if there is one.
  public var unknownClass: Int? {
    if case .zones(_, _, let unknown) = self { unknown } else { nil }
  }

  /// The names of the classes without that of "unknown".
  public var gradedClasses: [String] {
    classes.enumerated().filter { $0.offset != unknownClass }.map(\.element)
  }
}
