import Training

/// What somebody says of each image: a grade for each zone, and perhaps an overall score of his own.
public struct Readings: Sendable {
  /// For each image a grade for each zone, 4 being unknown; nil for an image that was not read.
  public var grades: [[Int]?]
  /// For each image an overall score that was given apart from the zones.
  public var scores: [Double?]

  /// Creates readings.
  public init(grades: [[Int]?], scores: [Double?]? = nil) {
    self.grades = grades
    self.scores = scores ?? grades.map { _ in nil }
  }

  /// The truth of a split: the zones' labels, and the score of the table's column `csi`.
  public static func truth(of predictions: SplitPredictions) -> Readings {
    Readings(
      grades: predictions.samples.map { $0.labels.map(Int.init) },
      scores: predictions.samples.map(\.score))
  }

  /// What the model says: the most probable class of each zone.
  public static func model(_ predictions: SplitPredictions) -> Readings {
    Readings(
      grades: predictions.samples.indices.map { sample in
        (0..<predictions.questionCount).map {
          predictions.prediction(of: sample, question: $0)
        }
      })
  }

  /// The mean of each image's known zones.
  public var averages: [Double?] {
    grades.map { $0.flatMap(CongestionScore.average(of:)) }
  }
}
