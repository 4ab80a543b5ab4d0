import Basics
import Imaging
import Plotting
import Training

/// The plots and the page of a run, made from its files.
public struct RunReport {
  /// What some tasks add to an evaluated split.
  public typealias Addition = (RunAccount.Evaluation) -> (
    figures: [DocumentFigure], blocks: [DocumentBlock]
  )

  private let account: RunAccount
  private let options: ReportOptions
  /// Adds what only some tasks have.
  private let additions: [Addition]
  /// The pictures of cases; nil: there are none.
  private let gallery: CaseGallery?
  /// What the splits say of themselves.
  private let splitRemarks: [String]

  /// Prepares a report.
  ///
  /// - Parameters:
  ///   - account: what the files say.
  ///   - options: what is told.
  ///   - additions: what only some tasks have.
  ///   - gallery: the pictures of cases; nil: no pictures.
  ///   - splitRemarks: what the splits say of themselves; they name no ids.
  public init(
    _ account: RunAccount, options: ReportOptions, additions: [Addition] = [],
    gallery: CaseGallery? = nil, splitRemarks: [String] = []
  ) {
    self.account = account
    self.options = options
    self.additions = additions
    self.gallery = gallery
    self.splitRemarks = splitRemarks
  }

  /// The page's name in the folder of logs.
  public static let pageName = "report.html"
  /// The folder of plots within the folder of logs.
  public static let plotFolder = "plots"
  /// What stands on every page.
  public static let notice = "Research software: not for clinical use."

  /// Draws all plots and writes the page.
  ///
  /// - Parameters:
  ///   - drawsCurves: whether the training curves are drawn into their file too.
  ///   - threads: how many draw at a time.
  ///   - own: told the files, relative to the folder, before they are written.
  /// - Returns: the files, relative to the folder of evaluations, where they go.
  @discardableResult
  public func write(
    drawsCurves: Bool = true, threads: Int = 1, own: ([String]) throws -> Void = { _ in }
  ) throws -> [String] {
    let folder = account.folder
    let curves = curves
    let evaluations = account.evaluations.map { evaluation in
      (evaluation, figures(of: evaluation), additions.map { $0(evaluation) })
    }
    var pictures = evaluations.flatMap { $0.1.plain + $0.2.flatMap(\.figures) + $0.1.cases }
    var files = pictures.map { "\(Self.plotFolder)/\($0.name).png" }
    let hasPlots = !pictures.isEmpty
    if drawsCurves, let curves {
      pictures.append(curves)
      files.append(TrainingCurves.fileName)
    }
    files.append(Self.pageName)
    try own(files)
    if hasPlots { try FileSystem.createDirectory(FilePath.join(folder, Self.plotFolder)) }
    let page = page(curves: curves, evaluations)
    // The page takes longest, so it is begun first.
    let contents = ParallelLoop.map(files.count, threads: threads) { [pictures] turn in
      Result { () throws(ImageError) -> [UInt8] in
        turn == 0 ? Array(page.text.utf8) : try pictures[turn - 1].figure.png()
      }
    }
    for (content, file) in zip(contents.dropFirst() + contents.prefix(1), files) {
      try AtomicFile.write(content.get(), to: FilePath.join(folder, file))
    }
    return files
  }

  private var curves: DocumentFigure? {
    guard account.training["epochs"]?.array?.isEmpty == false else { return nil }
    let name = account.record?.name ?? ""
    return DocumentFigure(
      "training_curves",
      caption: "Loss, \(account.primaryMetric ?? "accuracy"), learning rate and speed, epoch by "
        + "epoch.",
      figure: TrainingCurves.figure(
        name, training: account.training, validation: account.validation,
        metric: account.primaryMetric, bestEpoch: account.record?.bestEpoch))
  }

  private typealias Figures = (plain: [DocumentFigure], cases: [DocumentFigure])
  private typealias Part = (
    evaluation: RunAccount.Evaluation, figures: Figures,
    additions: [(figures: [DocumentFigure], blocks: [DocumentBlock])]
  )

  private func figures(of evaluation: RunAccount.Evaluation) -> Figures {
    let plain = SplitFigures(evaluation: evaluation).make()
    guard options.showsImages, let gallery else { return (plain, []) }
    return (
      plain, CaseSheets(evaluation: evaluation, options: options, gallery: gallery).make()
    )
  }

  // MARK: The page

  private func page(curves: DocumentFigure?, _ parts: [Part]) -> HTMLDocument {
    let words = ReportText(account, options: options)
    let notes = ReviewerNotes(account, splitRemarks: splitRemarks).lines
    var sections = [DocumentSection("Result", words.result)]
    sections.append(
      DocumentSection(
        "What a reviewer would ask",
        notes.isEmpty
          ? [.paragraph("Nothing stands out: no split or class is small, nothing is overfitted.")]
          : [.warnings(notes)]))
    if let curves { sections.append(DocumentSection("Training", [Self.block(curves)])) }
    for part in parts {
      let own = words.scores(of: part.evaluation) + part.additions.flatMap(\.blocks)
      let figures = part.figures.plain + part.additions.flatMap(\.figures)
      sections.append(
        DocumentSection(
          "Evaluation: \(part.evaluation.split.rawValue)", own + figures.map(Self.block)))
      sections.append(
        DocumentSection(
          "Cases: \(part.evaluation.split.rawValue)", part.figures.cases.map(Self.block)))
    }
    sections += words.closing
    return HTMLDocument(
      title: words.title, subtitle: words.subtitle, notice: Self.notice, sections: sections)
  }

  private static func block(_ figure: DocumentFigure) -> DocumentBlock {
    .figure(figure.figure, name: figure.name, caption: figure.caption)
  }
}
