extension [ExportedItem] {
  /// The value of a key, if it is there.
  public subscript(key: String) -> ExportedValue? {
    first { $0.key == .text(key) }?.value
  }

  /// The whole number under a key.
  ///
  /// - Throws: `OptimizersError.invalidState` when there is none.
  func integer(_ key: String) throws(OptimizersError) -> Int {
    guard case .integer(let value) = self[key] else {
      throw .invalidState(key: key, expected: "a whole number")
    }
    return value
  }

  /// The count under a key, from 0 to 2^40: far above any run, far below what arithmetic on it could overflow.
  ///
  /// - Throws: `OptimizersError.invalidState` when there is none.
  func count(_ key: String) throws(OptimizersError) -> Int {
    let value = try integer(key)
    guard (0...1 << 40).contains(value) else {
      throw .invalidState(key: key, expected: "a count of at least 0")
    }
    return value
  }

  /// The number under a key, whole or not.
  ///
  /// - Throws: `OptimizersError.invalidState` when there is none.
  func real(_ key: String) throws(OptimizersError) -> Double {
    switch self[key] {
    case .real(let value): return value
    case .integer(let value): return Double(value)
    default: throw .invalidState(key: key, expected: "a number")
    }
  }

  /// The only number of the list under a key.
  ///
  /// - Throws: `OptimizersError.invalidState` when there is none.
  func onlyReal(_ key: String) throws(OptimizersError) -> Double {
    guard case .list(let values) = self[key], values.count == 1 else {
      throw .invalidState(key: key, expected: "a list of one number")
    }
    return try [ExportedItem(key, values[0])].real(key)
  }
}
