import Layers

extension TrainingStep {
  /// Steps of a setup, on its model or a variant of it.
  init(_ setup: TrainingSetup, model: Model, options: TrainingOptions) {
    self.init(
      model: model, loss: setup.loss, backend: setup.backend, clipNorm: options.gradientClipNorm,
      execution: options.execution)
  }
}

extension TrainingOptions {
  /// The updates of the weights that an epoch of batches makes.
  public func updatesPerEpoch(batches: Int) -> Int {
    (batches + accumulatedBatches - 1) / accumulatedBatches
  }
}
