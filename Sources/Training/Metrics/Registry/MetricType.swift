/// A type of metric that can be asked for by name.
public struct MetricType: Sendable {
  /// Makes a metric.
  ///
  /// - Parameters:
  ///   - request: Its name, and settings that the type has.
  ///   - task: What is predicted; the type fits it.
  public typealias Maker =
    @Sendable (_ request: MetricRequest, _ task: PredictionTask)
    throws(MetricError) -> any Metric

  /// Its name, such as `f1`.
  public var name: String
  /// One line for people.
  public var summary: String
  /// Which way is better.
  public var direction: MetricOptions.Direction
  /// The settings that it has.
  public var settings: Set<MetricRequest.Setting>
  /// Whether it means something for what is predicted.
  public var fits: @Sendable (PredictionTask) -> Bool
  /// Makes one.
  public var make: Maker

  /// Describes a type.
  public init(
    _ name: String, summary: String, direction: MetricOptions.Direction = .maximize,
    settings: Set<MetricRequest.Setting> = [],
    fits: @escaping @Sendable (PredictionTask) -> Bool = { _ in true },
    make: @escaping Maker
  ) {
    self.name = name
    self.summary = summary
    self.direction = direction
    self.settings = settings
    self.fits = fits
    self.make = make
  }
}
