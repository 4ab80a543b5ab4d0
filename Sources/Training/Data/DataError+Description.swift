import Basics
import Imaging

extension DataError: CustomStringConvertible {
  /// One line for people: "labels.csv:12: column right_sup: found 7, expected 0, 1, 2, 3 or 4".
  public var description: String {
    var place = ""
    if let file { place += line.map { "\(file):\($0): " } ?? "\(file): " }
    if let column { place += "column \(column): " }
    return oneLine(place + problem.text)
  }
}

extension DataError.Problem {
  /// What is wrong, in words, without the place.
  public var text: String {
    switch self {
    case .unreadable(let error): error.description
    case .image(let error): error.description
    case .csv(let problem): problem.text
    case .missingColumn(let name, let available):
      "there is no column \(name); \(Self.hint(for: name, among: available))"
    case .missingSetting(let key, let dataset):
      "the data set \(dataset) needs \(key): set it in the section [Data]"
    case .invalidValue(let found, let expected): "found \(quoted(found)), expected \(expected)"
    case .unknownClass(let name, let known):
      "the class \(quoted(name)) is not in the training data; \(Self.hint(for: name, among: known))"
    case .duplicateID(let id, let firstLine):
      "the id \(quoted(id)) already stands in line \(firstLine)"
    case .contradictoryGroup(let id, let first, let second):
      "the id \(quoted(id)) belongs to the groups \(quoted(first)) and \(quoted(second))"
    case .missingImages(let ids, let count, let directory):
      "no image file in \(directory) for \(Self.listed(ids, of: count, "id")); "
        + "Data.bad_images = skip leaves such rows out"
    case .ambiguousImage(let id, let files):
      "several image files fit the id \(quoted(id)): \(files.joined(separator: ", ")); "
        + "remove all but one or set Data.image_pattern"
    case .brokenImages(let reasons, let count):
      "\(count) broken image\(count == 1 ? "" : "s"): \(reasons.joined(separator: "; "))"
        + (count > reasons.count ? "; ..." : "")
    case .empty(let reason): "the data set is empty: \(reason)"
    case .unsuitable(let reason): reason
    case .malformed(let format, let found, let expected):
      "not a valid \(format) file: found \(found), expected \(expected)"
    case .extraClasses(let names, let split):
      "the classes differ from those of train: \(split) has \(names.joined(separator: ", "))"
    case .unknownIDs(let ids, let count):
      "the data set does not have \(Self.listed(ids, of: count, "id"))"
    case .unassignedIDs(let ids, let count):
      "no split has \(Self.listed(ids, of: count, "id")) of the data set; add them to a split "
        + "or to Data.exclude_ids"
    case .repeatedID(let id, let first, let second):
      first == second
        ? "the id \(quoted(id)) stands twice in \(first)"
        : "the id \(quoted(id)) stands in \(first) and in \(second)"
    case .fractionsTooLarge(let val, let test):
      "Data.val_split \(val) and Data.test_split \(test) leave nothing to train on"
    }
  }

  /// Names the nearest right name, or all of them if there are few.
  private static func hint(for name: String, among known: [String]) -> String {
    if let nearest = Suggestion.nearest(to: name, in: known) { return "did you mean \(nearest)?" }
    let all = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", ..." : "")
    return known.isEmpty ? "there are none" : "there are \(all)"
  }

  /// "3 ids (a, b, c)".
  private static func listed(_ ids: [String], of count: Int, _ noun: String) -> String {
    if count == 1, let id = ids.first { return "the \(noun) \(quoted(id))" }
    return "\(count) \(noun)s (\(ids.joined(separator: ", "))\(count > ids.count ? ", ..." : ""))"
  }
}

extension DataError.CSVProblem {
  /// What is wrong, in words, without the place.
  public var text: String {
    switch self {
    case .noHeader: "there is no header line with the names of the columns"
    case .notText: "this is not a text in UTF-8"
    case .unterminatedQuote: "the quoted field that starts here never ends"
    case .textAfterQuote: "found text after a closing quote, expected a separator or a new line"
    case .raggedRow(let found, let expected):
      "found \(found) field\(found == 1 ? "" : "s"), expected \(expected) as in the header"
    case .duplicateColumn(let name): "the column \(name) stands twice in the header"
    case .tooMany(let what, let limit): "more than \(limit) \(what)"
    }
  }
}

/// Puts a value of a file into quotes, not longer than a line.
func quoted(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(60).map(String.init).joined()
  return "\"\(shown)\(text.unicodeScalars.count > 60 ? "..." : "")\""
}

/// Replaces control characters, which names and values from files may have, by blanks.
private func oneLine(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { line, scalar in
    line.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
  }
}
