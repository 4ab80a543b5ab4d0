import Basics

/// What evaluation says of a split beyond its metrics: for a file, and for people.
public struct AnalysisReport: Sendable {
  /// Sections of `metrics_SPLIT.json`, by name.
  public var sections: JSONObject
  /// A readable account, line by line.
  public var lines: [String]

  /// Creates a report.
  public init(sections: JSONObject, lines: [String]) {
    self.sections = sections
    self.lines = lines
  }
}

/// Looks at all answers of a model on a split.
public protocol SplitAnalysis: Sendable {
  /// Looks at them.
  ///
  /// - Parameter options: How.
  func report(on predictions: SplitPredictions, options: AnalysisOptions) -> AnalysisReport
}

/// How answers are looked at.
public struct AnalysisOptions: Sendable {
  /// What calibrates probabilities; nil: they are taken as they are.
  public var calibration: TemperatureScaling?
  /// How intervals are computed; nil: not at all.
  public var bootstrap: ClusterBootstrap?

  /// Creates options.
  public init(calibration: TemperatureScaling? = nil, bootstrap: ClusterBootstrap? = nil) {
    self.calibration = calibration
    self.bootstrap = bootstrap
  }
}
