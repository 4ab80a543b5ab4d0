extension TrialRecord {
  /// The value that was reported at a step, if one was.
  func intermediateValue(at step: Int) -> Double? {
    let position = intermediateValues.partitioningIndex { $0.step >= step }
    guard position < intermediateValues.count, intermediateValues[position].step == step else {
      return nil
    }
    return intermediateValues[position].value
  }
}

extension StudyDirection {
  /// The best of some values on the way; nil if none is a number.
  func best(of values: some Collection<TrialRecord.IntermediateValue>) -> Double? {
    var best: Double?
    for candidate in values where !candidate.value.isNaN {
      if best.map({ isBetter(candidate.value, than: $0) }) ?? true { best = candidate.value }
    }
    return best
  }
}

extension Array {
  /// The position of the first element that fulfils a condition which, once fulfilled, stays so; the count if none.
  func partitioningIndex(where condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
