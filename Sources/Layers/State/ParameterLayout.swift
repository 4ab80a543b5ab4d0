import TensorCore

/// How a parameter's elements are ordered here, compared with PyTorch's files.
public enum ParameterLayout: Hashable, Sendable {
  /// As in PyTorch.
  case plain
  /// Convolution weights: (height, width, input channels, output channels) here, (output, input, height, width)
  /// in PyTorch.
  case convolutionHWIO

  /// PyTorch's extents of a parameter that has the given shape here.
  public func exportedShape(of shape: Shape) -> [Int] {
    switch self {
    case .plain: shape.dimensions
    case .convolutionHWIO: [shape[3], shape[2], shape[0], shape[1]]
    }
  }

  /// Reorders elements from this program's order to PyTorch's.
  func exported(_ values: UnsafeBufferPointer<Float>, shape: Shape) -> [Float] {
    switch self {
    case .plain: return Array(values)
    case .convolutionHWIO:
      let taps = shape[0] * shape[1]
      return transposed(values, outer: taps, middle: shape[2], inner: shape[3])
    }
  }

  /// Reorders elements from PyTorch's order to this program's; `shape` is the one here.
  func imported(_ values: [Float], shape: Shape) -> [Float] {
    switch self {
    case .plain: return values
    case .convolutionHWIO:
      // Seen the other way round: (output, input, taps) to (taps, input, output).
      let taps = shape[0] * shape[1]
      return values.withUnsafeBufferPointer {
        transposed($0, outer: shape[3], middle: shape[2], inner: taps)
      }
    }
  }

  /// (outer, middle, inner) to (inner, middle, outer), in tiles: whole cache lines are read and written.
  private func transposed(
    _ values: UnsafeBufferPointer<Float>, outer: Int, middle: Int, inner: Int
  ) -> [Float] {
    let tile = 16
    return [Float](unsafeUninitializedCapacity: values.count) { result, count in
      for firstOuter in stride(from: 0, to: outer, by: tile) {
        let rows = firstOuter..<min(outer, firstOuter + tile)
        for firstInner in stride(from: 0, to: inner, by: tile) {
          let columns = firstInner..<min(inner, firstInner + tile)
          for j in 0..<middle {
            for k in columns {
              for i in rows {
                result[(k * middle + j) * outer + i] = values[(i * middle + j) * inner + k]
              }
            }
          }
        }
      }
      count = values.count
    }
  }
}
