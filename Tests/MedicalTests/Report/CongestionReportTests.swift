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

  @Test func otherTasksGetNothing() throws {
    let table = try CSVTable(
      parsing: Array("id,truth,prediction,p_a,p_b\nx,a,b,0.4,0.6\n".utf8), file: "p",
      separator: .comma)
    let (figures, blocks) = CongestionReport.addition(
      .test, try PredictionRows(table), showsIDs: false)
    #expect(figures.isEmpty && blocks.isEmpty)
  }
}
