import Basics

/// The records of all completed epochs, and the forms in which they are written.
public struct TrainingHistory: Sendable, Equatable {
  /// One record an epoch, in order.
  public var epochs: [EpochRecord] = []
  /// The validations within epochs, in order.
  public var checks: [ValidationCheck] = []

  /// Creates an empty history.
  public init() {}

  /// `training_history.json`: one object of equally long arrays.
  public var trainingJSON: JSONValue {
    var object = columns(of: epochs.map(\.training))
    object["learning_rate"] = JSONValue(epochs.map(\.learningRate))
    object["epoch_time"] = JSONValue(epochs.map(\.epochTime))
    object["images_per_s"] = JSONValue(epochs.map(\.imagesPerSecond))
    object["grad_norm"] = JSONValue(epochs.map(\.gradientNorm))
    for name in loggedNames {
      object[name] = JSONValue(epochs.map { $0.logged[name] })
    }
    return .object(object)
  }

  /// `validation_history.json`: one object of equally long arrays, with a place for each validation.
  public var validationJSON: JSONValue {
    let validations = validations
    var object = columns(of: validations.map(\.values), epochs: validations.map(\.epoch))
    object["global_step"] = .array(validations.map { .int($0.globalStep) })
    return .object(object)
  }

  /// All validations, those within epochs and those at their ends, in order.
  public var validations: [ValidationCheck] {
    let ends = epochs.compactMap { record in
      record.validation.map {
        ValidationCheck(epoch: record.epoch, globalStep: record.globalStep, values: $0)
      }
    }
    var all: [ValidationCheck] = []
    var rest = checks[...]
    for end in ends {
      all += rest.prefix { $0.epoch <= end.epoch }
      rest = rest.drop { $0.epoch <= end.epoch }
      all.append(end)
    }
    return all + rest
  }

  /// `metrics.csv`: a header and a row an epoch; an undefined value is an empty cell.
  public var csv: String {
    var lines: [String] = []
    let loggedNames = loggedNames
    for record in epochs {
      var cells: [(String, String)] = [
        ("epoch", String(record.epoch)), ("global_step", String(record.globalStep)),
      ]
      let values = record.training.prefixed("train_")
        .merging(record.validation?.prefixed("val_") ?? MetricValues())
      cells += values.entries.map { ($0.name, $0.value.map(\.csvCell) ?? "") }
      cells += [
        ("learning_rate", record.learningRate.csvCell), ("epoch_time", record.epochTime.csvCell),
        ("images_per_s", record.imagesPerSecond.csvCell),
        ("grad_norm", record.gradientNorm.map(\.csvCell) ?? ""),
      ]
      cells += loggedNames.map { ($0, record.logged[$0].map(\.csvCell) ?? "") }
      if lines.isEmpty {
        lines.append(cells.map(\.0).joined(separator: ","))
      }
      lines.append(cells.map(\.1).joined(separator: ","))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The columns that are neither metrics nor logged.
  static let ownColumns = [
    "epoch", "epochs", "global_step", "learning_rate", "epoch_time", "images_per_s", "grad_norm",
  ]

  /// The names of all logged scalars, in the order of their first appearance.
  public var loggedNames: [String] {
    var names: [String] = []
    for record in epochs {
      names += record.logged.names.filter { !names.contains($0) }
    }
    return names
  }

  private func columns(of values: [MetricValues], epochs numbers: [Int]? = nil) -> JSONObject {
    var object = JSONObject()
    object["epochs"] = .array((numbers ?? epochs.map(\.epoch)).map(JSONValue.int))
    for name in values.first?.names ?? ["loss"] {
      object[name] = JSONValue(values.map { $0[name] })
    }
    return object
  }
}

extension Double {
  /// The shortest decimal text that reads back as this number; empty when it is not finite.
  var csvCell: String { isFinite ? description : "" }
}
