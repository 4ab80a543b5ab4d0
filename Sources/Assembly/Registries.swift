import Imaging
import Layers
import Medical
import Optimizers
import Training

/// Everything that can be asked for by name; a plain value that may be extended.
///
/// What is registered is a legal word of its key, and is listed and documented as the built-in ones are.
public struct Registries: Sendable {
  /// Networks, for `Model.model_arch`.
  public var architectures = BackboneRegistry.standard
  /// Kinds of data sets, for `Data.dataset`.
  public var datasets = DatasetRegistry([.phantom, .csi] + DatasetRegistry.standard.kinds)
  /// Random changes of training images, for `Data.augmentation`.
  public var augmentations = AugmentationCatalog.standard
  /// Types of metrics, for `Metrics.metrics` and `Metric:NAME.type`.
  public var metrics = MetricRegistry(MetricRegistry.standard.types + MetricType.clinical)
  /// Optimizers, for `Optimization.optimizer`.
  public var optimizers = OptimizerRegistry.standard
  /// Schedules, for `Optimization.scheduler`.
  public var schedules = ScheduleRegistry.standard

  /// What the program offers.
  public init() {}
}
