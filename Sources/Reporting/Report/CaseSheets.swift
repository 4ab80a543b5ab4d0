import Basics
import Imaging
import Plotting
import Training

/// The images that a model was most wrong and most right about.
struct CaseSheets {
  let evaluation: RunAccount.Evaluation
  let options: ReportOptions
  /// The picture of an id, with what is laid over it; nil where it cannot be had.
  let picture: (String) -> Image?

  private static let limit = 8
  private static let side = 400

  func make() -> [DocumentFigure] {
    let rows = evaluation.rows
    let surprises = rows.surprises
    let order = rows.ids.indices.sorted { (surprises[$1], $0) < (surprises[$0], $1) }
    let wrong = order.filter { !mistakes(of: $0).isEmpty }
    let right = order.reversed().filter { mistakes(of: $0).isEmpty }
    return [
      sheet(
        Array(wrong.prefix(Self.limit)), "worst_cases",
        "Where the model was most surely wrong, \(evaluation.split.rawValue)."),
      sheet(
        Array(right.prefix(4)), "best_cases",
        "Where the model was most surely right, \(evaluation.split.rawValue)."),
    ].compactMap(\.self)
  }

  private func sheet(_ images: [Int], _ name: String, _ caption: String) -> DocumentFigure? {
    guard !images.isEmpty else { return nil }
    let items = images.enumerated().map { rank, image in
      ImageGrid.Item(
        picture(evaluation.rows.ids[image]).map(Self.shown), caption: words(rank, image))
    }
    return DocumentFigure(
      "\(evaluation.split.rawValue)_\(name)", caption: caption,
      figure: Figure(panels: [ImageGrid(items: items, columns: 4)], width: 860))
  }

  private func mistakes(of image: Int) -> [PredictionRows.Question] {
    evaluation.rows.questions.filter { question in
      question.truths[image] != question.unknown
        && question.truths[image] != question.predictions[image]
    }
  }

  private func words(_ rank: Int, _ image: Int) -> [String] {
    let rows = evaluation.rows
    let title = options.showsIDs ? rows.ids[image] : "case \(rank + 1)"
    let wrong = mistakes(of: image)
    if rows.questions.count == 1 {
      let question = rows.questions[0]
      let predicted = question.predictions[image]
      let sure = NumberText.fixed(question.probabilities[image][predicted], decimals: 2)
      return [
        title, "truth: \(question.classes[question.truths[image]])",
        "predicted: \(question.classes[predicted]), p \(sure)",
      ]
    }
    let lines = wrong.prefix(3).map { question in
      "\(question.name ?? ""): \(question.classes[question.truths[image]]) \u{2192} "
        + question.classes[question.predictions[image]]
    }
    let count = "\(rows.questions.count - wrong.count) of \(rows.questions.count) right"
    return ["\(title): \(count)"] + lines
  }

  /// Small, and as bright as it can be where a file uses few of its levels.
  private static func shown(_ image: Image) -> Image {
    let scale = Double(side) / Double(max(image.width, image.height))
    let small =
      scale < 1
      ? image.resized(
        width: max(1, Int(Double(image.width) * scale)),
        height: max(1, Int(Double(image.height) * scale))) : image
    let values = small.samples.floats
    guard small.bits == 16, let low = values.min(), let high = values.max(), high > low else {
      return small
    }
    return Image(
      width: small.width, height: small.height, channels: small.channels,
      pixels: values.map { UInt8((($0 - low) / (high - low) * 255).rounded()) })
  }
}
