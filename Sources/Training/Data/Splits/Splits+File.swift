import Basics

extension Splits {
  private static let leftOutKey = "left_out"

  /// The ids of each split as JSON: `{"train": [...], "val": [...], "test": [...]}`; with a list
  /// `left_out` of those that are in no split, if there are any.
  public func json(for samples: [Sample]) -> JSONValue {
    var object = JSONObject()
    for split in Split.allCases {
      object[split.rawValue] = JSONValue(self[split].map { samples[$0].id })
    }
    let used = Set(train + val + test)
    let leftOut = samples.indices.filter { !used.contains($0) }.map { samples[$0].id }
    if !leftOut.isEmpty { object[Splits.leftOutKey] = JSONValue(leftOut) }
    return .object(object)
  }

  /// Writes the ids of each split to a file.
  public func write(to path: String, samples: [Sample]) throws(FileError) {
    try AtomicFile.write(json(for: samples).text(pretty: true), to: path)
  }

  /// Reads splits from a file that `write` made, or one like it.
  ///
  /// Every id of the data set stands in exactly one of the three lists, or in a fourth one named
  /// `left_out`. Ids of samples that the data set itself left out may stand there too.
  public init(contentsOf path: String, for dataset: any ImageDataset) throws(DataError) {
    let text: String
    do throws(FileError) {
      text = try FileSystem.readText(path)
    } catch {
      throw DataError(.unreadable(error))
    }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue.parse(text)
    } catch {
      let problem = DataError.Problem.malformed(
        format: "JSON", found: error.description, expected: "the three lists of a splits file")
      throw DataError(problem, file: path)
    }
    try self.init(value, file: path, dataset: dataset)
  }

  private init(_ value: JSONValue, file: String, dataset: any ImageDataset) throws(DataError) {
    let samples = dataset.samples
    let positions = Dictionary(
      samples.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let skipped = Set(dataset.skipped.map(\.id))
    var places: [Int: Split] = [:]
    var unknown: [String] = []
    self.init(train: [], val: [], test: [])
    for split in Split.allCases {
      guard let list = value[split.rawValue]?.array else {
        let problem = DataError.Problem.malformed(
          format: "splits", found: "no list named \(split)",
          expected: "an object with the lists train, val and test")
        throw DataError(problem, file: file)
      }
      for entry in list {
        guard let id = entry.string ?? entry.int.map(String.init) else {
          let problem = DataError.Problem.malformed(
            format: "splits", found: "something else in the list \(split)",
            expected: "ids as texts")
          throw DataError(problem, file: file)
        }
        guard let index = positions[id] else {
          if !skipped.contains(id) { unknown.append(id) }
          continue
        }
        if let first = places.updateValue(split, forKey: index) {
          throw DataError(.repeatedID(id, first: first, second: split), file: file)
        }
        self[split].append(index)
      }
    }
    if !unknown.isEmpty {
      let problem = DataError.Problem.unknownIDs(
        ids: Array(unknown.prefix(5)), count: unknown.count)
      throw DataError(problem, file: file)
    }
    let leftOut = Set((value[Splits.leftOutKey]?.array ?? []).compactMap(\.string))
    let unassigned = samples.indices.filter { places[$0] == nil }.map { samples[$0].id }
      .filter { !leftOut.contains($0) }
    if !unassigned.isEmpty {
      let problem = DataError.Problem.unassignedIDs(
        ids: Array(unassigned.prefix(5)), count: unassigned.count)
      throw DataError(problem, file: file)
    }
    guard !train.isEmpty else {
      throw DataError(.empty(reason: "the list train has no sample"), file: file)
    }
    self = Splits(train: train, val: val, test: test)
    notices = remarks(on: dataset)
  }
}
