import Training

extension EpochRecord {
  /// All that is defined of the epoch, by the names that it has where splits meet.
  ///
  /// - Parameter logged: What callbacks have logged after the record was made.
  func scalars(logged: MetricValues = MetricValues()) -> [(name: String, value: Double)] {
    var values = training.prefixed("train_")
      .merging(validation?.prefixed("val_") ?? MetricValues())
    values["learning_rate"] = learningRate
    values["epoch"] = Double(epoch)
    values["epoch_time"] = epochTime
    values["images_per_s"] = imagesPerSecond
    values["grad_norm"] = gradientNorm
    return values.merging(self.logged).merging(logged).entries
      .compactMap { entry in entry.value.map { (entry.name, $0) } }
  }
}
