import Glibc
import Imaging
import Plotting

/// Figures of every kind, as a run or study draws them, and with data that make drawing hard.
enum ExampleFigures {
  static let ordinary: [(name: String, figure: Figure)] = [
    ("curves", curves), ("confusion", confusion), ("many classes", manyClasses),
    ("curves of a classifier", classifier), ("study", study), ("sheet", sheet),
  ]

  static let epochs = Axis("Epoch", isWhole: true)

  static var curves: Figure {
    let times = (1...30).map(Double.init)
    let loss: [Double] = times.map { 1.2 * exp(-$0 / 8) + 0.15 }
    let other: [Double] = times.map { 1.1 * exp(-$0 / 6) + 0.35 + 0.01 * sin($0 * 2.7) }
    let rates: [Double?] = times.map { $0 < 10 ? 1e-3 : $0 < 22 ? 5e-4 : 2.5e-4 }
    let speeds: [Double?] = times.map { 80 + sin($0) }
    return Figure(
      "Training of exp3", subtitle: "ResNet50, 30 epochs",
      panels: [
        Chart(
          "Loss", x: epochs, y: Axis("Loss"),
          series: [Series("training", loss), Series("validation", other)],
          rules: [Rule(.vertical(17), label: "best")]),
        Chart(
          "F1 macro", x: epochs, y: Axis("F1 macro", range: 0...1),
          series: [Series("training", loss.map { 1 - $0 / 1.6 })]),
        Chart(
          "Learning rate", x: epochs, y: Axis("Learning rate", scale: .logarithmic),
          series: [Series(nil, rates)]),
        Chart(
          "Speed", x: epochs, y: Axis("Images/s", includesZero: true),
          series: [Series(nil, speeds)]),
      ], columns: 2, width: 860)
  }

  static let grades = ["Normal", "Mild", "Moderate", "Severe", "Unknown"]

  static var confusion: Figure {
    let counts = [
      [120, 10, 2, 0, 1], [14, 60, 8, 1, 0], [1, 9, 33, 4, 2], [0, 0, 5, 12, 0], [0, 0, 0, 0, 0],
    ]
    return Figure(
      "Test",
      panels: ["Right superior", "Left superior"].map {
        MatrixPanel.confusion($0, counts: counts, classes: grades)
      }, columns: 2, width: 820)
  }

  static var manyClasses: Figure {
    let names = (0..<60).map { "class number \($0)" }
    let counts = names.indices.map { row in names.indices.map { row == $0 ? 50 : ($0 + row) % 3 } }
    return Figure(
      panels: [MatrixPanel.confusion("Sixty classes", counts: counts, classes: names)], width: 560)
  }

  static var classifier: Figure {
    func curve(_ power: Double) -> [DataPoint] {
      (0...40).map { DataPoint(Double($0) / 40, pow(Double($0) / 40, power)) }
    }
    let bins = (0..<10).map { index in
      let low = Double(index) / 10
      return Chart.ReliabilityBin(
        range: low...(low + 0.1), confidence: index < 2 ? nil : low + 0.05,
        accuracy: index < 2 ? nil : low, count: index < 2 ? 0 : index * index)
    }
    return Figure(
      "Test",
      panels: [
        Chart.roc(
          "ROC",
          [
            .init("Normal", score: 0.931, points: curve(0.1)),
            .init("Mild", score: 0.812, points: curve(0.25)),
            .init("Severe", score: nil, points: []),
          ], note: "214 labels"),
        Chart.precisionRecall(
          "Precision and recall", [.init("Mild", score: 0.7, points: curve(2))]),
        Chart.reliability("Reliability", bins: bins, calibrationError: 0.064),
        Chart.blandAltman(
          "Agreement",
          points: (0..<60).map { DataPoint(Double($0) / 20, 0.3 * sin(Double($0))) }, bias: 0.01,
          limits: -0.4...0.42, quantity: "CSI average"),
      ], columns: 2, width: 860)
  }

