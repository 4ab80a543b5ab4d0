extension PickleHeap.Tensor {
  /// Checks that every element lies in a storage of `elements`.
  func check(elements: Int) throws(CheckpointError) {
    guard shape.count == strides.count, strides.allSatisfy({ $0 >= 0 }),
      StoredTensor.byteCount(type, shape) != nil
    else { throw CheckpointError(.invalidShape(shape: shape, strides: strides)) }
    let outside = CheckpointError(
      .tensorOutOfBounds(shape: shape, strides: strides, offset: offset, elements: elements))
    guard offset >= 0, offset <= elements else { throw outside }
    if shape.contains(0) { return }
    var last = offset
    for (size, stride) in zip(shape, strides) {
      let (reach, overflow) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, sumOverflow) = last.addingReportingOverflow(reach)
      guard !overflow, !sumOverflow else { throw outside }
      last = sum
    }
    guard last < elements else { throw outside }
  }

  /// The number of elements.
  var count: Int { shape.reduce(1, *) }

  /// Whether the elements follow one another in row-major order.
  var isContiguous: Bool {
    if shape.contains(0) { return true }
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() where size != 1 {
      guard stride == expected else { return false }
      expected *= size
    }
    return true
  }

  /// Returns the elements in row-major order, from the bytes of the whole storage.
  ///
  /// A tensor that is its storage shares the bytes; anything else is a copy.
  func elements(in storage: [UInt8]) -> [UInt8] {
    let size = type.size
    let total = count * size
    if total == 0 { return [] }
    if isContiguous {
      let start = offset * size
      return total == storage.count ? storage : Array(storage[start..<start + total])
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(total)
    var index = Array(repeating: 0, count: shape.count)
    let rows = shape.count - 1
    let (rowSize, rowStride) = (shape[rows], strides[rows])
    var start = offset
    while bytes.count < total {
      if rowStride == 1 {
        bytes += storage[start * size..<(start + rowSize) * size]
      } else {
        for column in 0..<rowSize {
          let place = (start + column * rowStride) * size
          for byte in place..<place + size { bytes.append(storage[byte]) }
        }
      }
      // Moves on to the next row, as an odometer does.
      for axis in (0..<rows).reversed() {
        if index[axis] + 1 < shape[axis] {
          index[axis] += 1
          start += strides[axis]
          break
        }
        start -= index[axis] * strides[axis]
        index[axis] = 0
      }
    }
    return bytes
  }
}
