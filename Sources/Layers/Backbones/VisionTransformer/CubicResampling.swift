/// Bicubic resampling of a grid with PyTorch's `interpolate(mode: "bicubic", align_corners: false)`, as a matrix.
struct CubicResampling {
  /// For each output place of one axis the weights of all input places, in rows that add up to 1.
  ///
  /// Without antialiasing the kernel is Keys' (1981) with a = -0.75, four taps at any scale, and taps beyond the border
  /// count for the border. With it, a = -0.5, the kernel is as much wider as the image shrinks, and taps beyond the border
  /// are left out.
  ///
  /// - Parameters:
  ///   - input: The places of the input axis, at least 1.
  ///   - output: The places of the output axis.
  ///   - antialias: Whether to smooth when shrinking.
  static func axis(from input: Int, to output: Int, antialias: Bool) -> [[Double]] {
    let ratio = Double(input) / Double(output)
    return (0..<output).map { place in
      var weights = [Double](repeating: 0, count: input)
      let centre = (Double(place) + 0.5) * ratio
      if antialias {
        let width = max(ratio, 1)
        let first = max(Int(centre - 2 * width + 0.5), 0)
        let last = min(Int(centre + 2 * width + 0.5), input)
        for tap in first..<last {
          weights[tap] = kernel((Double(tap) - centre + 0.5) / width, a: -0.5)
        }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
      }
      let source = centre - 0.5
      let base = source.rounded(.down)
      for tap in -1...2 {
        let index = min(max(Int(base) + tap, 0), input - 1)
        weights[index] += kernel(source - base - Double(tap), a: -0.75)
      }
      return weights
    }
  }

  /// Row-major weights (output places, input places) of a two-dimensional grid, places counted row by row.
  static func matrix(
    from input: (rows: Int, columns: Int), to output: (rows: Int, columns: Int), antialias: Bool
  ) -> [Float] {
    let rows = axis(from: input.rows, to: output.rows, antialias: antialias)
    let columns = axis(from: input.columns, to: output.columns, antialias: antialias)
    var result: [Float] = []
    result.reserveCapacity(rows.count * columns.count * input.rows * input.columns)
    for row in rows {
      for column in columns {
        for weight in row { result += column.map { Float(weight * $0) } }
      }
    }
    return result
  }

  /// Keys' cubic convolution kernel.
  private static func kernel(_ distance: Double, a: Double) -> Double {
    let x = abs(distance)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }
}
