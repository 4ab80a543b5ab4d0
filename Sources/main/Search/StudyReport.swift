import Basics
import Hyperopt
import Plotting

/// The plots of a study and their page: history, importance, parallel coordinates, slices.
struct StudyReport {
  private let study: Study
  private let metric: String

  /// Prepares a report.
  init(_ study: Study) {
    self.study = study
    metric = study.metric ?? "value"
  }

  /// Writes `history.png`, `importance.png`, `parallel_coordinates.png`, `slices.png` and `report.html`.
  ///
  /// - Returns: The page.
  @discardableResult
  func write(to folder: StudyFolder) throws -> String {
    let figures = figures
    for item in figures {
      try AtomicFile.write(
        item.figure.png(), to: FilePath.join(folder.path, "\(item.name).png"))
    }
    let page = HTMLDocument(
      title: "Study \(study.name)", subtitle: "\(study.direction.rawValue) \(metric)",
      sections: [DocumentSection("Result", result)]
        + figures.map {
          DocumentSection(
            $0.title, [.figure($0.figure, name: $0.name, caption: $0.caption)])
        } + [DocumentSection("Trials", [.details("All trials", [.table(table)])])])
    let path = FilePath.join(folder.path, "report.html")
    try AtomicFile.write(page.text, to: path)
    return path
  }

  private typealias Item = (name: String, title: String, caption: String, figure: Figure)

  private var figures: [Item] {
    var items: [Item] = [
      ("history", "History", "The value of each complete trial, and the best so far.", history)
    ]
    if let importance {
      items.append(
        (
          "importance", "Importance",
          "How much of the differences between trials is due to each parameter (fANOVA).",
          importance
        ))
    }
    items.append(
      (
        "parallel_coordinates", "Parallel coordinates",
        "Each line is a trial; bright lines are the better ones.", parallel
      ))
    items.append(
      ("slices", "Slices", "The value over each parameter; dark trials came first.", slices))
    return items
  }

  // MARK: Words

  private var result: [DocumentBlock] {
    let trials = study.trials
    func count(_ state: TrialState) -> Int { trials.count { $0.state == state } }
    var blocks: [DocumentBlock] = []
    if let best = study.best, let value = best.value {
      blocks.append(
        .result(
          "The best of \(count(.complete)) complete trials is trial \(best.number): \(metric) is "
            + "\(NumberText.fixed(value, decimals: 4)). It was chosen for this value: expect a "
            + "little less on other data."))
      blocks.append(
        .facts(best.parameters.map { ($0.name, $0.distribution.text(of: $0.value)) }))
    } else {
      blocks.append(.result("No trial is complete yet."))
    }
    blocks.append(
      .facts([
        ("Complete", "\(count(.complete))"), ("Pruned", "\(count(.pruned))"),
        ("Failed", "\(count(.failed))"), ("Running", "\(count(.running))"),
      ]))
    return blocks
  }

  private var table: DocumentTable {
    let names = parameterNames
    let rows = study.trials.map { trial in
      [
        "\(trial.number)", trial.state.rawValue,
        trial.value.map { NumberText.fixed($0, decimals: 4) } ?? "",
      ]
        + names.map { name in
          trial.parameters.first { $0.name == name }.map { $0.distribution.text(of: $0.value) }
            ?? ""
        }
    }
    return DocumentTable(["Trial", "State", metric] + names, rows)
  }

  // MARK: Plots

  private var complete: [StudyTrial] {
    study.trials.filter { $0.state == .complete && $0.value?.isFinite == true }
  }

  private var parameterNames: [String] {
    var names: [String] = []
    for trial in study.trials {
      for parameter in trial.parameters where !names.contains(parameter.name) {
        names.append(parameter.name)
      }
    }
    return names
  }

  private func title(of trial: StudyTrial) -> String {
    let lines = trial.parameters.map { "\($0.name) = \($0.distribution.text(of: $0.value))" }
    let value = trial.value.map { NumberText.fixed($0, decimals: 4) } ?? "no value"
    return (["trial \(trial.number): \(value)"] + lines).joined(separator: "\n")
  }

  private var history: Figure {
    var best: Double?
    var bests: [DataPoint] = []
    var points: [DataPoint] = []
    for trial in complete {
      guard let value = trial.value else { continue }
      points.append(DataPoint(Double(trial.number), value, title: title(of: trial)))
      if best.map({ study.direction.isBetter(value, than: $0) }) ?? true { best = value }
      bests.append(DataPoint(Double(trial.number), best ?? value))
    }
    return Figure(
      panels: [
        Chart(
          "History", x: Plotting.Axis("Trial", isWhole: true), y: Plotting.Axis(metric),
          series: [
            Series("complete trial", points, style: .dots(radius: 2.8)),
            Series("best so far", bests, style: .steps(width: 1.8)),
          ])
      ], width: Figure.pageWidth)
  }

  private var importance: Figure? {
    guard complete.count >= 10, let shares = ParameterImportance.shares(of: study.trials) else {
      return nil
    }
    return Figure(
      panels: [
        BarPanel(
          "Importance", bars: shares.map { BarPanel.Bar($0.name, $0.share) }, limit: 1,
          decimals: 2)
      ], width: Figure.pageWidth)
  }

  /// The last part of a key: `Training.learning_rate` is `learning_rate`.
  private func short(_ name: String) -> String {
    String(name.split(separator: ".").last ?? Substring(name))
  }

  private func axis(of name: String, label: String) -> Plotting.Axis {
    let known = study.trials.lazy.compactMap { trial in
      trial.parameters.first { $0.name == name }?.distribution
    }.first
    switch known {
    case .float(_, _, _, let log): return Plotting.Axis(label, scale: log ? .logarithmic : .linear)
    case .int(_, _, _, let log):
      return Plotting.Axis(label, scale: log ? .logarithmic : .linear, isWhole: true)
    case .categorical(let choices):
      return Plotting.Axis(label, categories: choices.map(\.description))
    case nil: return Plotting.Axis(label)
    }
  }

  private func value(_ name: String, of trial: StudyTrial) -> Double? {
    trial.parameters.first { $0.name == name }?.internalValue
  }

  private var parallel: Figure {
    let trials = complete
    let columns = parameterNames.map { name in
      ParallelPanel.Column(axis(of: name, label: short(name)), trials.map { value(name, of: $0) })
    }
    let values = trials.map(\.value)
    return Figure(
      panels: [
        ParallelPanel(
          "Complete trials",
          columns: columns + [ParallelPanel.Column(Plotting.Axis(metric), values)],
          weights: values, titles: trials.map(title(of:)),
          prefersSmall: study.direction == .minimize)
      ], width: max(Figure.pageWidth, 110 * Double(columns.count + 1)))
  }

  private var slices: Figure {
    let trials = complete
    let panels = parameterNames.map { name in
      let points = trials.compactMap { trial -> DataPoint? in
        guard let place = value(name, of: trial), let value = trial.value else { return nil }
        return DataPoint(place, value, title: title(of: trial), weight: Double(trial.number))
      }
      return Chart(
        short(name), x: axis(of: name, label: name), y: Plotting.Axis(metric),
        series: [Series(nil, points, style: .dots(radius: 2.8), scale: .viridis)],
        weightLabel: "trial")
    }
    return Figure(panels: panels, columns: min(3, max(1, panels.count)), width: Figure.pageWidth)
  }
}
