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

  /// Makes sure that the random changes suit a task.
  public func checkAugmentation(for task: PredictionTask) throws(DataError) {
    guard let objection = objectionToAugmentation(for: task) else { return }
    throw DataError(.unsuitable(reason: objection), file: "Data.augmentation")
  }

  /// Why the random changes do not suit a task; nil if they do.
  public func objectionToAugmentation(for task: PredictionTask) -> String? {
    guard task.hasSides else { return nil }
    if let objection = AugmentationCatalog.standard.objection(to: augmentation) { return objection }
    let flips = augmentation.contains { $0.name == "flip" }
    return flips && task.mirroredLabels == nil
      ? "flip needs a left zone for every right one, by name" : nil
  }

  /// How a split's batches are made, apart from their size, seed and threads: only training images change, come in a
  /// random order, and are balanced.
  public func loaderOptions(for split: Split, task: PredictionTask) -> LoaderOptions {
    var options = LoaderOptions()
    options.skipsBadImages = skipsBadImages
    guard split == .train else { return options }
    options.isShuffled = isShuffled
    options.augmentation = transforms(for: task)
    options.mirroredLabels = task.mirroredLabels
    options.balancesClasses = balancesClasses
    if case .zones(_, _, let unknown) = task { options.unbalancedLabel = Int32(unknown) }
    return options
  }

  /// The splits without images that cannot be loaded, where those are skipped: all images are read then.
  ///
  /// - Throws: When nothing is left of a split that had samples.
  public func splits(
    _ splits: Splits, usableIn store: ImageStore, threads: Int
  ) throws(DataError) -> Splits {
    guard skipsBadImages else { return splits }
    let all = Array(store.samples.indices)
    return try splits.leavingOut(store.inspect(all, threads: threads).broken)
  }

  /// The most bytes that kept images may take.
  public func cacheLimit(_ memory: AvailableMemory = AvailableMemory()) -> Int {
    isCached ? memoryLimitMiB.map { $0 << 20 } ?? memory.byteCount / 2 : 0
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
