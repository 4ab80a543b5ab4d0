import Basics
import Plotting
import Training

/// The words and tables of a run's page.
struct ReportText {
  private let account: RunAccount
  private let options: ReportOptions

  init(_ account: RunAccount, options: ReportOptions) {
    self.account = account
    self.options = options
  }

  var title: String { account.record.map { "Run \($0.name)" } ?? "Evaluation" }

  var subtitle: String {
    [account.setting("Model", "model_arch"), account.setting("Data", "dataset").map { "on \($0)" }]
      .compactMap(\.self).joined(separator: " ")
  }

  // MARK: Result

  var result: [DocumentBlock] {
    var blocks: [DocumentBlock] = []
    if let evaluation = account.evaluations.first {
      blocks.append(.result(sentence(of: evaluation)))
    } else if let record = account.record, let best = record.bestMetric {
      blocks.append(
        .result("The best \(best.name) was \(number(best.value)); nothing is evaluated yet."))
    }
    var facts: [(name: String, value: String)] = []
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { facts.append((name, value)) }
    }
    add("Network", account.setting("Model", "model_arch"))
    add("First weights", pretrained)
    add("Data set", account.setting("Data", "dataset"))
    let sizes = account.splitSizes.map { "\($0.split.rawValue) \($0.count)" }
    add("Images", sizes.joined(separator: ", "))
    if let record = account.record {
      add("Epochs", "\(record.epochsTrained)" + (record.bestEpoch.map { ", best: \($0)" } ?? ""))
      add("Training time", NumberText.duration(record.trainingTime))
      add("Ended", record.stopReason ?? record.status.rawValue)
    }
    if !facts.isEmpty { blocks.append(.facts(facts)) }
    return blocks
  }

  private var pretrained: String? {
    guard let weights = account.setting("Model", "pretrained") else { return nil }
    return weights == "false" ? "random" : weights
  }

  /// The result in one sentence with its interval.
  private func sentence(of evaluation: RunAccount.Evaluation) -> String {
    let isGraded = evaluation.rows.questions.count > 1 && !evaluation.rows.isMultilabel
    let metric = account.primaryMetric ?? (isGraded ? "f1_macro" : "accuracy")
    let images = evaluation.rows.ids.count
    let place =
      "On the \(images) \(images == 1 ? "image" : "images") of the "
      + "\(evaluation.split.rawValue) split"
    guard let value = evaluation.metrics[metric]?.double else {
      return "\(place), \(metric) is undefined."
    }
    var text = "\(place), \(metric) is \(number(value))"
    let section = evaluation.metrics["intervals"]
    if let score = section?["scores"]?[metric], let lower = score["lower"]?.double,
      let upper = score["upper"]?.double
    {
      let clusters = section?["cluster_count"]?.int.map { count in
        " over \(count) \(section?["clusters"]?.string ?? "images")"
      }
      text += " (95 % interval \(number(lower)) to \(number(upper)), bootstrap\(clusters ?? ""))"
    } else {
      text += " (no interval was computed)"
    }
    if let record = account.record, let best = record.bestEpoch {
      text += "; the best of \(record.epochsTrained) epochs was epoch \(best)"
    }
    return text + "."
  }

  // MARK: Scores

  func scores(of evaluation: RunAccount.Evaluation) -> [DocumentBlock] {
    let flat = (evaluation.metrics.object?.pairs ?? []).filter { pair in
      pair.value.double != nil || pair.value == .null
    }
    let zones = evaluation.rows.questions.compactMap(\.name)
    let questions = Set(zones)
    let overall = flat.filter { pair in
      !pair.key.contains("_class_") && !questions.contains { pair.key.hasSuffix("_\($0)") }
        && !["images", "groups", "reader", "intervals"].contains(pair.key)
    }
    let intervals = evaluation.metrics["intervals"]?["scores"]
    let hasIntervals = overall.contains { interval(intervals?[$0.key]) != nil }
    let rows = overall.map { pair in
      [pair.key, pair.value.double.map(number) ?? "undefined"]
        + (hasIntervals ? [interval(intervals?[pair.key]) ?? ""] : [])
    }
    var blocks: [DocumentBlock] = []
    if !rows.isEmpty {
      blocks.append(
        .table(DocumentTable(["Score", "Value"] + (hasIntervals ? ["95 % interval"] : []), rows)))
    }
    blocks += [perClass(evaluation), perZone(flat, zones)].compactMap(\.self)
    return blocks
  }

  private func perClass(_ evaluation: RunAccount.Evaluation) -> DocumentBlock? {
    guard !evaluation.rows.isMultilabel else { return nil }
    let pooled = evaluation.rows.pooled
    guard pooled.classes.count <= 50 else { return nil }
    let confusion = pooled.confusion
    let rows = pooled.classes.indices.map { label -> [String] in
      let counts = confusion.counts(
        of: label, excludingTruth: label == pooled.unknown ? nil : pooled.unknown)
      func text(_ value: Double?) -> String { value.map(number) ?? "undefined" }
      return [
        pooled.classes[label], "\(counts.support)", text(counts.precision), text(counts.recall),
        text(counts.f1),
      ]
    }
    return .table(
      DocumentTable(["Class", "Labels", "Precision", "Recall", "F1"], rows))
  }

  private func perZone(
    _ flat: [(key: String, value: JSONValue)], _ zones: [String]
  ) -> DocumentBlock? {
    guard zones.count > 1, let first = zones.first else { return nil }
    let names = flat.compactMap { pair in
      pair.key.hasSuffix("_\(first)") && !pair.key.contains("_class_")
        ? String(pair.key.dropLast(first.count + 1)) : nil
    }.prefix(6)
    guard !names.isEmpty else { return nil }
    let values = Dictionary(flat.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let rows = zones.map { zone in
      [zone] + names.map { values["\($0)_\(zone)"]?.double.map(number) ?? "undefined" }
    }
    return .table(DocumentTable(["Zone"] + names, rows))
  }

  private func interval(_ score: JSONValue?) -> String? {
    guard let lower = score?["lower"]?.double, let upper = score?["upper"]?.double else {
      return nil
    }
    return "\(number(lower)) to \(number(upper))"
  }

  // MARK: How to repeat it

  var closing: [DocumentSection] {
    var sections: [DocumentSection] = []
    if !account.configuration.isEmpty {
      sections.append(
        DocumentSection(
          "Configuration", [.details("The whole configuration, as run", [.code(configuration)])]))
    }
    if let record = account.record {
      sections.append(
        DocumentSection(
          "Reproducibility",
          [
            .facts([
              ("Program", "roentgen \(record.version)"), ("Seed", "\(record.seed)"),
              ("Threads", "\(record.threads)"), ("Data (SHA-256)", record.datasetHash),
              ("Forked from", record.forkedFrom ?? "no other run"),
              ("Repeat it with", "main --mode train --config logs/resolved.ini"),
            ])
          ]))
    }
    return sections
  }

  /// The configuration without what could name patients or open doors: ids, addresses, commands.
  private var configuration: String {
    var section = ""
    let lines = account.configuration.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { line -> String in
      if line.hasPrefix("[") { section = String(line) }
      guard let equals = line.firstIndex(of: "="), !line.hasPrefix("#") else { return String(line) }
      let key = line[..<equals].filter { !$0.isWhitespace }
      let value = line[line.index(after: equals)...].drop(while: \.isWhitespace)
      let isHidden =
        (key == "exclude_ids" && !options.showsIDs) || section.hasPrefix("[Notify]")
        || section.hasPrefix("[Plugin:")
      return isHidden && !value.isEmpty ? "\(line[...equals]) (not shown)" : String(line)
    }.joined(separator: "\n")
  }

  private func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
}
