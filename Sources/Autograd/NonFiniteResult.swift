import TensorCore

/// Where a number that is not finite was computed first.
public struct NonFiniteResult: Sendable, Equatable {
  /// The named variables of the operation, or of the last one before it that had any; empty when there was none.
  public var named: [Int]
  /// Whether the operation itself has those variables, rather than one before it.
  public var isTheirOwn: Bool
}

/// Looks at results for numbers that are not finite.
struct NumberWatch {
  let namedCount: Int
  private var latest: [Int] = []

  init(namedCount: Int) {
    self.namedCount = namedCount
  }

  /// Gives the result's place when it holds such a number.
  mutating func look(
    at value: Tensor, computedFrom arguments: [Variable?], backend: any Backend
  ) -> NonFiniteResult? {
    let named = arguments.compactMap { $0?.id.index }.filter { $0 < namedCount }
    if !named.isEmpty { latest = named }
    return backend.isFinite(value)
      ? nil : NonFiniteResult(named: latest, isTheirOwn: !named.isEmpty)
  }
}
