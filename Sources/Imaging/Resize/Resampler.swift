import CImageIO

/// Separable resampling: along the rows, then along the columns.
struct Resampler {
  private let horizontal: ResampleAxis?
  private let vertical: ResampleAxis?
  private let usedRows: Range<Int>
  private let outputColumns: Int
  private let rowLength: Int
  private let channels: Int

  /// Prepares the weights; an axis that keeps its length is left alone.
  init(width: Int, height: Int, channels: Int, plan: ResizePlan, interpolation: Interpolation) {
    func axis(_ inputs: Int, _ scaled: Int, _ range: Range<Int>) -> ResampleAxis? {
      if scaled == inputs && range == 0..<inputs { return nil }
      return ResampleAxis(
        inputs: inputs, scaled: scaled, range: range, interpolation: interpolation)
    }
    horizontal = axis(width, plan.scaledWidth, plan.columns)
    let vertical = axis(height, plan.scaledHeight, plan.rows)
    let usedRows = vertical?.usedInputs ?? 0..<height
    self.vertical = vertical?.restricted(to: usedRows)
    self.usedRows = usedRows
    outputColumns = plan.columns.count
    rowLength = width * channels
    self.channels = channels
  }

  /// Resamples 8-bit samples; both passes round to the nearest level, as Pillow's do.
  func apply(_ source: [UInt8]) -> [UInt8] {
    run(
      source, quantize: fixedPoint,
      rows: { cimg_resample_rows_u8($0, $1, channels, $2, $3, $4) },
      columns: { cimg_resample_columns_u8($0, $1, $2, $3, $4) })
  }

  /// Resamples real numbers.
  func apply(_ source: [Float]) -> [Float] {
    run(
      source, quantize: { $0.map(Float.init) },
      rows: { cimg_resample_rows_f32($0, $1, channels, $2, $3, $4) },
      columns: { cimg_resample_columns_f32($0, $1, $2, $3, $4) })
  }

  /// Weights with `CIMG_WEIGHT_BITS` bits behind the point, rounded half away from zero.
  private func fixedPoint(_ weights: [Double]) -> [Int32] {
    weights.map { Int32(($0 * Double(1 << CIMG_WEIGHT_BITS)).rounded()) }
  }

  private typealias Input<Sample> = UnsafePointer<Sample>?
  private typealias Output<Sample> = UnsafeMutablePointer<Sample>?

  private func run<Sample, Weight>(
    _ source: [Sample], quantize: ([Double]) -> [Weight],
    rows: (Input<Sample>, Int, cimg_axis, Input<Weight>, Output<Sample>) -> cimg_status,
    columns: (Input<Sample>, Int, cimg_axis, Input<Weight>, Output<Sample>) -> Void
  ) -> [Sample] {
    var current = source
    if let horizontal {
      let count = usedRows.count * outputColumns * channels
      current = [Sample](unsafeUninitializedCapacity: count) { target, filled in
        source.withUnsafeBufferPointer { source in
          horizontal.withAxis(quantize(horizontal.weights)) { axis, weights in
            let start = source.baseAddress.map { $0 + usedRows.lowerBound * rowLength }
            let status = rows(start, usedRows.count, axis, weights, target.baseAddress)
            precondition(status == CIMG_OK, "resize: no memory for a few rows")
          }
        }
        filled = count
      }
    } else if usedRows.count * rowLength < source.count {
      current = Array(source[usedRows.lowerBound * rowLength..<usedRows.upperBound * rowLength])
    }
    guard let vertical else { return current }
    let row = outputColumns * channels
    return [Sample](unsafeUninitializedCapacity: vertical.outputs * row) { target, filled in
      current.withUnsafeBufferPointer { source in
        vertical.withAxis(quantize(vertical.weights)) { axis, weights in
          columns(source.baseAddress, row, axis, weights, target.baseAddress)
        }
      }
      filled = vertical.outputs * row
    }
  }
}

extension ResampleAxis {
  /// Calls a function of C with this axis and its weights in the form that it takes.
  fileprivate func withAxis<Weight>(
    _ weights: [Weight], _ body: (cimg_axis, UnsafePointer<Weight>?) -> Void
  ) {
    first.withUnsafeBufferPointer { first in
      count.withUnsafeBufferPointer { count in
        weights.withUnsafeBufferPointer { weights in
          let axis = cimg_axis(
            inputs: inputs, outputs: outputs, taps: taps, first: first.baseAddress,
            count: count.baseAddress)
          body(axis, weights.baseAddress)
        }
      }
    }
  }
}
