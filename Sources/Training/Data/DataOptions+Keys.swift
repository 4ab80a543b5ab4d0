import Basics
import Imaging

extension DataOptions {
  /// The keys of `[Data]`.
  ///
  /// - Parameters:
  ///   - datasets: The kinds of data sets that may be chosen.
  ///   - augmentations: The random changes that may be chosen.
  public static func keys(
    datasets: DatasetRegistry, augmentations: AugmentationCatalog
  ) -> [Key<DataOptions>] {
    sourceKeys(datasets) + splitKeys + imageKeys(augmentations)
  }

  private static func sourceKeys(_ datasets: DatasetRegistry) -> [Key<DataOptions>] {
    [
      Key(
        "Data", "dataset", \.dataset, .choice(datasets.names.map { ChoiceOption($0) }),
        "the kind of data set", read: { $0.isEmpty ? nil : .word($0) },
        write: { $0 == nil ? "" : String(configValue: $0) }),
      Key(
        "Data", "root", \.root, none: nil, .path, "the directory of the data", whileResuming: .free),
      Key(
        "Data", "csv_path", \.csvPath, none: nil, .path,
        "the table of the samples; unset: metadata.csv, labels.csv or the only table in root",
        whileResuming: .free),
      Key(
        "Data", "csv_separator", \.csvSeparator,
        .choice([
          "auto", ChoiceOption("semicolon", aliases: [";"]), ChoiceOption("comma", aliases: [","]),
          ChoiceOption("tab", aliases: ["\\t"]),
        ]), "what stands between the fields of csv_path"),
      Key(
        "Data", "image_dir", \.imageDirectory, none: nil, .path,
        "the directory of the images; unset: images beside the table", whileResuming: .free),
      Key(
        "Data", "image_pattern", \.imagePattern, .text,
        "the image file of an id; without an ending, png, jpg, jpeg, nii, nii.gz, dcm and dicom are tried"
      ),
      Key(
        "Data", "masks_dir", \.masksDirectory, none: nil, .path,
        "lung masks {id}_right_lung_mask.png and {id}_left_lung_mask.png (patient's side) for "
          + "Model.zone_focus"),
      Key(
        "Data", "id_column", \.idColumn, none: "auto", .text,
        "the column of ids (FileID, file_id, id)"),
      Key(
        "Data", "label_column", \.labelColumns, .list(of: .text),
        "the column of the class; several, of 0 and 1, for multilabel"),
      Key(
        "Data", "zone_columns", \.zoneColumns, .list(of: .text),
        "the columns of the zones; unset: right_sup, left_sup, right_mid, left_mid, right_inf, "
          + "left_inf"),
      Key(
        "Data", "group_column", \.groupColumn, none: nil, .text,
        "the column of what must not straddle splits, the patient say"),
      Key(
        "Data", "group_csv", \.groupCSV, none: nil, .path,
        "a second table, with ids, that has group_column", whileResuming: .free),
      Key(
        "Data", "reader_csv", \.readerCSV, none: nil, .path,
        "a second reader's grades, which evaluation compares with the truth and the model"),
      Key(
        "Data", "split_column", \.splitColumn, none: nil, .text,
        "the column of a csv data set that says train, val or test"),
      Key("Data", "exclude_ids", \.excludedIDs, .list(of: .text), "samples to leave out"),
      Key(
        "Data", "bad_images", \.skipsBadImages, .words("fail", "skip"),
        "what to do about broken and missing images", read: { .word($0 ? "skip" : "fail") },
        write: { $0 == .word("skip") }),
    ]
  }

  private static let splitKeys: [Key<DataOptions>] = [
    Key(
      "Data", "val_split", \.validationFraction, .real(.halfOpen(0, 1)),
      "the fraction of the samples that chooses the best epoch"),
    Key(
      "Data", "test_split", \.testFraction, .real(.halfOpen(0, 1)),
      "the fraction of the samples to report on"),
    Key("Data", "split_seed", \.splitSeed, .integer(atLeast: 0), "the seed of random splits"),
    Key(
      "Data", "splits_file", \.splitsFile, none: nil, .path,
      "splits to use instead of random ones, such as a splits.json", whileResuming: .settled),
  ]

