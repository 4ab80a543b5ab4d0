import Basics
import Medical
import Training

extension MetricRegistry {
  /// Every type of metric that the program knows.
  static var roentgen: MetricRegistry {
    var registry = MetricRegistry.standard
    for type in MetricType.clinical { registry.register(type) }
    return registry
  }
}

extension DatasetRegistry {
  /// Every kind of data set that the program knows.
  static var roentgen: DatasetRegistry {
    var registry = DatasetRegistry.standard
    registry.register("csi") { (options) throws(DataError) in try CSIDataset(options) }
    registry.register("phantom") { (options) throws(DataError) in
      try CSIDataset(phantomsIn: options)
    }
    return registry
  }
}

extension CSIDataset {
  /// The phantoms that `--mode init` wrote.
  ///
  /// - Throws: When there are none, saying how to make them.
  fileprivate init(phantomsIn options: DataOptions) throws(DataError) {
    var options = options
    let root = options.root ?? ProjectTemplate.phantomFolder
    options.root = root
    options.csvPath = options.csvPath ?? FilePath.join(root, PhantomDataSet.tableName)
    options.imageDirectory =
      options.imageDirectory ?? FilePath.join(root, PhantomDataSet.imageDirectory)
    options.groupColumn = options.groupColumn ?? "patient_id"
    guard FileSystem.exists(options.csvPath ?? "") else {
      throw DataError(
        .empty(reason: "there are no phantoms yet; main --mode init generates them"), file: root)
    }
    try self.init(options)
  }
}
