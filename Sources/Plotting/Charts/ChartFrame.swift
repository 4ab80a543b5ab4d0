/// The axes of a chart laid out in a rectangle: where its data go, and what stands around them.
struct ChartFrame {
  static let tickStyle = TextStyle(size: TextSize.tick, ink: .muted)
  static let labelStyle = TextStyle(size: TextSize.label)

  /// Where data are drawn.
  let plot: Box
  let x: AxisDomain
  let y: AxisDomain
  private let xTicks: [Tick]
  private let yTicks: [Tick]
  private let hasUprightNames: Bool
  /// The lower edge of what is drawn below the axis.
  private let bottom: Double
  private let left: Double

  /// Lays out the axes.
  ///
  /// - Parameters:
  ///   - chart: what is drawn.
  ///   - x: the horizontal axis with its ends.
  ///   - y: the vertical axis with its ends.
  ///   - box: the room for everything.
  init(_ chart: Chart, x: AxisDomain, y: AxisDomain, in box: Box) {
    let tick = Self.tickStyle
    let sides = Self.ruleRoom(chart)
    let names = chart.x.categories.map { tick.width(of: $0) }.max() ?? 0
    // The first guess of the width decides whether names stand upright.
    let uprightNames =
      !chart.x.categories.isEmpty
      && names > (box.width - 60 - sides.right) / Double(chart.x.categories.count) - 4
    let nameRoom = uprightNames ? min(names, 90) + 8 : tick.lineHeight + 5
    let labelRoom = chart.x.label.isEmpty ? 0 : Self.labelStyle.lineHeight + 3
    let height = max(20, box.height - nameRoom - labelRoom - sides.top - 5)
    yTicks = y.ticks(max(2, Int(height / 28)))
    let tickRoom = yTicks.map { tick.width(of: $0.text) }.max() ?? 0
    let leftRoom = tickRoom + 7 + (chart.y.label.isEmpty ? 0 : Self.labelStyle.lineHeight + 6)
    var plot = box.inset(
      left: leftRoom, top: sides.top + 5, right: max(sides.right, 10),
      bottom: nameRoom + labelRoom)
    if chart.isSquare {
      let side = min(plot.width, plot.height)
      plot = Box(left: plot.left, top: plot.top, width: side, height: side)
    }
    self.plot = plot
    self.x = x
    self.y = y
    hasUprightNames = uprightNames
    bottom = plot.bottom + nameRoom + labelRoom
    left = plot.left - leftRoom
    var wanted = max(2, Int(plot.width / 38))
    var ticks = x.ticks(wanted)
    while wanted > 1, chart.x.categories.isEmpty,
      ticks.reduce(0, { $0 + tick.width(of: $1.text) + 14 }) > plot.width
    {
      wanted -= 1
      ticks = x.ticks(wanted)
    }
    xTicks = ticks
  }

  /// The place of a point of the data; not finite where an axis has no such number.
  func place(_ x: Double, _ y: Double) -> Point {
    func far(_ share: Double) -> Double { share.isFinite ? max(-50, min(50, share)) : .nan }
    return Point(
      plot.left + far(self.x.share(of: x)) * plot.width,
      plot.bottom - far(self.y.share(of: y)) * plot.height)
  }

  /// Room for the labels of rules: to the right of level ones, above upright ones.
  private static func ruleRoom(_ chart: Chart) -> (right: Double, top: Double) {
    var room = (right: 0.0, top: 0.0)
    for rule in chart.rules {
      guard let label = rule.label else { continue }
      switch rule.course {
      case .horizontal: room.right = max(room.right, tickStyle.width(of: label) + 8)
      case .vertical: room.top = tickStyle.lineHeight
      case .diagonal: break
      }
    }
    return room
  }

  func draw(_ chart: Chart, on drawing: inout Drawing) {
    let grid = Stroke(.grid, width: 0.8)
    for tick in yTicks {
      let y = place(x.lower, tick.value).y
      drawing.line([Point(plot.left, y), Point(plot.right, y)], grid)
      drawing.text(
        tick.text, centeredAt: Point(plot.left - 6, y),
        TextStyle(size: Self.tickStyle.size, ink: .muted, anchor: .end))
    }
    drawNames(chart, grid, on: &drawing)
    if !chart.x.label.isEmpty {
      drawing.text(
        chart.x.label, at: Point(plot.center.x, bottom - 4),
        TextStyle(size: Self.labelStyle.size, anchor: .middle))
    }
    if !chart.y.label.isEmpty {
      let style = TextStyle(size: Self.labelStyle.size, anchor: .middle, isVertical: true)
      drawing.text(
        style.fitted(chart.y.label, width: plot.height + 30),
        at: Point(left + style.capHeight + 2, plot.center.y), style)
    }
  }

  private func drawNames(_ chart: Chart, _ grid: Stroke, on drawing: inout Drawing) {
    let isCategorical = !chart.x.categories.isEmpty
    let cell = plot.width / Double(max(chart.x.categories.count, 1))
    // Upright names need the height of a line each.
    let every = hasUprightNames ? max(1, Int((11 / max(cell, 0.1)).rounded(.up))) : 1
    for (index, tick) in xTicks.enumerated() {
      let x = place(tick.value, y.lower).x
      if !isCategorical {
        drawing.line([Point(x, plot.top), Point(x, plot.bottom)], grid)
      }
      guard index % every == 0 else { continue }
      if hasUprightNames {
        let style = TextStyle(
          size: Self.tickStyle.size, ink: .muted, anchor: .end, isVertical: true)
        drawing.text(
          style.fitted(tick.text, width: 90), centeredAt: Point(x, plot.bottom + 6), style)
      } else {
        drawing.text(
          tick.text, at: Point(x, plot.bottom + 6 + Self.tickStyle.capHeight),
          TextStyle(size: Self.tickStyle.size, ink: .muted, anchor: .middle))
      }
    }
  }

  /// The lines along the axes, over the data.
  func drawBorder(on drawing: inout Drawing) {
    let line = Stroke(.muted, width: 1)
    drawing.line([Point(plot.left, plot.bottom), Point(plot.right, plot.bottom)], line)
    drawing.line([Point(plot.left, plot.top), Point(plot.left, plot.bottom)], line)
  }
}
