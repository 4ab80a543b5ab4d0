import Basics
import Glibc

/// What `predictions_SPLIT.csv` says: each image's truth, prediction and probabilities, for plots and reports.
///
/// The columns tell what was asked: see `PredictionTable`.
public struct PredictionRows: Sendable {
  /// One question to all images: the only one, that of a zone, or that of a label.
  public struct Question: Sendable {
    /// The zone's or label's name; nil when there is only one question.
    public var name: String?
    /// The names of the classes; of a label `absent` and `present`.
    public var classes: [String]
    /// The index of the true class of each image.
    public var truths: [Int]
    /// The index of the predicted class of each image.
    public var predictions: [Int]
    /// The probability of each class for each image.
    public var probabilities: [[Double]]
    /// The class that takes part in no score of the others, because it says that the truth is not known.
    public var unknown: Int?

    /// How often each class was predicted for each true class.
    public var confusion: ConfusionMatrix {
      var confusion = ConfusionMatrix(classCount: max(1, classes.count))
      for (truth, prediction) in zip(truths, predictions) {
        confusion.add(truth: truth, prediction: prediction)
      }
      return confusion
    }
  }

  /// The ids of the images in the order of the file.
  public let ids: [String]
  /// The questions in the order of the columns, at least one; all of an image's answers have its place.
  public let questions: [Question]

  /// Whether questions are labels, each present or absent.
  public var isMultilabel: Bool { questions[0].classes == PredictionRows.labelClasses }

  private static let labelClasses = ["absent", "present"]

  /// Reads a file that evaluation wrote.
  ///
  /// - Throws: naming the file, the line and the column that is not as it should be.
  public init(contentsOf path: String) throws(DataError) {
    try self.init(CSVTable(contentsOf: path, separator: .comma))
  }

  /// Reads a table.
  public init(_ table: CSVTable) throws(DataError) {
    let idColumn = try table.requiredIndex(of: "id")
    var questions: [Question] = []
    for (column, name) in table.header.enumerated() {
      guard name == "truth" || name.hasPrefix("truth_") else { continue }
      questions.append(try PredictionRows.question(at: column, table))
    }
    guard !questions.isEmpty else {
      throw DataError(
        .missingColumn("truth", available: table.header), file: table.file, line: 1)
    }
    // With zones, truths that nobody could grade are a class of this name.
    if questions.count > 1 {
      for index in questions.indices {
        questions[index].unknown = questions[index].classes.firstIndex {
          $0.lowercased() == "unknown"
        }
      }
    }
    self.questions = questions
    ids = table.rows.map { $0.fields[idColumn] }
  }

  private static func question(at column: Int, _ table: CSVTable) throws(DataError) -> Question {
    let title = table.header[column]
    let name = title == "truth" ? nil : String(title.dropFirst("truth_".count))
    let suffix = name.map { "_\($0)" } ?? ""
    let predicted = try table.requiredIndex(of: "prediction\(suffix)")
    var columns: [Int] = []
    var classes: [String] = []
    for (index, header) in table.header.enumerated()
    where index > predicted && header.hasPrefix("p_") && header.hasSuffix(suffix)
      && header.count > 2 + suffix.count
    {
      // The columns of one question stand together.
      guard columns.last.map({ $0 + 1 == index }) ?? (index == predicted + 1) else { break }
      columns.append(index)
      classes.append(String(header.dropFirst(2).dropLast(suffix.count)))
    }
    if columns.isEmpty, let name, let own = table.index(of: "p_\(name)") {
      return try label(name, truth: column, predicted, own, table)
    }
    guard !columns.isEmpty else {
      throw DataError(
        .missingColumn("p_CLASS\(suffix)", available: table.header), file: table.file, line: 1)
    }
    var question = Question(
      name: name, classes: classes, truths: [], predictions: [], probabilities: [])
    for row in table.rows {
      question.truths.append(try place(of: row.fields[column], in: classes, row, table))
      question.predictions.append(try place(of: row.fields[predicted], in: classes, row, table))
      var probabilities: [Double] = []
      for index in columns { probabilities.append(try probability(row.fields[index], row, table)) }
      question.probabilities.append(probabilities)
    }
    return question
  }

  private static func label(
    _ name: String, truth: Int, _ predicted: Int, _ own: Int, _ table: CSVTable
  ) throws(DataError) -> Question {
    var question = Question(
      name: name, classes: labelClasses, truths: [], predictions: [], probabilities: [])
    for row in table.rows {
      question.truths.append(try place(of: row.fields[truth], in: ["0", "1"], row, table))
      question.predictions.append(try place(of: row.fields[predicted], in: ["0", "1"], row, table))
      let present = try probability(row.fields[own], row, table)
      question.probabilities.append([1 - present, present])
    }
    return question
  }

  private static func place(
    of text: String, in classes: [String], _ row: CSVTable.Row, _ table: CSVTable
  ) throws(DataError) -> Int {
    guard let place = classes.firstIndex(of: text) else {
      throw DataError(
        .malformed(
          format: "predictions", found: "\"\(text)\"",
          expected: "one of \(classes.joined(separator: ", "))"),
        file: table.file, line: row.line)
    }
    return place
  }

  /// An empty cell is a probability that was not finite.
  private static func probability(
    _ text: String, _ row: CSVTable.Row, _ table: CSVTable
  ) throws(DataError) -> Double {
    if text.isEmpty { return .nan }
    guard let value = Double(text), (0...1).contains(value) else {
      throw DataError(
        .malformed(
          format: "predictions", found: "\"\(text)\"", expected: "a probability from 0 to 1"),
        file: table.file, line: row.line)
    }
    return value
  }
}

extension PredictionRows {
  /// All questions as one, where they have the same classes.
  public var pooled: Question {
    var result = questions[0]
    for question in questions.dropFirst() where question.classes == result.classes {
      result.truths += question.truths
      result.predictions += question.predictions
      result.probabilities += question.probabilities
    }
    if questions.count > 1 { result.name = nil }
    return result
  }

  /// How surprised the model was by each image's truth: the sum of -log p over its questions with a known truth.
  public var surprises: [Double] {
    ids.indices.map { image in
      questions.reduce(0) { sum, question in
        let truth = question.truths[image]
        guard truth != question.unknown else { return sum }
        let probability = question.probabilities[image][truth]
        return sum - log(max(probability.isNaN ? 0 : probability, 1e-12))
      }
    }
  }
}

extension PredictionRows.Question {
  /// The probability of one class for each image with a known truth, and whether it is the truth.
  public func oneAgainstRest(_ label: Int) -> (scores: [Double], positives: [Bool]) {
    var result: (scores: [Double], positives: [Bool]) = ([], [])
    for (truth, row) in zip(truths, probabilities) where truth != unknown || label == unknown {
      result.scores.append(row[label])
      result.positives.append(truth == label)
    }
    return result
  }
}
