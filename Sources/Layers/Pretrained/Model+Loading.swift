import TensorCore

extension Model {
  /// Takes weights from a file, whoever wrote it: names are translated, and what does not fit stays as it was.
  ///
  /// A first convolution of three colours is summed over them for grey images, as timm does it: of a picture whose three
  /// channels are equal it gives the same.
  ///
  /// - Parameters:
  ///   - entries: The file's tensors.
  ///   - state: What is changed.
  ///   - pool: Where the tensors' memory comes from.
  public func load(
    _ entries: [StateEntry], into state: inout ModelState, pool: StoragePool
  ) -> StateLoadReport {
    var shapes: [String: [Int]] = [:]
    for parameter in layout.parameters { shapes[parameter.name] = parameter.exportedShape }
    let translated = architecture.naming.translated(entries, for: layout).map { entry in
      shapes[entry.name].map(entry.summedOverColours(for:)) ?? entry
    }
    return layout.load(translated, into: &state, pool: pool)
  }
}

extension StateEntry {
  /// A convolution's weights (output, 3, height, width) as (output, 1, height, width), where that is what is expected.
  fileprivate func summedOverColours(for expected: [Int]) -> StateEntry {
    guard case .floats(let shape, let values) = value, shape.count == 4, expected.count == 4,
      shape[1] == 3, expected == [shape[0], 1, shape[2], shape[3]]
    else { return self }
    let taps = shape[2] * shape[3]
    let sums = (0..<shape[0] * taps).map { place in
      let first = place / taps * 3 * taps + place % taps
      return values[first] + values[first + taps] + values[first + 2 * taps]
    }
    return StateEntry(name: name, value: .floats(shape: expected, values: sums))
  }
}
