import Basics
import Imaging
import Plotting
import Training

/// The images that a model was most wrong and most right about.
struct CaseSheets {
  let evaluation: RunAccount.Evaluation
  let options: ReportOptions
  let gallery: CaseGallery

  /// How many cases are shown: with a map beside each, fewer fit a sheet of paper.
  private var limits: (worst: Int, best: Int) { gallery.explanation == nil ? (8, 4) : (6, 2) }
  private static let side = 400

  func make() -> [DocumentFigure] {
    let rows = evaluation.rows
    let surprises = rows.surprises
    let order = rows.ids.indices.sorted { (surprises[$1], $0) < (surprises[$0], $1) }
    let wrong = order.filter { !mistakes(of: $0).isEmpty }
    let right = order.reversed().filter { mistakes(of: $0).isEmpty }
    return [
      sheet(
        Array(wrong.prefix(limits.worst)), "worst_cases",
        "Where the model was most surely wrong, \(evaluation.split.rawValue)."),
      sheet(
        Array(right.prefix(limits.best)), "best_cases",
        "Where the model was most surely right, \(evaluation.split.rawValue)."),
    ].compactMap(\.self)
  }

  private func sheet(_ images: [Int], _ name: String, _ caption: String) -> DocumentFigure? {
    guard !images.isEmpty else { return nil }
    var isExplained = false
    let items = images.enumerated().flatMap { rank, image in
      let plain = ImageGrid.Item(
        gallery.picture(evaluation.rows.ids[image]).map(Self.shown), caption: words(rank, image))
      guard let heat = heat(over: image) else { return [plain] }
      isExplained = true
      return [plain, heat]
    }
    let explanation = gallery.explanation.flatMap { explanation -> String? in
      guard isExplained else { return nil }
      return evaluation.rows.questions.count == 1
        ? " Beside each: what speaks for the predicted class (\(explanation.method))."
        : " Beside each: what speaks for the prediction named below it (\(explanation.method))."
    }
    return DocumentFigure(
      "\(evaluation.split.rawValue)_\(name)", caption: caption + (explanation ?? ""),
      figure: Figure(panels: [ImageGrid(items: items, columns: 4)], width: Figure.pageWidth))
  }

  /// The map of the answer that a reader would ask about: the most surely wrong one or, where all are right, the highest.
  private func heat(over image: Int) -> ImageGrid.Item? {
    let rows = evaluation.rows
    let known = rows.questions.indices.filter {
      rows.questions[$0].truths[image] != rows.questions[$0].unknown
    }
    let place =
      mistakes(of: image).first
      ?? known.max { rows.questions[$0].predictions[image] < rows.questions[$1].predictions[image] }
    guard let place, let heat = gallery.explanation?.overlay(rows.ids[image], place) else {
      return nil
    }
    let question = rows.questions[place]
    let predicted = question.predictions[image]
    let sure = NumberText.fixed(question.probabilities[image][predicted], decimals: 2)
    let name = question.name.map { "\($0): " } ?? ""
    return ImageGrid.Item(
      heat, caption: ["\(name)\(question.classes[predicted])", "p \(sure)"])
  }

  /// The questions that were answered wrongly, the most surely wrong first.
  private func mistakes(of image: Int) -> [Int] {
    func surprise(_ place: Int) -> Double {
      let question = evaluation.rows.questions[place]
      return 1 - question.probabilities[image][question.truths[image]]
    }
    return evaluation.rows.questions.indices.filter { place in
      let question = evaluation.rows.questions[place]
      return question.truths[image] != question.unknown
        && question.truths[image] != question.predictions[image]
    }.sorted { (surprise($1), $0) < (surprise($0), $1) }
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
    let lines = wrong.prefix(3).map { place in
      let question = rows.questions[place]
      return "\(question.name ?? ""): \(question.classes[question.truths[image]]) \u{2192} "
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
