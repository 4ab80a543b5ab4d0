import Basics
import Imaging

extension DataOptions {
  /// The keys of `[Data]`.
  public static let declaredKeys: [DeclaredKey] = sourceKeys + splitKeys + imageKeys

  private static let sourceKeys: [DeclaredKey] = [
    key(
      "dataset", .words("phantom", "csi", "folder", "csv", "idx", "cifar10"), nil,
      "the kind of data set"),
    key("root", .path, nil, "the directory of the data"),
    key(
      "csv_path", .path, nil,
      "the table of the samples; unset: metadata.csv, labels.csv or the only table in root"),
    key(
      "csv_separator",
      .choice([
        "auto", ChoiceOption("semicolon", aliases: [";"]), ChoiceOption("comma", aliases: [","]),
        ChoiceOption("tab", aliases: ["\\t"]),
      ]), "auto", "what stands between the fields of csv_path"),
    key(
      "image_dir", .path, nil, "the directory of the images; unset: images beside the table"),
    key(
      "image_pattern", .text, "{id}",
      "the image file of an id; without an ending, png, jpg, jpeg, nii, nii.gz, dcm and dicom are tried"
    ),
    key(
      "masks_dir", .path, nil,
      "lung masks {id}_right_lung_mask.png and {id}_left_lung_mask.png (patient's side) for "
        + "Model.zone_focus"),
    key("id_column", .word("auto", or: .text), "auto", "the column of ids (FileID, file_id, id)"),
    key(
      "label_column", .list(of: .text), nil,
      "the column of the class; several, of 0 and 1, for multilabel"),
    key(
      "zone_columns", .list(of: .text), nil,
      "the columns of the zones; unset: right_sup, left_sup, right_mid, left_mid, right_inf, "
        + "left_inf"),
    key(
      "group_column", .text, nil,
      "the column of what must not straddle splits, the patient say"),
    key("group_csv", .path, nil, "a second table, with ids, that has group_column"),
    key(
      "reader_csv", .path, nil,
      "a second reader's grades, which evaluation compares with the truth and the model"),
    key(
      "split_column", .text, nil, "the column of a csv data set that says train, val or test"),
    key("exclude_ids", .list(of: .text), nil, "samples to leave out"),
    key(
      "bad_images", .words("fail", "skip"), "fail",
      "what to do about broken and missing images"),
  ]

  private static let splitKeys: [DeclaredKey] = [
    key(
      "val_split", .real(.halfOpen(0, 1)), "0.15",
      "the fraction of the samples that chooses the best epoch"),
    key(
      "test_split", .real(.halfOpen(0, 1)), "0.15", "the fraction of the samples to report on"),
    key("split_seed", .integer(atLeast: 0), "42", "the seed of random splits"),
    key(
      "splits_file", .path, nil, "splits to use instead of random ones, such as a splits.json"),
  ]

  private static let imageKeys: [DeclaredKey] = [
    key(
      "image_size", .word("auto", or: .integer(1...16_384)), "auto",
      "the side of the square that the network sees"),
    key("resize", .words("squash", "crop", "pad"), "squash", "how images become square"),
    key("interpolation", .words("bilinear", "bicubic"), "bilinear", "how images are scaled"),
    key(
      "channels", .choice(["3", "1"]), "3", "colour (3) or grey (1) input of the network"),
    key(
      "intensity",
      .oneOf([
        .words("full_range", "min_max"),
        .call("percentile", [.real(.closed(0, 100)), .real(.closed(0, 100))]),
      ]), "full_range", "which values become black and white"),
    key(
      "normalization", .words("auto", "imagenet", "medical", "simple", "custom"), "auto",
      "what is subtracted and divided by; auto: what the weights were trained with"),
    key(
      "mean", .list(of: .real, count: 1...3), nil, "for normalization = custom, one per channel"),
    key(
      "std", .list(of: .real(.above(0)), count: 1...3), nil,
      "for normalization = custom, one per channel"),
    key(
      "augmentation", AugmentationCatalog.standard.keyKind, "none",
      "random changes of the training images, one after the other: presets, or transforms such as "
        + "rotate(10), jitter(0.2, 0.2); see main --mode list augmentations"),
    key("shuffle", .boolean, "true", "a new random order in each epoch"),
    key(
      "balanced_sampling", .boolean, "false",
      "draw training samples, with repetition, so that all classes come equally often; with zones by "
        + "the mean over the known ones"),
    key(
      "cache", .words("memory", "none"), "memory", "where decoded images are kept"),
    key(
      "memory_limit", .word("auto", or: .integer(0...1 << 40)), "auto",
      "MiB that kept images may take; auto: half of the memory available"),
  ]

  private static func key(
    _ name: String, _ kind: KeyKind, _ defaultText: String?, _ summary: String
  ) -> DeclaredKey {
    DeclaredKey(
      section: "Data", name: name, kind: kind, default: defaultText, summary: summary)
  }
}
