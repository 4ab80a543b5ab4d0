import Basics

extension Chart {
  /// A curve of a classifier with the number that sums it up.
  public struct Curve: Hashable, Sendable {
    /// What it is the curve of.
    public var name: String
    /// Area under it or average precision; nil: undefined.
    public var score: Double?
    /// Its points in order.
    public var points: [DataPoint]

    /// Creates a curve.
    public init(_ name: String, score: Double?, points: [DataPoint]) {
      self.name = name
      self.score = score
      self.points = points
    }

    private func entry(_ measure: String) -> String {
      "\(name) (\(measure) \(score.map { NumberText.fixed($0, decimals: 3) } ?? "undefined"))"
    }

    fileprivate func series(_ measure: String) -> Series {
      Series(
        entry(measure), points.isEmpty ? [DataPoint(.nan, .nan)] : points,
        style: .line(width: 1.6, dashes: [], markers: false))
    }
  }

  private static let unit = -0.02...1.02

  /// Receiver operating characteristics: x is 1 - specificity, y sensitivity.
  public static func roc(_ title: String, _ curves: [Curve], note: String = "") -> Chart {
    Chart(
      title, x: Axis("1 \u{2212} specificity", range: unit), y: Axis("Sensitivity", range: unit),
      series: curves.map { $0.series("AUROC") }, rules: [Rule(.diagonal)], isSquare: true,
      note: note)
  }

  /// Precision over recall.
  public static func precisionRecall(
    _ title: String, _ curves: [Curve], note: String = ""
  ) -> Chart {
    Chart(
      title, x: Axis("Recall", range: unit), y: Axis("Precision", range: unit),
      series: curves.map { $0.series("AP") }, isSquare: true, note: note)
  }

  /// One bin of a reliability diagram.
  public struct ReliabilityBin: Hashable, Sendable {
    /// The probabilities that fall into it.
    public var range: ClosedRange<Double>
    /// Their mean; nil in an empty bin.
    public var confidence: Double?
    /// The share of right predictions; nil in an empty bin.
    public var accuracy: Double?
    /// The predictions in it.
    public var count: Int

    /// Creates a bin.
    public init(
      range: ClosedRange<Double>, confidence: Double?, accuracy: Double?, count: Int
    ) {
      self.range = range
      self.confidence = confidence
      self.accuracy = accuracy
      self.count = count
    }
  }

  /// How often predictions of a probability are right, against the diagonal of the calibrated; bars show how many there are.
  public static func reliability(
    _ title: String, bins: [ReliabilityBin], calibrationError: Double?
  ) -> Chart {
    let total = bins.reduce(0) { $0 + $1.count }
    let filled = bins.filter { $0.count > 0 }
    let shares = filled.map { bin in
      let middle = (bin.range.lowerBound + bin.range.upperBound) / 2
      return DataPoint(
        middle, Double(bin.count) / Double(max(total, 1)),
        title: "\(bin.count) of \(total) predictions")
    }
    let points = filled.compactMap { bin -> DataPoint? in
      guard let confidence = bin.confidence, let accuracy = bin.accuracy else { return nil }
      return DataPoint(
        confidence, accuracy,
        title: "confidence \(NumberText.fixed(confidence, decimals: 3))\n"
          + "right \(NumberText.fixed(accuracy, decimals: 3))\n\(bin.count) predictions")
    }
    let width = bins.first.map { ($0.range.upperBound - $0.range.lowerBound) * 0.92 } ?? 0.09
    let error = calibrationError.map { "ECE \(NumberText.fixed($0, decimals: 3)), " } ?? ""
    return Chart(
      title, x: Axis("Confidence", range: unit), y: Axis("Share right", range: unit),
      series: [
        Series("share of predictions", shares, style: .bars(width: width), ink: .grid),
        Series("observed", points, style: .line(width: 1.8, dashes: [], markers: true)),
      ],
      rules: [Rule(.diagonal)], isSquare: true,
      note: total == 0 ? "" : "\(error)\(total) predictions; dashed: perfectly calibrated")
  }

  /// Differences of two measurements over their means (Bland and Altman, 1986), with bias and limits of agreement.
  ///
  /// - Parameters:
  ///   - title: above the chart.
  ///   - points: x is the mean of both measurements, y the second minus the first.
  ///   - bias: the mean difference; nil: no line.
  ///   - limits: the limits of agreement; nil: no lines.
  ///   - quantity: what is measured.
  ///   - note: below the title.
  public static func blandAltman(
    _ title: String, points: [DataPoint], bias: Double?, limits: ClosedRange<Double>?,
    quantity: String, note: String = ""
  ) -> Chart {
    func text(_ value: Double) -> String {
      (value > 0 ? "+" : value < 0 ? "\u{2212}" : "") + NumberText.fixed(abs(value), decimals: 2)
    }
    var rules = [Rule(.horizontal(0), stroke: Stroke(.muted, width: 0.8))]
    for (value, name) in [
      (limits?.upperBound, "+1.96 SD"), (bias, "bias"), (limits?.lowerBound, "\u{2212}1.96 SD"),
    ] {
      guard let value else { continue }
      let dashes: [Double] = name == "bias" ? [] : [4, 3]
      rules.append(
        Rule(
          .horizontal(value), label: "\(name) \(text(value))",
          stroke: Stroke(.series(1), width: 1.2, dashes: dashes)))
    }
    return Chart(
      title, x: Axis("Mean of both, \(quantity)"), y: Axis("Predicted \u{2212} reference"),
      series: [Series(nil, points, style: .dots(radius: 2.8))], rules: rules, note: note)
  }
}
