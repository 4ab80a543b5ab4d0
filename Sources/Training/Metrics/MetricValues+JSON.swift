import Basics

extension MetricValues {
  /// An object of names and values; undefined ones are null.
  public var json: JSONValue {
    var object = JSONObject()
    for entry in entries {
      object[entry.name] = JSONValue(entry.value)
    }
    return .object(object)
  }

  /// Reads what `json` gave; nil when it is no object.
  public init?(json: JSONValue) {
    guard let object = json.object else { return nil }
    self.init()
    for (name, value) in object.pairs {
      self[name] = value.double
    }
  }
}