  private static func imageKeys(_ augmentations: AugmentationCatalog) -> [Key<DataOptions>] {
    [
      Key(
        "Data", "image_size", \.imageSize, none: "auto", .integer(1...16_384),
        "the side of the square that the network sees"),
      Key("Data", "resize", \.resize, .words("squash", "crop", "pad"), "how images become square"),
      Key(
        "Data", "interpolation", \.interpolation, .words("bilinear", "bicubic"),
        "how images are scaled"),
      Key(
        "Data", "channels", \.channels, .choice(["3", "1"]),
        "colour (3) or grey (1) input of the network", read: { .word("\($0)") },
        write: { $0 == .word("1") ? 1 : 3 }),
      Key(
        "Data", "intensity", \.intensity,
        .oneOf([
          .words("full_range", "min_max"),
          .call("percentile", [.real(.closed(0, 100)), .real(.closed(0, 100))]),
        ]), "which values become black and white"),
      Key(
        "Data", "normalization", \.normalizationChoice, none: "auto",
        .words("imagenet", "medical", "simple", "custom"),
        "what is subtracted and divided by; auto: what the weights were trained with"),
      Key(
        "Data", "mean", \.mean, .list(of: .real, count: 1...3),
        "for normalization = custom, one per channel"),
      Key(
        "Data", "std", \.standardDeviation, .list(of: .real(.above(0)), count: 1...3),
        "for normalization = custom, one per channel"),
      Key(
        "Data", "augmentation", \.augmentation, augmentations.keyKind,
        "random changes of the training images, one after the other: presets, or transforms such as "
          + "rotate(10), jitter(0.2, 0.2); see main --mode list augmentations"),
      Key("Data", "shuffle", \.isShuffled, .boolean, "a new random order in each epoch"),
      Key(
        "Data", "balanced_sampling", \.balancesClasses, .boolean,
        "draw training samples, with repetition, so that all classes come equally often; with zones by "
          + "the mean over the known ones"),
      Key(
        "Data", "cache", \.isCached, .words("memory", "none"), "where decoded images are kept",
        whileResuming: .free, read: { .word($0 ? "memory" : "none") },
        write: { $0 == .word("memory") }),
      Key(
        "Data", "memory_limit", \.memoryLimitMiB, none: "auto", .integer(0...1 << 40),
        "MiB that kept images may take; auto: half of the memory available", whileResuming: .free),
    ]
  }
}

extension CSVSeparator: KeyConvertible {}
extension ResizeMode: KeyConvertible {}
extension Interpolation: KeyConvertible {}

extension Intensity: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .word("full_range"): self = .fullRange
    case .word("min_max"): self = .minMax
    case .call("percentile", let arguments):
      let bounds = arguments.compactMap { Double(configValue: $0) }
      guard bounds.count == 2 else { return nil }
      self = .percentile(lower: bounds[0], upper: bounds[1])
    default: return nil
    }
  }

  public var configValue: ConfigValue? {
    switch self {
    case .fullRange, .minMax: .word(name)
    case .percentile(let lower, let upper): .call("percentile", [.real(lower), .real(upper)])
    }
  }
}

extension AugmentationItem: KeyConvertible {
  public init?(configValue: ConfigValue?) {
    switch configValue {
    case .word(let name): self.init(name)
    case .call(let name, let arguments):
      self.init(name, arguments.compactMap { Double(configValue: $0) })
    default: return nil
    }
  }

  public var configValue: ConfigValue? {
    arguments.isEmpty ? .word(name) : .call(name, arguments.map(ConfigValue.real))
  }
}
