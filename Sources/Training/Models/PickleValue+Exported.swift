import Checkpoints
import Optimizers

extension PickleValue {
  /// A value of an optimizer's or scheduler's state, as it stands in a file.
  init(_ value: ExportedValue) {
    switch value {
    case .none: self = .null
    case .flag(let value): self = .bool(value)
    case .integer(let value): self = .int(value)
    case .real(let value): self = .double(value)
    case .text(let value): self = .string(value)
    case .list(let values): self = .list(values.map(PickleValue.init))
    case .tuple(let values): self = .tuple(values.map(PickleValue.init))
    case .dictionary(let items): self = PickleValue(items)
    }
  }

  /// A dictionary of such values.
  init(_ items: [ExportedItem]) {
    var dictionary = PickleDictionary()
    for item in items {
      switch item.key {
      case .text(let name): dictionary[.string(name)] = PickleValue(item.value)
      case .integer(let number): dictionary[.int(number)] = PickleValue(item.value)
      default: preconditionFailure("a key of a state must be text or a number: \(item.key)")
      }
    }
    self = .dictionary(dictionary)
  }

  /// The value read back; nil for what no state of ours holds, such as tensors.
  var exported: ExportedValue? {
    switch self {
    case .null: return ExportedValue.none
    case .bool(let value): return .flag(value)
    case .int(let value): return .integer(value)
    case .double(let value): return .real(value)
    case .string(let value): return .text(value)
    case .list(let values): return Self.all(values).map(ExportedValue.list)
    case .tuple(let values): return Self.all(values).map(ExportedValue.tuple)
    case .dictionary: return exportedItems.map(ExportedValue.dictionary)
    case .bytes, .tensor: return nil
    }
  }

  /// The items of a dictionary read back; nil when this is none.
  var exportedItems: [ExportedItem]? {
    guard let pairs = dictionaryValue?.pairs else { return nil }
    var items: [ExportedItem] = []
    for (key, value) in pairs {
      guard let value = value.exported else { return nil }
      switch key {
      case .string(let name): items.append(ExportedItem(name, value))
      case .int(let number): items.append(ExportedItem(.integer(number), value))
      }
    }
    return items
  }

  private static func all(_ values: [PickleValue]) -> [ExportedValue]? {
    let exported = values.compactMap(\.exported)
    return exported.count == values.count ? exported : nil
  }
}
