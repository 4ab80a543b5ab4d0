import Imaging

/// How data are found, split, prepared and served; the section `Data` of a configuration.
public struct DataOptions: Hashable, Sendable {
  /// The kind of data set: phantom, csi, folder, csv, idx or cifar10.
  public var dataset = ""
  /// The directory of the data.
  public var root: String?
  /// The table of the samples.
  public var csvPath: String?
  /// What separates the fields of the table of the samples.
  public var csvSeparator = CSVSeparator.auto
  /// The directory of the images.
  public var imageDirectory: String?
  /// How the name of an image file comes from the id.
  public var imagePattern = "{id}"
  /// The directory of masks of the lungs.
  public var masksDirectory: String?
  /// The column of the ids; nil: FileID, file_id or id.
  public var idColumn: String?
  /// The columns of the labels; more than one: a multilabel task.
  public var labelColumns: [String] = []
  /// The columns of the zones; empty: the six standard names.
  public var zoneColumns: [String] = []
  /// The column of the groups that never straddle splits.
  public var groupColumn: String?
  /// A second table that has the group column.
  public var groupCSV: String?
  /// A second reader's grades of the same images; nil: there is none.
  public var readerCSV: String?
  /// The column that says which split a row of a table belongs to.
  public var splitColumn: String?
  /// Samples to leave out.
  public var excludedIDs: [String] = []
  /// The fraction of the samples to choose the best epoch by.
  public var validationFraction = 0.15
  /// The fraction of the samples to report on.
  public var testFraction = 0.15
  /// The seed of random splits.
  public var splitSeed: UInt64 = 42
  /// A file of splits to use instead of random ones.
  public var splitsFile: String?
  /// The side that images are scaled to; nil: what the model or the data set prefers.
  public var imageSize: Int?
  /// What happens to the aspect ratio.
  public var resize = ResizeMode.squash
  /// How pixels are computed when scaling.
  public var interpolation = Interpolation.bilinear
  /// 1 (grey) or 3 (colour) channels.
  public var channels = 3
  /// Which sample values become 0 and 1.
  public var intensity = Intensity.fullRange
  /// The normalisation; nil: that of the weights, else the data set's own.
  public var normalizationChoice: NormalizationChoice?
  /// The means of a custom normalisation, one for all channels or one per channel.
  public var mean: [Double] = []
  /// The standard deviations of a custom normalisation, as many as means.
  public var standardDeviation: [Double] = []
  /// Random changes of the training images.
  public var augmentation = [AugmentationItem("none")]
  /// Whether samples are served in a new random order each epoch.
  public var isShuffled = true
  /// Whether training samples are drawn so that all classes come equally often.
  public var balancesClasses = false
  /// Whether prepared images stay in memory.
  public var isCached = true
  /// The most MiB that cached images may take; nil: half of the memory that is available.
  public var memoryLimitMiB: Int?
  /// Whether broken or missing images are left out instead of being an error.
  public var skipsBadImages = false

  /// Creates the defaults.
  public init() {}
}
