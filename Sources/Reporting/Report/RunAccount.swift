import Basics
import Training

/// Everything that the files of a run, or of an evaluation, say of it.
public struct RunAccount: Sendable {
  /// An evaluated split.
  public struct Evaluation: Sendable {
    /// Which split.
    public var split: Split
    /// Each image's truth and answers.
    public var rows: PredictionRows
    /// What `metrics_SPLIT.json` holds.
    public var metrics: JSONValue
  }

  /// Where the files lie.
  public let folder: String
  /// What `run.json` says; nil where there is none.
  public let record: RunRecord?
  /// `training_history.json`; null where there is none.
  public let training: JSONValue
  /// `validation_history.json`; null where there is none.
  public let validation: JSONValue
  /// `resolved.ini`; empty where there is none.
  public let configuration: String
  /// How many images each split has; empty where that is not known.
  public let splitSizes: [(split: Split, count: Int)]
  /// The evaluated splits, test first.
  public let evaluations: [Evaluation]

  /// Reads the files.
  ///
  /// - Parameters:
  ///   - folder: holds the evaluations.
  ///   - run: holds what the run has written; nil: it is not known which run the evaluated model belongs to.
  /// - Throws: `DataError` for a file that is there and is not as it should be.
  public init(evaluations folder: String, run: String?) throws(DataError) {
    self.folder = folder
    record = RunRecord(json: try Self.json("run.json", in: run))
    training = try Self.json("training_history.json", in: run)
    validation = try Self.json("validation_history.json", in: run)
    let settings = run.map { FilePath.join($0, "resolved.ini") }
    configuration = settings.flatMap { try? FileSystem.readText($0) } ?? ""
    let splits = try Self.json("splits.json", in: run)
    splitSizes = Split.allCases.compactMap { split in
      splits[split.rawValue]?.array.map { (split, $0.count) }
    }
    var evaluations: [Evaluation] = []
    for split in [Split.test, .val, .train] {
      let table = FilePath.join(folder, "predictions_\(split.rawValue).csv")
      guard FileSystem.isFile(table) else { continue }
      evaluations.append(
        Evaluation(
          split: split, rows: try PredictionRows(contentsOf: table),
          metrics: try Self.json("metrics_\(split.rawValue).json", in: folder)))
    }
    self.evaluations = evaluations
  }

  /// The metric that decided what is best, without its split; nil before the first epoch.
  public var primaryMetric: String? {
    record?.bestMetric.map { metric in
      for prefix in ["val_", "train_"] where metric.name.hasPrefix(prefix) {
        return String(metric.name.dropFirst(prefix.count))
      }
      return metric.name
    }
  }

  /// The value of a key of the configuration as run; nil where it is not there.
  public func setting(_ section: String, _ key: String) -> String? {
    var current = ""
    for line in configuration.split(separator: "\n") {
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        current = String(line[line.index(after: line.startIndex)..<end])
      } else if current == section, let equals = line.firstIndex(of: "="),
        line[..<equals].filter({ !$0.isWhitespace }) == key
      {
        let value = line[line.index(after: equals)...]
        return String(value.drop(while: \.isWhitespace))
      }
    }
    return nil
  }

  private static func json(_ name: String, in folder: String?) throws(DataError) -> JSONValue {
    guard let folder else { return .null }
    let path = FilePath.join(folder, name)
    guard FileSystem.isFile(path) else { return .null }
    let text: String
    do throws(FileError) {
      text = try FileSystem.readText(path)
    } catch {
      throw DataError(.unreadable(error))
    }
    do throws(JSONError) {
      return try JSONValue.parse(text)
    } catch {
      throw DataError(
        .malformed(
          format: "JSON", found: error.description, expected: "what a run writes there"),
        file: path)
    }
  }
}
