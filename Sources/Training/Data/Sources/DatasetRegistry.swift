/// A kind of data set that can be asked for by name.
public struct DatasetKind: Sendable {
  /// Opens a data set.
  public typealias Opener = @Sendable (DataOptions) throws(DataError) -> any ImageDataset

  /// What `Data.dataset` calls it, in lower case.
  public let name: String
  /// One line for people.
  public let summary: String
  /// Opens one.
  public let open: Opener

  /// Describes a kind.
  public init(_ name: String, summary: String, open: @escaping Opener) {
    self.name = name
    self.summary = summary
    self.open = open
  }
}

/// The kinds of data sets that there are; a plain value that may be extended.
public struct DatasetRegistry: Sendable {
  /// All of them, in the order in which they are listed.
  public private(set) var kinds: [DatasetKind]

  /// Creates a registry.
  public init(_ kinds: [DatasetKind]) { self.kinds = kinds }

  /// The kinds that this module knows.
  public static let standard = DatasetRegistry([.folder, .csv, .idx, .cifar10])

  /// The names, in the order in which they are listed.
  public var names: [String] { kinds.map(\.name) }

  /// Adds a kind, or replaces the one of that name.
  public mutating func register(_ kind: DatasetKind) {
    kinds.removeAll { $0.name == kind.name }
    kinds.append(kind)
  }

  /// Opens the data set that the options name.
  public func open(_ options: DataOptions) throws(DataError) -> any ImageDataset {
    guard !options.dataset.isEmpty else {
      throw DataError(.missingSetting(key: "dataset", dataset: "to train on"))
    }
    guard let kind = kinds.first(where: { $0.name == options.dataset.lowercased() }) else {
      throw DataError(
        .invalidValue(
          found: options.dataset, expected: "one of \(names.joined(separator: ", "))"),
        file: "Data.dataset")
    }
    return try kind.open(options)
  }
}
