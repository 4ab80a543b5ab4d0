import Imaging
import Training

/// Radiographs with a congestion grade for each of six lung zones, listed in a table.
///
/// Grades are 0 (normal) to 3 (severe); a blank or missing one is 4, a zone that cannot be graded.
/// The overall score of a column `csi`, if there is one, is kept with the sample.
public struct CSIDataset: ImageDataset {
  public let name = "csi"
  public let task: PredictionTask
  public let samples: [Sample]
  public let skipped: [SkippedSample]
  public let notices: [String]
  public let defaultNormalization = Normalization.medical

  private let lungs: LungMaskFiles?

  /// The columns of the zones, patient's side, unless a configuration names others.
  public static let standardZones = Zone.names
  /// The names of the grades and of the class of zones that cannot be graded.
  public static let classNames = ["Normal", "Mild", "Moderate", "Severe", "Unknown"]
  /// The class of zones that cannot be graded.
  public static let unknownClass = CongestionGrade.unknown.rawValue

  /// Reads the table and finds the images.
  public init(_ options: DataOptions) throws(DataError) {
    let zones = options.zoneColumns.isEmpty ? CSIDataset.standardZones : options.zoneColumns
    let source = try SampleTable(options, lookup: .byID)
    let table = source.table
    var columns: [Int] = []
    for zone in zones { columns.append(try table.requiredIndex(of: zone)) }
    let scoreColumn = table.index(of: "csi")
    var samples: [Sample] = []
    var outside = OutsideGrades()
    for entry in source.entries {
      var sample = entry.sample
      for column in columns {
        let text = entry.row.fields[column]
        guard let grade = CSIDataset.grade(text) else {
          throw table.error(
            .invalidValue(found: text, expected: "0, 1, 2, 3, or 4 or nothing for unknown"),
            row: entry.row, column: column)
        }
        let isGrade = (0...CSIDataset.unknownClass).contains(grade)
        if !isGrade { outside.add(text, line: entry.row.line, column: table.header[column]) }
        sample.labels.append(Int32(isGrade ? grade : CSIDataset.unknownClass))
      }
      if let scoreColumn {
        let text = entry.row.fields[scoreColumn]
        sample.score = CSIDataset.number(text)
        guard sample.score != nil || CSVTable.isMissing(text) else {
          throw table.error(
            .invalidValue(found: text, expected: "a number"), row: entry.row,
            column: scoreColumn)
        }
      }
      samples.append(sample)
    }
    task = .zones(
      zones: zones, classes: CSIDataset.classNames, unknownClass: CSIDataset.unknownClass)
    self.samples = samples
    skipped = source.skipped
    if let directory = options.masksDirectory {
      lungs = try LungMaskFiles(directory: options.located(directory))
    } else {
      lungs = nil
    }
    let unmasked = lungs.map { lungs in samples.count { !lungs.hasBoth(of: $0.id) } } ?? 0
    notices =
      source.notices + outside.notices
      + (unmasked == 0
        ? []
        : [
          "\(unmasked) of \(samples.count) samples lack a lung mask in Data.masks_dir: "
            + "the grid's zones are used there"
        ])
  }

  public func masks(at index: Int) throws(DataError) -> [Image?] {
    try lungs?.masks(of: samples[index].id) ?? []
  }

  /// The whole number that a field means: `2` and `2.0` are 2, nothing and NaN are unknown; nil: no grade.
  static func grade(_ text: String) -> Int? {
    if CSVTable.isMissing(text) { return unknownClass }
    guard let number = number(text), number == number.rounded() else { return nil }
    return Int(min(max(number, -1), 99))
  }

  /// A plain decimal number, with a point or, as some spreadsheets write it, a comma.
  static func number(_ text: String) -> Double? {
    let text = text.split(separator: " ").joined()
    guard !text.isEmpty, text.allSatisfy({ "0123456789.,+-".contains($0) }) else { return nil }
    return Double(String(text.map { $0 == "," ? "." : $0 }))
  }
}

/// Whole numbers that are no grade, which count as unknown.
private struct OutsideGrades {
  private var count = 0
  private var first = ""

  mutating func add(_ text: String, line: Int, column: String) {
    if count == 0 { first = "\(text) in line \(line), column \(column)" }
    count += 1
  }

  /// One line, when there are any.
  var notices: [String] {
    guard count > 0 else { return [] }
    return [
      count == 1
        ? "1 grade outside of 0 to 4 counts as unknown: \(first)"
        : "\(count) grades outside of 0 to 4 count as unknown, the first one \(first)"
    ]
  }
}
