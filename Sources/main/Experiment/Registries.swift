import Assembly
import Training

extension MetricRegistry {
  /// Every type of metric that the program knows.
  static var roentgen: MetricRegistry { Registries().metrics }
}

extension DatasetRegistry {
  /// Every kind of data set that the program knows.
  static var roentgen: DatasetRegistry { Registries().datasets }
}
