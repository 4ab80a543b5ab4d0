import Config
import Imaging
import Training

extension Configuration {
  /// The section `Data` as a plain struct.
  ///
  /// - Parameter needsDataset: Whether it is an error that no data set is named.
  func dataOptions(needsDataset: Bool = true) throws(ConfigError) -> DataOptions {
    var options = DataOptions()
    let dataset = optionalWord("Data", "dataset")
    if needsDataset, dataset == nil {
      throw absence(
        "Data", "dataset",
        "what to learn from is not known: csi or csv (a table, images), folder, idx, cifar10, phantom",
        add: ["dataset = csi", "csv_path = labels.csv", "image_dir = images"])
    }
    if let dataset { options.dataset = dataset }
    options.root = optionalText("Data", "root")
    options.csvPath = optionalText("Data", "csv_path")
    options.csvSeparator = choice("Data", "csv_separator", default: options.csvSeparator)
    options.imageDirectory = optionalText("Data", "image_dir")
    options.masksDirectory = optionalText("Data", "masks_dir")
    options.imagePattern = text("Data", "image_pattern")
    options.idColumn = optionalText("Data", "id_column")
    options.labelColumns = texts("Data", "label_column")
    options.zoneColumns = texts("Data", "zone_columns")
    options.groupColumn = optionalText("Data", "group_column")
    options.groupCSV = optionalText("Data", "group_csv")
    options.readerCSV = dataReader
    options.splitColumn = optionalText("Data", "split_column")
    options.excludedIDs = texts("Data", "exclude_ids")
    options.skipsBadImages = word("Data", "bad_images") == "skip"
    options.validationFraction = real("Data", "val_split")
    options.testFraction = real("Data", "test_split")
    options.splitSeed = UInt64(integer("Data", "split_seed"))
    options.splitsFile = optionalText("Data", "splits_file")
    try setImageOptions(&options)
    return options
  }

  /// The second reader's table, if there is one.
  var dataReader: String? { optionalText("Data", "reader_csv") }

  /// Whether it names the same data as another configuration.
  func hasData(of other: Configuration) -> Bool {
    ["dataset", "root", "csv_path", "image_dir", "image_pattern"].allSatisfy { key in
      value("Data", key) == other.value("Data", key)
    }
  }

  private func setImageOptions(_ options: inout DataOptions) throws(ConfigError) {
    options.imageSize = optionalInteger("Data", "image_size")
    options.resize = choice("Data", "resize", default: options.resize)
    options.interpolation = choice("Data", "interpolation", default: options.interpolation)
    options.channels = word("Data", "channels") == "1" ? 1 : 3
    options.intensity = try intensity()
    options.normalization = try normalization()
    options.augmentation = augmentation()
    options.balancesClasses = boolean("Data", "balanced_sampling")
    options.isShuffled = boolean("Data", "shuffle")
    options.isCached = word("Data", "cache") == "memory"
    options.memoryLimit = optionalInteger("Data", "memory_limit").map { $0 << 20 }
  }

  private func augmentation() -> [AugmentationItem] {
    guard case .list(let entries) = value("Data", "augmentation") else { return [] }
    return entries.compactMap { entry in
      switch entry {
      case .word(let name): AugmentationItem(name)
      case .call(let name, let arguments): AugmentationItem(name, arguments.compactMap(\.number))
      default: nil
      }
    }
  }

  private func intensity() throws(ConfigError) -> Intensity {
    switch value("Data", "intensity") {
    case .call(_, let arguments):
      let bounds = arguments.compactMap(\.number)
      guard bounds.count == 2, bounds[0] < bounds[1] else {
        throw rejection("Data", "intensity", "the first percentile must be below the second")
      }
      return .percentile(lower: bounds[0], upper: bounds[1])
    case .word("min_max"):
      return .minMax
    default:
      return .fullRange
    }
  }

  private func normalization() throws(ConfigError) -> Normalization? {
    let mean = reals("Data", "mean").map(Float.init)
    let deviation = reals("Data", "std").map(Float.init)
    let name = word("Data", "normalization")
    if name != "custom",
      let key = [("mean", mean), ("std", deviation)].first(where: { !$1.isEmpty })
    {
      throw rejection(
        "Data", key.0, "it has an effect only with normalization = custom, not \(name)")
    }
    switch name {
    case "imagenet": return .imagenet
    case "medical": return .medical
    case "simple": return .simple
    case "custom":
      guard !mean.isEmpty, !deviation.isEmpty else {
        throw rejection("Data", "normalization", "custom needs the keys mean and std as well")
      }
      return .custom(mean: mean, standardDeviation: deviation)
    default: return nil
    }
  }

  /// A word as a case of an enumeration whose raw values are the declared names.
  func choice<Value: RawRepresentable<String>>(
    _ section: String, _ key: String, default fallback: Value
  ) -> Value {
    optionalWord(section, key).flatMap(Value.init(rawValue:)) ?? fallback
  }
}

extension ConfigValue {
  var number: Double? {
    switch self {
    case .real(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }
}
