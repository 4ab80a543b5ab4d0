import Imaging
import Layers

/// Which pixels of a prepared image may belong to the regions of each column of a grid: lungs, left and right.
struct RegionMarks: Sendable {
  /// Pixels of a row, and rows.
  let side: Int
  /// Runs of equal pixels, row by row.
  ///
  /// Each has where it ends and what it is: bit c says that its pixels may belong to regions of column c. Lungs are a few
  /// runs a row, so that the marks of all images take little beside the images.
  private let runs: [(end: UInt32, value: UInt8)]

  /// Scales masks as the image that they belong to.
  ///
  /// - Parameters:
  ///   - masks: for each column a picture of what may belong to it, white from half of the range on; nil: none of it.
  ///   - preprocessing: what the image was prepared with.
  init(_ masks: [Image?], preprocessing: PreprocessingOptions) {
    var options = preprocessing
    options.channels = 1
    options.intensity = .fullRange
    side = options.size
    var values = [UInt8](repeating: 0, count: side * side)
    for (column, mask) in masks.enumerated() {
      guard let mask else { continue }
      for (place, value) in options.unitImage(options.prepare(mask)).values.enumerated()
      where value >= 0.5 {
        values[place] |= 1 << UInt8(column)
      }
    }
    var runs: [(end: UInt32, value: UInt8)] = []
    for (place, value) in values.enumerated() {
      if runs.last?.value != value { runs.append((0, value)) }
      runs[runs.count - 1].end = UInt32(place + 1)
    }
    self.runs = runs
  }

  /// The regions that the marks leave of a grid's cells.
  func mask(over regions: [ImageRegion]) -> RegionMask {
    var marks: [UInt8] = []
    marks.reserveCapacity(side * side)
    for run in runs {
      marks.append(contentsOf: repeatElement(run.value, count: Int(run.end) - marks.count))
    }
    return RegionMask(marks: marks, width: side, height: side, regions: regions)
  }
}
