import Imaging

extension DataOptions {
  /// How images become inputs of a network.
  ///
  /// - Parameters:
  ///   - dataset: says what is usual for its images.
  ///   - modelImageSize: the side that the model is made for; nil: any.
  ///   - weightsNormalization: what the weights were trained with; nil: nothing is known.
  /// - Throws: an error for custom numbers that do not fit the channels.
  public func preprocessing(
    for dataset: any ImageDataset, modelImageSize: Int? = nil,
    weightsNormalization: Normalization? = nil
  ) throws(DataError) -> PreprocessingOptions {
    let normalization =
      normalization ?? weightsNormalization ?? dataset.defaultNormalization
    guard normalization.constants(channels: channels) != nil else {
      throw DataError(
        .invalidValue(
          found: normalization.name,
          expected: "Data.mean and Data.std with 1 or \(channels) numbers each, std above 0"),
        file: "Data.normalization")
    }
    return PreprocessingOptions(
      size: imageSize ?? modelImageSize ?? dataset.defaultImageSize, resize: resize,
      interpolation: interpolation, channels: channels, intensity: intensity,
      normalization: normalization)
  }

  /// The random changes of training images; where zones are graded, shapes move little, and only an explicit `flip`
  /// mirrors.
  public func transforms(for task: PredictionTask) -> [any ImageTransform] {
    AugmentationCatalog.standard.transforms(for: augmentation, hasSides: task.hasSides)
  }

  /// Why the random changes do not suit a task; nil if they do.
  public func objectionToAugmentation(for task: PredictionTask) -> String? {
    guard task.hasSides else { return nil }
    if let objection = AugmentationCatalog.standard.objection(to: augmentation) { return objection }
    let flips = augmentation.contains { $0.name == "flip" }
    return flips && task.mirroredLabels == nil
      ? "flip needs a left zone for every right one, by name" : nil
  }

  /// The most bytes that kept images may take.
  public func cacheLimit(_ memory: AvailableMemory = AvailableMemory()) -> Int {
    isCached ? memoryLimit ?? memory.byteCount / 2 : 0
  }

  /// The splits of a data set: those of `splitsFile`, or made by fractions and seed; without the
  /// samples to be left out.
  public func splits(of dataset: any ImageDataset) throws(DataError) -> Splits {
    let splits =
      if let splitsFile {
        try Splits(contentsOf: splitsFile, for: dataset)
      } else {
        try Splits.make(
          for: dataset, val: validationFraction, test: testFraction, seed: splitSeed)
      }
    // Tables and folders have left them out already; the other kinds list what their files hold.
    let excluded = Set(excludedIDs)
    guard !excluded.isEmpty else { return splits }
    return splits.removing(
      Set(dataset.samples.indices.filter { excluded.contains(dataset.samples[$0].id) }))
  }
}
