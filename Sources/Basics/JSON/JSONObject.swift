/// The keys and values of a JSON object, in order, each key once.
public struct JSONObject: Hashable, Sendable {
  /// The keys in order.
  public private(set) var keys: [String] = []
  private var values: [String: JSONValue] = [:]

  /// Creates an empty object.
  public init() {}

  /// Creates an object from pairs; of a key given twice, the last value stays.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    for (key, value) in pairs { self[key] = value }
  }

  /// The value of a key; setting a new key appends it, setting nil removes it.
  public subscript(key: String) -> JSONValue? {
    get { values[key] }
    set {
      if let newValue {
        if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
      } else if values.removeValue(forKey: key) != nil {
        keys.removeAll { $0 == key }
      }
    }
  }

  /// The number of keys.
  public var count: Int { keys.count }

  /// The pairs in order.
  public var pairs: [(key: String, value: JSONValue)] {
    keys.map { (key: $0, value: values[$0] ?? .null) }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Creates an object with its keys in the order written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
