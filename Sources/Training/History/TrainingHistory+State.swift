import Basics

extension TrainingHistory {
  /// The whole history, for a checkpoint.
  public var state: JSONValue {
    .array(
      epochs.map { record in
        [
          "epoch": .int(record.epoch), "global_step": .int(record.globalStep),
          "training": record.training.json, "validation": record.validation?.json ?? .null,
          "learning_rate": .double(record.learningRate), "epoch_time": .double(record.epochTime),
          "images_per_s": .double(record.imagesPerSecond),
          "grad_norm": JSONValue(record.gradientNorm), "logged": record.logged.json,
        ]
      })
  }

  /// Reads what `state` gave; nil when it is no history.
  public init?(state: JSONValue) {
    guard let records = state.array else { return nil }
    for record in records {
      guard let epoch = record["epoch"]?.int, let step = record["global_step"]?.int,
        let training = record["training"].flatMap(MetricValues.init(json:)),
        let learningRate = record["learning_rate"]?.double,
        let epochTime = record["epoch_time"]?.double,
        let imagesPerSecond = record["images_per_s"]?.double
      else { return nil }
      epochs.append(
        EpochRecord(
          epoch: epoch, globalStep: step, training: training,
          validation: record["validation"].flatMap(MetricValues.init(json:)),
          learningRate: learningRate, epochTime: epochTime, imagesPerSecond: imagesPerSecond,
          gradientNorm: record["grad_norm"]?.double))
      epochs[epochs.count - 1].logged =
        record["logged"].flatMap(MetricValues.init(json:)) ?? MetricValues()
    }
  }
}
