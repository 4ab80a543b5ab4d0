import Basics

extension ConfusionMatrix {
  /// The counts as a list of rows.
  public var json: JSONValue {
    .array(rows.map { .array($0.map(JSONValue.int)) })
  }

  /// Reads what `json` gave; nil when it has another size.
  public init?(classCount: Int, json: JSONValue) {
    let rows = json.array?.map { $0.array?.compactMap(\.int) ?? [] } ?? []
    self.init(classCount: classCount, counts: rows.flatMap(\.self))
  }
}
