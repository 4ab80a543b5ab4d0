import Imaging
import Plotting
import TestSupport
import Testing

@Suite struct FigureTests {
  /// A line of text with the place that it takes.
  struct Words {
    let text: String
    let box: Box
  }

  static func words(of elements: [Drawing.Element]) -> [Words] {
    elements.flatMap { element -> [Words] in
      switch element {
      case .text(let text, let point, let style):
        let width = style.width(of: text)
        let shift =
          switch style.anchor {
          case .start: 0.0
          case .middle: -width / 2
          case .end: -width
          }
        let box =
          style.isVertical
          ? Box(
            left: point.x - style.capHeight, top: point.y - shift - width,
            width: style.capHeight, height: width)
          : Box(
            left: point.x + shift, top: point.y - style.capHeight, width: width,
            height: style.capHeight)
        return [Words(text: text, box: box)]
      case .clipped(_, let inner), .titled(_, let inner): return words(of: inner)
      default: return []
      }
    }
  }

  @Test(arguments: ExampleFigures.ordinary.indices)
  func noTextOverlapsAnotherOrIsCutOff(_ index: Int) {
    let (name, figure) = ExampleFigures.ordinary[index]
    let drawing = figure.drawing
    let words = Self.words(of: drawing.elements)
    #expect(words.count > 3, "\(name)")
    let paper = Box(left: 0, top: 0, width: drawing.width, height: drawing.height)
    for word in words {
      let ends = [Point(word.box.left, word.box.top), Point(word.box.right, word.box.bottom)]
      #expect(ends.allSatisfy(paper.contains), "\(name): \(word.text) is cut off")
    }
    for (place, first) in words.enumerated() {
      for second in words[(place + 1)...]
      where first.box.inset(by: 0.5).intersects(second.box.inset(by: 0.5)) {
        Issue.record("\(name): \(first.text) lies over \(second.text)")
      }
    }
  }

  @Test(arguments: ExampleFigures.ordinary.indices)
  func svgIsWellFormedAndShowsEveryText(_ index: Int) {
    let (name, figure) = ExampleFigures.ordinary[index]
    let drawing = figure.drawing
    let document = XMLCheck(drawing.svg(label: "a <figure> & more"))
    #expect(document.problem == nil, "\(name)")
    let texts = Set(document.text.split(separator: "\n").map(String.init))
    for word in Self.words(of: drawing.elements) {
      let escaped = XMLText.content(word.text)
      #expect(texts.contains(escaped), "\(name): \(word.text)")
    }
    for attribute in document.attributes where attribute.name == "href" {
      #expect(attribute.value.hasPrefix("data:image/"))
    }
  }

  @Test func hardDataDrawSomethingAndNeverTrap() throws {
    for figure in ExampleFigures.difficult {
      let drawing = figure.drawing
      #expect(XMLCheck(drawing.svg(label: "hard")).problem == nil)
      let png = try drawing.png(scale: 0.5)
      #expect(png.count > 100)
    }
  }

  @Test func nothingToDrawIsSaid() {
    let charts = [
      Chart("a", series: []), Chart("b", series: [Series("s", [nil, .nan])]),
      Chart("c", y: Axis(scale: .logarithmic), series: [Series("s", [0, -1])]),
    ]
    for chart in charts {
      #expect(Figure(panels: [chart]).drawing.svg(label: "").contains(">no data<"))
    }
  }

  @Test func pngHasTwoPixelsAPoint() throws {
    let drawing = Figure(panels: [Chart(series: [Series("a", [1, 2])])], width: 300).drawing
    let image = try ImageCodec.decode(drawing.png(), name: "figure")
    #expect(image.width == 600)
    #expect(image.height == Int((drawing.height * 2).rounded()))
  }

  @Test func themesDifferOnlyInColour() {
    let drawing = ExampleFigures.curves.drawing
    let (light, dark) = (drawing.image(scale: 1), drawing.image(theme: .dark, scale: 1))
    #expect(light.width == dark.width && light.height == dark.height)
    #expect(light.samples.floats[0] == 255)
    #expect(dark.samples.floats[0] < 40)
  }

  @Test func valuesShowWhenPointedAt() {
    let chart = Chart(
      x: Axis("Epoch"), y: Axis("Loss"), series: [Series("training", [0.25, 0.125])])
    let svg = Figure(panels: [chart]).drawing.svg(label: "loss")
    #expect(svg.contains("<title>training\nEpoch: 2\nLoss: 0.125</title>"))
  }

  @Test func longLinesAreThinnedWithoutLosingPeaks() {
    var values = [Double?](repeating: 0, count: 200_000)
    values[123_456] = 7
    let svg = Figure(panels: [Chart(series: [Series(nil, values)])]).drawing.svg(label: "long")
    #expect(svg.utf8.count < 200_000)
    let flat = Figure(
      panels: [Chart(y: Axis(range: -0.42...7.42), series: [Series(nil, values.map { _ in 0 })])])
    #expect(svg != flat.drawing.svg(label: "long"))
  }
}
