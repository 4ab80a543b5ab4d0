import TensorCore

extension ModelLayout {
  /// A whole state from a PyTorch `state_dict`.
  ///
  /// - Throws: `LayersError.stateMismatch` unless every item fits and none is missing.
  public func imported(
    _ items: [StateEntry], pool: StoragePool
  ) throws(LayersError) -> ModelState {
    // Every value is replaced below, or this throws.
    var state = ModelState(
      parameters: parameters.map { Tensor(uninitialized: $0.shape, pool: pool) },
      buffers: buffers.map { Tensor(uninitialized: $0.shape, pool: pool) },
      counters: counters.map { _ in 0 })
    let report = load(items, into: &state, pool: pool)
    guard report.isComplete else { throw .stateMismatch(report) }
    return state
  }

  /// Takes those items of a `state_dict` that fit, and says what became of each.
  ///
  /// Counters may be missing: files of PyTorch before 0.4.1 have none.
  public func load(
    _ items: [StateEntry], into state: inout ModelState, pool: StoragePool
  ) -> StateLoadReport {
    var report = StateLoadReport()
    var values: [String: StateEntry.Value] = [:]
    for item in items { values[item.name] = item.value }
    for entry in entries {
      let name = name(of: entry)
      guard let value = values.removeValue(forKey: name) else {
        if case .counter = entry { continue }
        report.missing.append(name)
        continue
      }
      if let mismatch = take(value, for: entry, into: &state, pool: pool) {
        report.mismatched.append(mismatch)
      } else {
        report.loaded.append(name)
      }
    }
    report.unexpected = items.map(\.name).filter { values[$0] != nil }
    return report
  }

  private func take(
    _ value: StateEntry.Value, for entry: Entry, into state: inout ModelState, pool: StoragePool
  ) -> StateLoadReport.Mismatch? {
    let expected: [Int]
    switch (entry, value) {
    case (.parameter(let index), .floats(let shape, let values)):
      let tensor = try? parameters[index].imported(shape: shape, values: values, pool: pool)
      if let tensor {
        state.parameters[index] = tensor
        return nil
      }
      expected = parameters[index].exportedShape
    case (.buffer(let index), .floats(let shape, let values)):
      let own = buffers[index].shape
      if own.dimensions == shape, values.count == own.count {
        state.buffers[index] = Tensor(values, shape: own, pool: pool)
        return nil
      }
      expected = own.dimensions
    case (.counter(let index), .integer(let count)):
      state.counters[index] = count
      return nil
    case (.parameter(let index), .integer):
      expected = parameters[index].exportedShape
    case (.buffer(let index), .integer):
      expected = buffers[index].shape.dimensions
    case (.counter, .floats):
      expected = []
    }
    return StateLoadReport.Mismatch(
      name: name(of: entry), expected: expected, found: value.shape)
  }
}

extension StateEntry.Value {
  /// PyTorch's extents.
  var shape: [Int] {
    switch self {
    case .floats(let shape, _): shape
    case .integer: []
    }
  }
}
