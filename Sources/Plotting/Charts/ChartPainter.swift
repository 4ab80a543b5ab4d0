import Basics

/// Draws a chart whose axes are known.
struct ChartPainter {
  private let chart: Chart
  private let frame: ChartFrame
  private let legend: Legend
  private let legendPlace: Box?

  /// Lays a chart out; nil when it has no data.
  init?(_ chart: Chart, in box: Box) {
    self.chart = chart
    let points = chart.series.flatMap(\.points)
    let drawn = points.filter { $0.x.isFinite && ($0.y.isFinite || $0.interval != nil) }
    var heights: [Double] = []
    var widths: [Double] = []
    for point in drawn {
      widths.append(point.x)
      heights.append(point.y)
      if let interval = point.interval { heights += [interval.lowerBound, interval.upperBound] }
    }
    guard !heights.isEmpty else { return nil }
    for series in chart.series {
      guard case .bars(let width) = series.style else { continue }
      heights.append(0)
      for point in series.points { widths += [point.x - width / 2, point.x + width / 2] }
    }
    for rule in chart.rules {
      switch rule.course {
      case .horizontal(let value): heights.append(value)
      case .vertical(let value): widths.append(value)
      case .diagonal: break
      }
    }
    var vertical = chart.y
    if chart.series.contains(where: { if case .bars = $0.style { true } else { false } }),
      vertical.scale == .linear
    {
      vertical.includesZero = true
    }
    guard let x = AxisDomain(chart.x, values: widths, margin: 0.03),
      let y = AxisDomain(vertical, values: heights, margin: 0.06)
    else { return nil }

    legend = Legend(chart)
    var frame = ChartFrame(chart, x: x, y: y, in: box)
    var place: Box?
    if !legend.isEmpty {
      place = legend.place(in: frame.plot, avoiding: Self.shapes(of: chart, in: frame))
      if place == nil {
        // There is no free corner: the legend goes above the axes.
        let height = legend.rowHeight(width: box.width)
        frame = ChartFrame(chart, x: x, y: y, in: box.inset(top: height))
      }
    }
    self.frame = frame
    legendPlace = place
    legendRow = place == nil && !legend.isEmpty ? box : nil
  }

  private let legendRow: Box?

  func draw(on drawing: inout Drawing) {
    frame.draw(chart, on: &drawing)
    drawRules(on: &drawing)
    drawing.clipped(to: frame.plot.inset(by: -3)) { drawing in
      for (index, series) in chart.series.enumerated() {
        draw(series, ink: Self.ink(of: index, in: chart), on: &drawing)
      }
    }
    frame.drawBorder(on: &drawing)
    if let legendPlace { legend.draw(in: legendPlace, on: &drawing) }
    if let legendRow { legend.drawRow(in: legendRow, on: &drawing) }
  }

  /// The colour of a series: its own, or the palette's by its place among those without one.
  static func ink(of index: Int, in chart: Chart) -> Ink {
    chart.series[index].ink
      ?? .series(chart.series[..<index].count { $0.ink == nil })
  }

  // MARK: Data

  private func draw(_ series: Series, ink: Ink, on drawing: inout Drawing) {
    let places = series.points.map { frame.place($0.x, $0.y) }
    switch series.style {
    case .line(let width, let dashes, let markers):
      drawIntervals(series, ink, on: &drawing)
      drawing.line(
        Thinning.reduced(places, width: frame.plot.width), Stroke(ink, width: width, dashes: dashes)
      )
      for index in lonely(places) where !markers {
        drawing.disc(places[index], radius: width * 1.2, Fill(ink))
      }
      drawDots(series, places, ink, radius: markers ? 2.6 : 0, on: &drawing)
    case .steps(let width):
      var corners: [Point] = []
      for place in places {
        if let last = corners.last { corners.append(Point(place.x, last.y)) }
        corners.append(place)
      }
      drawing.line(
        Thinning.reduced(corners, width: frame.plot.width), Stroke(ink, width: width))
      drawDots(series, places, ink, radius: 0, on: &drawing)
    case .dots(let radius):
      drawIntervals(series, ink, on: &drawing)
      drawDots(series, places, ink, radius: radius, on: &drawing)
    case .bars(let width): drawBars(series, ink, width: width, on: &drawing)
    case .band: drawBand(series, ink, on: &drawing)
    }
  }

