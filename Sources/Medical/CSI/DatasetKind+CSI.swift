import Basics
import Training

extension DatasetKind {
  /// Radiographs with a table of six-zone grades.
  public static let csi = DatasetKind(
    "csi", summary: "radiographs with a table of six-zone grades"
  ) { (options) throws(DataError) in try CSIDataset(options) }

  /// Chest-X-ray phantoms that `--mode init` generates.
  public static let phantom = DatasetKind(
    "phantom", summary: "chest-X-ray phantoms that --mode init generates, with six-zone grades"
  ) { (options) throws(DataError) in try CSIDataset(phantomsIn: options) }
}

extension CSIDataset {
  /// Where phantoms are looked for unless the user says.
  public static let phantomFolder = "data/phantoms"

  /// The phantoms that `--mode init` wrote.
  ///
  /// - Throws: When there are none, saying how to make them.
  fileprivate init(phantomsIn options: DataOptions) throws(DataError) {
    var options = options
    let root = options.root ?? CSIDataset.phantomFolder
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
