import Basics
import Training

/// How well the averages of images agree with true ones, as numbers and as classes of heart failure.
public struct AverageAgreement: Sendable {
  /// An image with both averages.
  public struct Pair: Sendable {
    /// Its place.
    public var image: Int
    /// Its name.
    public var id: String
    /// The true average.
    public var truth: Double
    /// The predicted average.
    public var prediction: Double
    /// What images are ranked by.
    public var ranking: Double

    /// The place of its classes in their confusion matrix.
    var cell: Int {
      HeartFailureClass(average: truth).rawValue * HeartFailureClass.allCases.count
        + HeartFailureClass(average: prediction).rawValue
    }
  }

  /// The images with both averages.
  public let pairs: [Pair]
  /// The confusion of the classes of heart failure; rows are the truth.
  public let classes: ConfusionMatrix
  let sums: PairSums

  init(_ pairs: [Pair]) {
    self.pairs = pairs
    var classes = ConfusionMatrix(classCount: HeartFailureClass.allCases.count)
    var sums = [Double](repeating: 0, count: PairSums.count)
    for pair in pairs {
      classes.add(
        truth: HeartFailureClass(average: pair.truth).rawValue,
        prediction: HeartFailureClass(average: pair.prediction).rawValue)
      for (place, term) in PairSums.terms(truth: pair.truth, prediction: pair.prediction)
        .enumerated()
      {
        sums[place] += term
      }
    }
    self.classes = classes
    self.sums = PairSums(sums: sums[...])
  }

  /// The differences against the means.
  public var blandAltman: BlandAltman {
    BlandAltman(pairs.map { (id: $0.id, truth: $0.truth, prediction: $0.prediction) })
  }

  /// The images ranked by their averages, once for each cut-off: positives lie above it.
  public var rankings: HeartFailureRankings { HeartFailureRankings(pairs) }

  /// The numbers' part of a report.
  var averageJSON: JSONValue {
    let plot = blandAltman
    return [
      "images": .int(pairs.count), "mae": JSONValue(sums.meanAbsoluteError),
      "rmse": JSONValue(sums.rootMeanSquaredError), "pearson": JSONValue(sums.correlation),
      "bias": JSONValue(sums.bias),
      "limits_of_agreement": plot.limits.map {
        [.double($0.lowerBound), .double($0.upperBound)]
      } ?? .null,
    ]
  }

  /// The classes' part of a report.
  var classJSON: JSONValue {
    let scores = HeartFailureScores(classes)
    var object: JSONObject = ["images": .int(pairs.count)]
    for entry in scores.values("").entries {
      object[String(entry.name.dropFirst())] = JSONValue(entry.value)
    }
    object["auroc"] = JSONValue(rankings.auroc())
    for (cutOff, ranked) in zip(HeartFailureClass.cutOffs, rankings.ranked) {
      object["auroc_above_\(cutOff)"] = JSONValue(ranked.areaUnderROC())
    }
    object["classes"] = .array(
      zip(HeartFailureClass.names, scores.counts).map { name, counts in
        [
          "name": .string(name), "support": .int(counts.support),
          "precision": JSONValue(counts.precision), "recall": JSONValue(counts.recall),
          "f1": JSONValue(counts.f1),
        ]
      })
    object["confusion_matrix"] = classes.json
    return .object(object)
  }
}

/// Images ranked by their averages: how well those above each cut-off stand out.
public struct HeartFailureRankings: Sendable {
  /// For each cut-off; positives lie above it.
  public let ranked: [RankedScores]

  init(_ pairs: [AverageAgreement.Pair]) {
    ranked = HeartFailureClass.cutOffs.map { cutOff in
      RankedScores(scores: pairs.map(\.ranking), positives: pairs.map { $0.truth > cutOff })
    }
  }

  /// The mean of the areas under the ROC curves that are defined; nil when none is.
  ///
  /// - Parameter weights: Gives how often each pair counts; nil for once.
  public func auroc(weights: (() -> [Double])? = nil) -> Double? {
    let weights = weights?()
    let areas = ranked.compactMap { $0.areaUnderROC(weights: weights) }
    return areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
  }
}

/// How often the class of heart failure is right.
struct HeartFailureScores {
  let confusion: ConfusionMatrix

  init(_ confusion: ConfusionMatrix) {
    self.confusion = confusion
  }

  var counts: [ClassCounts] { (0..<confusion.classCount).map { confusion.counts(of: $0) } }

  var accuracy: Double? {
    let total = confusion.total
    return total == 0 ? nil : Double(counts.reduce(0) { $0 + $1.truePositives }) / Double(total)
  }

  /// The scores with a prefix before their names; averages run over the classes that occur in truth or prediction.
  func values(_ prefix: String) -> MetricValues {
    let occurring = counts.filter(\.occurs)
    var values = MetricValues()
    values["\(prefix)_accuracy"] = accuracy
    values["\(prefix)_precision_macro"] = ScoreAverage.macro.average(\.precision, over: occurring)
    values["\(prefix)_recall_macro"] = ScoreAverage.macro.average(\.recall, over: occurring)
    values["\(prefix)_f1_macro"] = ScoreAverage.macro.average(\.f1, over: occurring)
    values["\(prefix)_f1_weighted"] = ScoreAverage.weighted.average(\.f1, over: occurring)
    return values
  }
}
