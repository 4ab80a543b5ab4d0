import Plotting
import Testing

@Suite struct ChartTests {
  private func texts(_ panel: some Panel, width: Double = 500) -> [String] {
    FigureTests.words(of: Figure(panels: [panel], width: width).drawing.elements).map(\.text)
  }

  @Test func linearAxesCountInOnesTwosAndFives() {
    let all = texts(Chart(y: Axis(range: 0...1), series: [Series(nil, [0.1, 0.9])]))
    #expect(all.contains("0.0") && all.contains("0.5") && all.contains("1.0"))
    #expect(!all.contains("0.33"))
  }

  @Test func wholeNumbersHaveNoDecimals() {
    let all = texts(
      Chart(x: Axis("Epoch", isWhole: true), y: Axis(range: 0...1), series: [Series(nil, [0.5])]))
    #expect(all.contains("1"))
    #expect(!all.contains("1.0") || all.contains("0.0"))
  }

  @Test func logarithmicAxesMarkPowersOfTen() {
    let values: [Double?] = [1e-6, 1e-5, 1e-3, 1e-2]
    let all = texts(Chart(y: Axis(scale: .logarithmic), series: [Series(nil, values)]))
    #expect(all.contains("10\u{207B}\u{2075}") && all.contains("10\u{207B}\u{B3}"))
    let few = texts(Chart(y: Axis(scale: .logarithmic), series: [Series(nil, [1e-4, 3e-4])]))
    #expect(few.contains("10\u{207B}\u{2074}") && few.contains("2 \u{D7} 10\u{207B}\u{2074}"))
    let plain = texts(Chart(y: Axis(scale: .logarithmic), series: [Series(nil, [1, 100, 1000])]))
    #expect(plain.contains("10") && plain.contains("1000"))
  }

  @Test func largeNumbersArePowers() {
    let all = texts(Chart(y: Axis(), series: [Series(nil, [2e6, 12e6])]))
    #expect(all.contains { $0.hasSuffix("\u{D7} 10\u{2077}") })
  }

  /// Frames of the colour of grid lines are legends' here.
  private func legend(_ chart: Chart) -> Box? {
    for element in Figure(panels: [chart], width: 500).drawing.elements {
      if case .frame(let box, let stroke) = element, stroke.ink == .grid { return box }
    }
    return nil
  }

  private func lines(_ elements: [Drawing.Element]) -> [[Point]] {
    elements.flatMap { element -> [[Point]] in
      switch element {
      case .line(let points, let stroke):
        if case .series = stroke.ink, points.count > 2 { return [points] }
        return []
      case .clipped(_, let inner), .titled(_, let inner): return lines(inner)
      default: return []
      }
    }
  }

  @Test func legendFindsTheFreeCorner() throws {
    let rising = Chart(series: [Series("up", (0..<40).map { Double($0 * $0) })])
    let falling = Chart(series: [Series("down", (0..<40).map { Double(-$0 * $0) })])
    for chart in [rising, falling] {
      let box = try #require(legend(chart))
      let data = lines(Figure(panels: [chart], width: 500).drawing.elements)
      #expect(!data.isEmpty)
      for line in data {
        for (start, end) in zip(line, line.dropFirst()) {
          #expect(!box.meets(lineFrom: start, to: end))
        }
      }
    }
  }

  @Test func legendLeavesAFullChart() {
    let full = Chart(
      series: (0..<3).map { offset in
        Series("s\(offset)", (0..<60).map { Double(($0 * 37 + offset * 11) % 60) })
      })
    #expect(legend(full) == nil)
    #expect(texts(full).contains("s2"))
  }

  @Test func blandAltmanMarksBiasAndLimits() {
    let chart = Chart.blandAltman(
      "t", points: [DataPoint(0.5, 1), DataPoint(2, 2)], bias: 2, limits: 0.04...3.96,
      quantity: "q")
    let all = texts(chart)
    #expect(all.contains("bias +2.00"))
    #expect(all.contains("+1.96 SD +3.96") && all.contains("\u{2212}1.96 SD +0.04"))
  }

  @Test func undefinedAreasAreCalledSo() {
    let chart = Chart.roc(
      "t",
      [
        .init("a", score: nil, points: []),
        .init("b", score: 0.5, points: [DataPoint(0, 0), DataPoint(1, 1)]),
      ])
    #expect(texts(chart).contains("a (AUROC undefined)"))
    #expect(texts(chart).contains("b (AUROC 0.500)"))
  }

  @Test func confusionShowsCountsAndSharesOfTheRow() {
    let panel = MatrixPanel.confusion("t", counts: [[3, 1], [0, 0]], classes: ["a", "b"])
    let all = texts(panel)
    #expect(all.contains("3") && all.contains("75 %") && all.contains("25 %"))
    // A class without samples has no shares.
    #expect(panel.values[1] == [nil, nil])
  }
}