  static var study: Figure {
    let rates: [Double] = (0..<60).map { pow(10, -5 + Double($0 * 7 % 60) / 20) }
    let scores: [Double] = rates.map { 0.9 - pow(log10($0) + 3.2, 2) / 10 }
    return Figure(
      "Study",
      panels: [
        Chart(
          "History", x: Axis("Trial", isWhole: true), y: Axis("f1_macro"),
          series: [
            Series(
              "trial", scores.enumerated().map { DataPoint(Double($0), $1) },
              style: .dots(radius: 3)),
            Series(
              "best", scores.enumerated().map { DataPoint(Double($0), $1) }, style: .steps(width: 2)
            ),
          ]),
        BarPanel(
          "Importance",
          bars: [
            .init("Training.learning_rate", 0.61, interval: 0.5...0.7), .init("Model.dropout", nil),
          ]),
        ParallelPanel(
          "All trials",
          columns: [
            .init(Axis("learning_rate", scale: .logarithmic), rates),
            .init(
              Axis("optimizer", categories: ["adam", "sgd"]), rates.indices.map { Double($0 % 2) }),
            .init(Axis("f1_macro"), scores),
          ], weights: scores, titles: rates.indices.map { "trial \($0)" }),
      ], width: 720)
  }

  static var sheet: Figure {
    let image = Image(
      width: 90, height: 120, channels: 1, pixels: (0..<90 * 120).map { UInt8($0 % 90) })
    return Figure(
      panels: [
        ImageGrid(
          "Largest errors",
          items: (0..<7).map {
            .init($0 == 3 ? nil : image, caption: ["case \($0)", "truth Severe, predicted Normal"])
          })
      ])
  }

  /// Data without anything sensible in them.
  static let difficult: [Figure] = {
    let values: [[Double?]] = [
      [], [nil, nil], [.nan, .infinity], [0], [0, 0, 0], [1e300, -1e300, 1e-300, .infinity],
      [1e-300, 2e-300], [1, 1 + 1e-15], [-5, -5], [1e15, 1e15 + 1],
    ]
    var panels: [any Panel] = []
    for numbers in values {
      for scale in [Axis.Scale.linear, .logarithmic] {
        for style in [
          Series.Style.line(width: 1, dashes: [4, 2], markers: true), .steps(width: 1),
          .dots(radius: 2), .bars(width: 1), .band,
        ] {
          var series = Series("a", numbers)
          series.style = style
          for index in series.points.indices where series.points[index].y < 1e10 {
            series.points[index].interval = series.points[index].y...(series.points[index].y + 1)
          }
          panels.append(
            Chart("t", x: Axis("x", scale: scale), y: Axis("y", scale: scale), series: [series]))
        }
      }
      panels.append(BarPanel("b", bars: numbers.map { .init("n", $0) }))
      panels.append(
        ParallelPanel(
          "p", columns: [.init(Axis("a"), numbers), .init(Axis("b"), numbers)], weights: numbers))
      panels.append(
        MatrixPanel("m", rows: ["r"], columns: numbers.map { _ in "c" }, values: [numbers]))
      panels.append(
        Chart.blandAltman(
          "ba", points: numbers.map { DataPoint($0 ?? .nan, 1) }, bias: numbers.first ?? nil,
          limits: nil, quantity: "q"))
    }
    panels += [
      MatrixPanel("m", rows: ["a", "b"], columns: ["c"], values: []), ImageGrid("i", items: []),
      Chart.roc("r", []), Chart.reliability("r", bins: [], calibrationError: nil),
      Chart("x", x: Axis(range: 5...5), y: Axis(range: 0...1), series: [Series("a", [1, 2])]),
    ]
    return stride(from: 0, to: panels.count, by: 12).map {
      Figure("Hard", panels: Array(panels[$0..<min($0 + 12, panels.count)]), columns: 4, width: 900)
    }
  }()
}
