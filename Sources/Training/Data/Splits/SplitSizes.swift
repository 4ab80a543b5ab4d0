/// How many of some samples go to each split.
struct SplitSizes: Equatable {
  var val: Int
  var test: Int

  /// Rounds the fractions of a number of samples to whole ones.
  ///
  /// A split that is wanted gets at least one sample, and training too, as far as there are enough.
  init(of count: Int, val: Double, test: Double) {
    func size(_ fraction: Double) -> Int {
      fraction <= 0 ? 0 : max(1, Int((Double(count) * fraction).rounded()))
    }
    self.test = min(size(test), max(0, count - 1))
    self.val = min(size(val), max(0, count - 1 - self.test))
  }
}
