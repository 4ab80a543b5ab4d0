import Basics

/// Metrics by name, in the order in which they are shown; an undefined one is nil, never 0.
public struct MetricValues: Sendable, Equatable {
  /// One metric.
  public struct Entry: Sendable, Equatable {
    /// The metric's one name everywhere, such as `f1_macro`.
    public var name: String
    /// Its value; nil when it is undefined.
    public var value: Double?

    /// Creates an entry.
    public init(name: String, value: Double?) {
      self.name = name
      self.value = value
    }
  }

  /// The metrics in order.
  public private(set) var entries: [Entry] = []

  /// Creates an empty set.
  public init() {}

  /// The names in order.
  public var names: [String] { entries.map(\.name) }

  /// Whether a metric of that name exists, defined or not.
  public func contains(_ name: String) -> Bool {
    entries.contains { $0.name == name }
  }

  /// The value of a metric; nil when it is undefined or does not exist.
  ///
  /// Setting appends new names at the end.
  public subscript(name: String) -> Double? {
    get { entries.first { $0.name == name }?.value }
    set {
      if let index = entries.firstIndex(where: { $0.name == name }) {
        entries[index].value = newValue
      } else {
        entries.append(Entry(name: name, value: newValue))
      }
    }
  }

  /// The same values with a prefix such as `val_` before each name.
  public func prefixed(_ prefix: String) -> MetricValues {
    var result = MetricValues()
    result.entries = entries.map { Entry(name: prefix + $0.name, value: $0.value) }
    return result
  }

  /// These values followed by others.
  public func merging(_ other: MetricValues) -> MetricValues {
    var result = self
    for entry in other.entries {
      result[entry.name] = entry.value
    }
    return result
  }
}
