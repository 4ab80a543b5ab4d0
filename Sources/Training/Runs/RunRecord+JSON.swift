import Basics

extension RunRecord {
  /// The record as it stands in `run.json`.
  public var json: JSONValue {
    [
      "name": .string(name),
      "status": .string(status.rawValue),
      "stop_reason": stopReason.map(JSONValue.string) ?? .null,
      "epochs_trained": .int(epochsTrained),
      "best_epoch": bestEpoch.map(JSONValue.int) ?? .null,
      "best_metric": bestMetric.map {
        ["name": .string($0.name), "value": .double($0.value)]
      } ?? .null,
      "bad_steps": .int(badSteps),
      "training_time": .double(trainingTime),
      "test": test.entries.isEmpty ? .null : test.json,
      "seed": .string(String(seed)).asNumberIfSmall,
      "threads": .int(threads),
      "version": .string(version),
      "dataset_hash": .string(datasetHash),
      "forked_from": forkedFrom.map(JSONValue.string) ?? .null,
      "files": JSONValue(files),
    ]
  }

  /// Reads what `json` gave; nil when it is no run record.
  public init?(json: JSONValue) {
    guard let name = json["name"]?.string,
      let status = json["status"]?.string.flatMap(Status.init(rawValue:)),
      let files = json["files"]?.array?.compactMap(\.string),
      let seed = json["seed"].flatMap({ $0.int.map(String.init) ?? $0.string }).flatMap(UInt64.init)
    else { return nil }
    self.init(
      name: name, seed: seed, threads: json["threads"]?.int ?? 1,
      version: json["version"]?.string ?? "", datasetHash: json["dataset_hash"]?.string ?? "")
    self.status = status
    self.files = files
    stopReason = json["stop_reason"]?.string
    epochsTrained = json["epochs_trained"]?.int ?? 0
    bestEpoch = json["best_epoch"]?.int
    if let best = json["best_metric"], let name = best["name"]?.string,
      let value = best["value"]?.double
    {
      bestMetric = BestMetric(name: name, value: value)
    }
    badSteps = json["bad_steps"]?.int ?? 0
    trainingTime = json["training_time"]?.double ?? 0
    forkedFrom = json["forked_from"]?.string
    test = json["test"].flatMap(MetricValues.init(json:)) ?? test
  }
}

extension JSONValue {
  /// A text of digits as a number, if it fits one.
  fileprivate var asNumberIfSmall: JSONValue {
    string.flatMap(Int.init).map(JSONValue.int) ?? self
  }
}