  /// Points without a neighbour that a line could join them to.
  private func lonely(_ places: [Point]) -> [Int] {
    places.indices.filter { index in
      places[index].isFinite && (index == 0 || !places[index - 1].isFinite)
        && (index + 1 == places.count || !places[index + 1].isFinite)
    }
  }

  private func drawIntervals(_ series: Series, _ ink: Ink, on drawing: inout Drawing) {
    for point in series.points {
      guard let interval = point.interval else { continue }
      let (low, high) = (
        frame.place(point.x, interval.lowerBound), frame.place(point.x, interval.upperBound)
      )
      let stroke = Stroke(ink, width: 1.2)
      drawing.line([low, high], stroke)
      for end in [low, high] {
        drawing.line([Point(end.x - 3, end.y), Point(end.x + 3, end.y)], stroke)
      }
    }
  }

  /// Dots of the given radius, and for pointing at an invisible one around each.
  private func drawDots(
    _ series: Series, _ places: [Point], _ ink: Ink, radius: Double, on drawing: inout Drawing
  ) {
    let isPointed = places.count <= Self.titleLimit
    guard isPointed || radius > 0 else { return }
    let weights = series.points.compactMap(\.weight).filter(\.isFinite)
    let (low, high) = (weights.min() ?? 0, weights.max() ?? 0)
    for (point, place) in zip(series.points, places) where place.isFinite {
      var ink = ink
      if let scale = series.scale, let weight = point.weight, high > low {
        ink = .fixed(scale[(weight - low) / (high - low)])
      }
      if isPointed {
        drawing.titled(point.title ?? title(of: point, in: series)) { drawing in
          if radius > 0 { drawing.disc(place, radius: radius, Fill(ink, opacity: 0.85)) }
          drawing.disc(place, radius: max(radius, 6), Fill(ink, opacity: 0))
        }
      } else {
        drawing.disc(place, radius: radius, Fill(ink, opacity: 0.6))
      }
    }
  }

  private static let titleLimit = 500

  private func title(of point: DataPoint, in series: Series) -> String {
    func words(_ value: Double, _ axis: Axis, _ fallback: String) -> String {
      let index = Int(exactly: value.rounded()) ?? -1
      let number =
        axis.categories.indices.contains(index)
        ? axis.categories[index] : NumberText.significant(value, digits: 4)
      return "\(axis.label.isEmpty ? fallback : axis.label): \(number)"
    }
    var lines = [words(point.x, chart.x, "x"), words(point.y, chart.y, "y")]
    if let name = series.name { lines.insert(name, at: 0) }
    return lines.joined(separator: "\n")
  }

  private func drawBars(_ series: Series, _ ink: Ink, width: Double, on drawing: inout Drawing) {
    let base = frame.y.axis.scale == .logarithmic ? frame.y.lower : 0
    for point in series.points {
      let (corner, foot) = (
        frame.place(point.x - width / 2, point.y), frame.place(point.x + width / 2, base)
      )
      guard corner.isFinite, foot.isFinite else { continue }
      let bar = Box(
        left: corner.x, top: min(corner.y, foot.y), width: foot.x - corner.x,
        height: abs(foot.y - corner.y))
      drawing.titled(point.title ?? title(of: point, in: series)) { drawing in
        drawing.rectangle(bar.inset(left: 0.5, right: 0.5), Fill(ink, opacity: 0.85))
      }
    }
    drawIntervals(series, .foreground, on: &drawing)
  }

