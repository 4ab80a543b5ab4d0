import Basics
import Medical
import Plotting
import Testing
import Training

/// What the report of zones has besides.
@Suite struct CongestionReportTests {
  /// Two images: every zone one grade too high in the first, right in the second but for an unknown one.
  private static func rows() throws -> PredictionRows {
    let task = PredictionTask.zones(
      zones: Zone.names, classes: CSIDataset.classNames, unknownClass: 4)
    var predictions = SplitPredictions(task: task, split: .test)
    func logits(_ grades: [Int]) -> [Float] {
      grades.flatMap { grade in (0..<5).map { $0 == grade ? 5 : 0 } }
    }
    predictions.add(
      Sample(id: "p1", labels: [0, 0, 0, 0, 0, 0]), logits: logits([1, 1, 1, 1, 1, 2]))
    predictions.add(
      Sample(id: "p2", labels: [3, 3, 3, 3, 3, 4]), logits: logits([3, 3, 3, 3, 3, 4]))
    let table = try CSVTable(
      parsing: Array(PredictionTable(predictions).csv.utf8), file: "p", separator: .comma)
    return try PredictionRows(table)
  }

  @Test func errorsAreLaidOutAsOnTheRadiograph() throws {
    let (figures, _) = CongestionReport.addition(.test, try Self.rows(), showsIDs: false)
    #expect(
      figures.map(\.name) == ["test_zone_errors", "test_csi_agreement", "test_heart_failure"])
    let panel = try #require(figures[0].figure.panels[0] as? MatrixPanel)
    #expect(
      panel.rows == ["superior", "middle", "inferior"] && panel.columns == ["right", "left"])
    // Errors 1 and 0 but for left_inf: 2, and an unknown one that does not count.
    #expect(panel.values == [[0.5, 0.5], [0.5, 0.5], [0.5, 2]])
    let severe = try #require(figures[0].figure.panels[1] as? MatrixPanel)
    #expect(severe.values == [[0, 0], [0, 0], [0, 1]])
  }

  @Test func averagesAreCompared() throws {
    let (figures, _) = CongestionReport.addition(.test, try Self.rows(), showsIDs: true)
    let chart = try #require(figures[1].figure.panels[0] as? Chart)
    // Averages 0 and 7/6, 3 and 3.
    let points = chart.series[0].points
    #expect(points.map(\.y) == [7.0 / 6, 0])
    #expect(points[0].title?.hasPrefix("p1\n") == true)
    let classes = try #require(figures[2].figure.panels[0] as? MatrixPanel)
    // Low taken for low, high for high.
    #expect(classes.values == [[1, 0, 0], [nil, nil, nil], [0, 0, 1]])
    let (hidden, _) = CongestionReport.addition(.test, try Self.rows(), showsIDs: false)
    #expect(
      (hidden[1].figure.panels[0] as? Chart)?.series[0].points[0].title?.contains("p1") == false)
  }

  @Test func averagesAreComparedWithOthersToo() throws {
    let (figures, _) = CongestionReport.addition(
      .test, try Self.rows(),
      references: [
        CongestionReport.Reference("the table's csi", averages: ["p1": 0.5, "p2": 2]),
        CongestionReport.Reference("the second reader", averages: ["p2": 2.5, "p9": 1]),
        CongestionReport.Reference("nobody", averages: ["p9": 1]),
      ], showsIDs: false)
    let charts = figures[1].figure.panels.compactMap { $0 as? Chart }
    #expect(
      charts.map(\.title) == [
        "Model and the zones", "Model and the table's csi", "Model and the second reader",
      ])
    #expect(
      charts.map { $0.series[0].points.map(\.y) } == [[7.0 / 6, 0], [7.0 / 6 - 0.5, 1], [0.5]])
    #expect(figures[1].caption.contains("the table's csi and the second reader"))
  }

  @Test func numbersOfTheMetricsFileAreTold() throws {
    let metrics: JSONValue = [
      "overall": ["quadratic_kappa": 0.61, "mae": 0.5, "severe_miss_rate": .null],
      "zones": ["left_sup": ["graded": 2, "unknown": 0, "quadratic_kappa": 0.25, "mae": 0.75]],
      "csi_average": ["against_zones": ["images": 2, "mae": 0.125], "against_column": .null],
      "ahf": ["against_zones": ["images": 2, "accuracy": 1, "auroc": 0.875]],
      "unknown": ["labels": 1, "recall": 0.375],
      "calibration": ["ece": 0.2, "calibrated": ["ece": 0.05], "temperature": 1.5],
      "intervals": ["scores": ["mae": ["lower": 0.4, "upper": 0.6]]],
      "reader": [
        "images": 2,
        "reader_against_truth": [
          "overall": ["accuracy": 0.625],
          "intervals": ["scores": ["accuracy": ["lower": 0.5, "upper": 0.7]]],
        ],
        "model_against_truth": ["overall": ["accuracy": 0.5]],
        "model_against_reader": ["ahf": ["against_zones": ["accuracy": 0.25]]],
      ],
    ]
    let (_, blocks) = CongestionReport.addition(
      .test, try Self.rows(), metrics: metrics, showsIDs: false)
    let cells = blocks.flatMap { block -> [[String]] in
      if case .table(let table) = block { table.rows } else { [] }
    }
    for row in [
      ["Quadratic kappa", "0.610", ""], ["MAE of the grade", "0.500", "0.400 to 0.600"],
      ["Severe zones taken for less than moderate", "undefined", ""],
      ["left_sup", "2", "0", "undefined", "0.250", "0.750", "undefined"],
    ] {
      #expect(cells.contains(row), "\(row)")
    }
    let text = cells.map { $0.joined(separator: "|") }.joined(separator: "\n")
    for part in [
      "0.125", "0.875", "0.375", "0.050", "1.500", "0.625 (0.500\u{A0}to\u{A0}0.700)", "0.250",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func otherTasksGetNothing() throws {
    let table = try CSVTable(
      parsing: Array("id,truth,prediction,p_a,p_b\nx,a,b,0.4,0.6\n".utf8), file: "p",
      separator: .comma)
    let (figures, blocks) = CongestionReport.addition(
      .test, try PredictionRows(table), metrics: ["overall": ["mae": 1]], showsIDs: false)
    #expect(figures.isEmpty && blocks.isEmpty)
  }
}
