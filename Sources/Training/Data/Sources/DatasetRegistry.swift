/// The kinds of data sets that there are, by name.
public struct DatasetRegistry: Sendable {
  /// Opens a data set.
  public typealias Opener = @Sendable (DataOptions) throws(DataError) -> any ImageDataset

  private var openers: [String: Opener]

  /// Creates a registry.
  public init(_ openers: [String: Opener]) {
    self.openers = openers
  }

  /// The kinds that this module knows: cifar10, csv, folder and idx.
  public static var standard: DatasetRegistry {
    DatasetRegistry([
      "cifar10": { (options) throws(DataError) in try CIFAR10Dataset(options) },
      "csv": { (options) throws(DataError) in try CSVDataset(options) },
      "folder": { (options) throws(DataError) in try FolderDataset(options) },
      "idx": { (options) throws(DataError) in try IDXDataset(options) },
    ])
  }

  /// The names, sorted.
  public var names: [String] { openers.keys.sorted() }

  /// Adds a kind, or replaces the one of that name.
  public mutating func register(_ name: String, _ opener: @escaping Opener) {
    openers[name] = opener
  }

  /// Opens the data set that the options name.
  public func open(_ options: DataOptions) throws(DataError) -> any ImageDataset {
    guard !options.dataset.isEmpty else {
      throw DataError(.missingSetting(key: "dataset", dataset: "to train on"))
    }
    guard let opener = openers[options.dataset.lowercased()] else {
      throw DataError(
        .invalidValue(
          found: options.dataset, expected: "one of \(names.joined(separator: ", "))"),
        file: "Data.dataset")
    }
    return try opener(options)
  }
}