  private func drawBand(_ series: Series, _ ink: Ink, on drawing: inout Drawing) {
    var upper: [Point] = []
    var lower: [Point] = []
    func finish(on drawing: inout Drawing) {
      drawing.polygon(upper + lower.reversed(), Fill(ink, opacity: 0.2))
      (upper, lower) = ([], [])
    }
    for point in series.points {
      let ends = point.interval.map {
        (frame.place(point.x, $0.lowerBound), frame.place(point.x, $0.upperBound))
      }
      if let ends, ends.0.isFinite, ends.1.isFinite {
        lower.append(ends.0)
        upper.append(ends.1)
      } else {
        finish(on: &drawing)
      }
    }
    finish(on: &drawing)
  }

  // MARK: Rules

  private func drawRules(on drawing: inout Drawing) {
    let plot = frame.plot
    let style = ChartFrame.tickStyle
    var levels: [(y: Double, label: String)] = []
    for rule in chart.rules {
      switch rule.course {
      case .horizontal(let value):
        let y = frame.place(frame.x.lower, value).y
        guard y.isFinite, y >= plot.top - 1, y <= plot.bottom + 1 else { continue }
        drawing.line([Point(plot.left, y), Point(plot.right, y)], rule.stroke)
        if let label = rule.label { levels.append((y, label)) }
      case .vertical(let value):
        let x = frame.place(value, frame.y.lower).x
        guard x.isFinite, x >= plot.left - 1, x <= plot.right + 1 else { continue }
        drawing.line([Point(x, plot.top), Point(x, plot.bottom)], rule.stroke)
        if let label = rule.label {
          let half = style.width(of: label) / 2
          let middle = max(plot.left + half, min(plot.right - half, x))
          drawing.text(
            label, at: Point(middle, plot.top - 5),
            TextStyle(size: style.size, ink: .muted, anchor: .middle))
        }
      case .diagonal:
        drawing.clipped(to: plot) { drawing in
          let low = min(frame.x.lower, frame.y.lower)
          let high = max(frame.x.upper, frame.y.upper)
          drawing.line([frame.place(low, low), frame.place(high, high)], rule.stroke)
        }
      }
    }
    // Labels that would touch are pushed apart, downwards.
    var free = -Double.infinity
    for level in levels.sorted(by: { $0.y < $1.y }) {
      let y = max(level.y, free + style.lineHeight)
      drawing.text(level.label, centeredAt: Point(plot.right + 5, y), style)
      free = y
    }
  }

  // MARK: What a legend must not cover

  private static func shapes(of chart: Chart, in frame: ChartFrame) -> [[Point]] {
    var shapes: [[Point]] = []
    for series in chart.series {
      let places = series.points.map { frame.place($0.x, $0.y) }
      switch series.style {
      case .line, .steps: shapes += places.split { !$0.isFinite }.map(Array.init)
      case .dots: shapes += places.filter(\.isFinite).map { [$0] }
      case .bars(let width):
        for point in series.points {
          // Lines close enough that no legend fits between them.
          for part in [-0.5, -0.25, 0, 0.25, 0.5] {
            let x = point.x + part * width
            let line = [frame.place(x, point.y), frame.place(x, max(0, frame.y.lower))]
            if line.allSatisfy(\.isFinite) { shapes.append(line) }
          }
        }
      case .band: break
      }
      for point in series.points {
        guard let interval = point.interval else { continue }
        let line = [
          frame.place(point.x, interval.lowerBound), frame.place(point.x, interval.upperBound),
        ]
        if line.allSatisfy(\.isFinite) { shapes.append(line) }
      }
    }
    for rule in chart.rules {
      switch rule.course {
      case .horizontal(let y):
        shapes.append([frame.place(frame.x.lower, y), frame.place(frame.x.upper, y)])
      case .vertical(let x):
        shapes.append([frame.place(x, frame.y.lower), frame.place(x, frame.y.upper)])
      case .diagonal:
        let (low, high) = (max(frame.x.lower, frame.y.lower), min(frame.x.upper, frame.y.upper))
        shapes.append([frame.place(low, low), frame.place(high, high)])
      }
    }
    return shapes.filter { $0.allSatisfy(\.isFinite) }
  }
}
