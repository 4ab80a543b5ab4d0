/// A row of the phantom data set: everything about an image but its pixels.
public struct PhantomRecord: Hashable, Sendable {
  /// The kinds of files that images are written as.
  public enum Format: String, Hashable, Sendable {
    /// 8-bit grey PNG.
    case png
    /// Grey JPEG.
    case jpeg = "jpg"
  }

  /// The position in the data set, from 0.
  public var index: Int
  /// The name of the image without extension: `phantom_00042`.
  public var id: String
  /// The patient, who may have up to three images: `patient_0017`.
  public var patientID: String
  /// The grade of each zone, in the order of `Zone`: 0 to 3, or 4 where something hides it.
  public var labels: [Int]
  /// The kind of file.
  public var format: Format

  /// Creates a row from its cells.
  public init(index: Int, id: String, patientID: String, labels: [Int], format: Format) {
    precondition(labels.count == Zone.count, "\(labels.count) labels for \(Zone.count) zones")
    self.index = index
    self.id = id
    self.patientID = patientID
    self.labels = labels
    self.format = format
  }

  /// The name of the file in the folder of images.
  public var fileName: String { "\(id).\(format.rawValue)" }

  /// The mean grade of the zones that can be graded; nil if none can.
  public var score: Double? {
    let grades = labels.filter(CongestionGrade.graded.contains)
    return grades.isEmpty ? nil : Double(grades.reduce(0, +)) / Double(grades.count)
  }
}
