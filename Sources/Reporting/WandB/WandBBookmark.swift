import Basics

/// What a checkpoint keeps of an offline run, to go on from there.
struct WandBBookmark {
  /// The name of the run's folder.
  var folder: String
  /// The run's id at W&B.
  var id: String
  /// When it began, in seconds since 1970.
  var start: Double
  /// How far its records are.
  var position: WandBFile.Position
  /// The number of rows of the history.
  var rows: Int
  /// The summary.
  var summary: JSONObject

  /// The bookmark for a checkpoint.
  var json: JSONValue {
    [
      "folder": .string(folder), "id": .string(id), "start": .double(start),
      "length": .int(position.length), "records": .int(position.recordCount), "rows": .int(rows),
      "summary": .object(summary),
    ]
  }
}

extension WandBBookmark {
  /// Reads what `json` gave; nil when it is none.
  init?(json: JSONValue) {
    guard let folder = json["folder"]?.string, !folder.contains("/"), let id = json["id"]?.string,
      !id.contains("/"), let start = json["start"]?.double, let length = json["length"]?.int,
      let records = json["records"]?.int, let rows = json["rows"]?.int, length >= 0,
      let summary = json["summary"]?.object
    else { return nil }
    self.init(
      folder: folder, id: id, start: start,
      position: WandBFile.Position(length: length, recordCount: records), rows: rows,
      summary: summary)
  }
}
