import Basics
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("ab", "ba", 1), ("ca", "abc", 3),
    ("batch_size", "bacth_size", 1),
  ]) func distanceCountsEdits(first: String, second: String, expected: Int) {
    #expect(Suggestion.distance(first, second) == expected)
    #expect(Suggestion.distance(second, first) == expected)
  }

  static let keys = ["batch_size", "learning_rate", "n_epochs", "seed", "t_max"]

  @Test(arguments: [
    ("bacth_size", "batch_size"), ("BatchSize", "batch_size"), ("learning-rate", "learning_rate"),
    ("epochs", "n_epochs"), ("sed", "seed"), ("tmax", "t_max"),
  ]) func misspellingsAreUnderstood(word: String, expected: String) {
    #expect(Suggestion.nearest(to: word, in: Self.keys) == expected)
  }

  @Test(arguments: ["", "x", "dropout", "zzzzzzzzzz", String(repeating: "a", count: 100_000)])
  func nothingNearGivesNothing(word: String) {
    #expect(Suggestion.nearest(to: word, in: Self.keys) == nil)
  }
}
