import Basics
import Config
import Hyperopt
import Imaging
import Layers
import Optimizers
import Training

/// `--mode list SUBJECT`: what exists, a line each.
struct ListCommand: Command {
  private static let subjects = [
    "models", "optimizers", "schedulers", "metrics", "losses", "augmentations", "datasets",
    "samplers",
    "pruners", "runs",
  ]

  func run(_ context: CommandContext) throws -> Int32 {
    let words = context.arguments.words
    guard let subject = words.first else {
      throw UsageError.missingOption("one of \(Self.subjects.joined(separator: ", "))", mode: .list)
    }
    guard words.count == 1, Self.subjects.contains(subject) else {
      throw UsageError.badValue(
        option: "--mode list", value: words.joined(separator: " "),
        expected: "one of \(Self.subjects.joined(separator: ", "))")
    }
    let rows = try rows(of: subject, context)
    let width = rows.map(\.name.count).max() ?? 0
    for row in rows {
      let gap = String(repeating: " ", count: width - row.name.count + 2)
      context.console.result(row.name + gap + row.summary)
      context.console.event(
        "item",
        ["subject": .string(subject), "name": .string(row.name), "summary": .string(row.summary)])
    }
    return ExitStatus.done.rawValue
  }

  private func rows(
    of subject: String, _ context: CommandContext
  ) throws -> [(name: String, summary: String)] {
    switch subject {
    case "models":
      return BackboneRegistry.standard.architectures.map { ($0.name, $0.summary) }
    case "optimizers":
      return OptimizerRegistry.standard.kinds.map { ($0.name, $0.summary) }
    case "schedulers":
      return ScheduleRegistry.standard.kinds.map { ($0.name, $0.summary) }
    case "metrics":
      return MetricRegistry.roentgen.types.map { ($0.name, $0.summary) }
    case "losses":
      return [
        (
          "WeightedCSILoss",
          "zones: cross-entropy, unknown zones weighing unknown_weight; with ordinal_weight also distances"
        ),
        ("cross_entropy", "classification: softmax cross-entropy, weighted by class_weights"),
        ("binary_cross_entropy", "multilabel: one for each label"),
      ]
    case "augmentations":
      return AugmentationCatalog.standard.kinds.map { ($0.signature, $0.summary) }
    case "datasets":
      return DatasetRegistry.roentgen.kinds.map { ($0.name, $0.summary) }
    case "samplers":
      return SamplerKind.allCases.map { ($0.rawValue, $0.summary) }
    case "pruners":
      return PrunerKind.allCases.map { ($0.rawValue, $0.summary) }
    default:
      return try runs(context)
    }
  }

  private func runs(_ context: CommandContext) throws -> [(name: String, summary: String)] {
    let store = try ConfigurationSource(context: context).resolve().runStore
    return try store.entries().map { entry in
      let record = entry.record
      let score = record.bestMetric.map {
        "\($0.name) \(NumberText.fixed($0.value, decimals: 4))"
      }
      let date = (try? FileSystem.modificationTime(entry.folders.record)).map(WallClock.localText)
      let bytes = record.files.compactMap(entry.folders.path(of:))
        .reduce(0) { $0 + ((try? FileSystem.fileSize($1)) ?? 0) }
      let parts = [
        date, record.status.rawValue, "\(record.epochsTrained) epochs", score,
        NumberText.bytes(bytes),
      ]
      return (record.name, parts.compactMap(\.self).joined(separator: ", "))
    }
  }
}
