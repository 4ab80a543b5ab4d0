/// The right name nearest to a misspelt one.
public enum Suggestion {
  /// Returns the candidate that was probably meant, or nil when none is near.
  ///
  /// Upper and lower case, `-` and `_` are the same. Near means at most one edit for every three
  /// letters, at least one; among equals the first candidate wins.
  public static func nearest(to word: String, in candidates: [String]) -> String? {
    let wanted = normalized(word)
    let limit = max(1, wanted.count / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let letters = normalized(candidate)
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let found = distance(wanted, letters)
      // Replacing every letter is no misspelling.
      guard found <= limit, found < max(wanted.count, letters.count) else { continue }
      if found < best?.distance ?? .max { best = (candidate, found) }
    }
    return best?.candidate
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours between two texts.
  ///
  /// This is the Damerau-Levenshtein distance in its "optimal string alignment" form.
  public static func distance(_ first: String, _ second: String) -> Int {
    distance(Array(first.utf8), Array(second.utf8))
  }

  private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    // Three rows of the table: two lines up, one line up, and the current one.
    var beforePrevious: [Int] = []
    var previous = Array(0...second.count)
    for row in first.indices {
      var current = [row + 1]
      for column in second.indices {
        let isSame = first[row] == second[column]
        var cost = min(
          previous[column + 1] + 1, current[column] + 1, previous[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, first[row] == second[column - 1],
          first[row - 1] == second[column]
        {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[second.count]
  }

  private static func normalized(_ word: String) -> [UInt8] {
    // Words of a kilobyte are no misspellings; the limit bounds the work.
    word.utf8.prefix(256).map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
      case UInt8(ascii: "-"), UInt8(ascii: " "): UInt8(ascii: "_")
      default: byte
      }
    }
  }
}
