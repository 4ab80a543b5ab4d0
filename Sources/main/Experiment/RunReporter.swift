import Basics
import Config
import Imaging
import Layers
import Medical
import Plotting
import Reporting
import TensorCore
import Training

/// Makes the plots and the page of a run; what goes wrong with them is a warning, never the end of the run.
struct RunReporter {
  let console: Console
  let configuration: Configuration
  /// Where pictures come from; nil: there are none.
  let dataset: (any ImageDataset)?
  /// What the splits say of themselves.
  let splitRemarks: [String]
  /// The model that gave the answers, for maps of what speaks for them.
  private let predictor: () throws -> Predictor?
  /// The threads that draw.
  private let threads: Int

  /// Reports with the data that are open already.
  ///
  /// - Parameters:
  ///   - console: Where notes go.
  ///   - experiment: What was trained.
  ///   - state: The weights that gave the answers; nil: nothing was asked.
  init(console: Console, experiment: Experiment, state: ModelState?) {
    self.console = console
    predictor = { try state.map { try Predictor(experiment, state: $0) } }
    threads = experiment.backend.threadCount
    configuration = experiment.configuration
    dataset = experiment.dataset
    splitRemarks = Self.remarks(on: experiment.splits, of: experiment.dataset)
  }

  /// Reports with whatever data can be opened.
  ///
  /// - Parameters:
  ///   - console: Where notes go.
  ///   - configuration: What the run was trained with.
  ///   - backend: What computes the maps.
  ///   - splits: The splits of the run.
  ///   - model: The weights that gave the answers.
  init(
    console: Console, configuration: Configuration, backend: CPUBackend, splits: String,
    model: String
  ) {
    self.console = console
    self.configuration = configuration
    threads = backend.threadCount
    predictor = {
      try Predictor(
        file: ModelFile(contentsOf: model), configuration: configuration, backend: backend)
    }
    var dataset: (any ImageDataset)?
    var remarks: [String] = []
    do {
      let opened = try DatasetRegistry.roentgen.open(configuration.dataOptions())
      dataset = opened
      remarks = Self.remarks(on: try Splits(contentsOf: splits, for: opened), of: opened)
    } catch {
      console.note("note: the report has no pictures: \(error)")
    }
    self.dataset = dataset
    splitRemarks = remarks
  }

  private static func remarks(on splits: Splits, of dataset: any ImageDataset) -> [String] {
    splits.notices
      + (splits.duplicateRemark(among: dataset.samples).map { [$0] } ?? [])
  }

  /// Reports after training or evaluation, if it is wanted.
  ///
  /// - Parameters:
  ///   - folder: Holds the evaluations; plots and page go there.
  ///   - run: Holds what the run has written; nil: none is known.
  ///   - drawsCurves: Whether the training curves are drawn too.
  ///   - own: Told the files before they are written.
  func report(
    evaluations folder: String, run: String?, drawsCurves: Bool = true,
    own: ([String]) throws -> Void
  ) {
    guard options.isWritten else { return }
    do {
      try write(evaluations: folder, run: run, drawsCurves: drawsCurves, own: own)
      console.note("report: \(FilePath.join(folder, RunReport.pageName))")
    } catch {
      console.warn("the report could not be written: \(error)")
    }
  }

  /// Writes plots and page, wanted or not.
  func write(
    evaluations folder: String, run: String?, drawsCurves: Bool = true,
    own: ([String]) throws -> Void
  ) throws {
    let options = options
    let references = try references()
    let report = RunReport(
      try RunAccount(evaluations: folder, run: run), options: options,
      additions: [
        { evaluation in
          CongestionReport.addition(
            evaluation.split, evaluation.rows, metrics: evaluation.metrics,
            references: references, showsIDs: options.showsIDs)
        }
      ],
      gallery: dataset.map(gallery), splitRemarks: splitRemarks.map(withoutIDs))
    try report.write(drawsCurves: drawsCurves, threads: threads, own: own)
  }

  private var options: ReportOptions { configuration.reportOptions }

  /// What the model's averages are compared with besides those of the zones: the table's own scores, the second reader's.
  private func references() throws -> [CongestionReport.Reference] {
    guard let dataset, case .zones(let zones, _, _) = dataset.task else { return [] }
    func averages(_ values: [Double?]) -> [String: Double] {
      Dictionary(
        zip(dataset.samples, values).compactMap { sample, value in value.map { (sample.id, $0) } },
        uniquingKeysWith: { first, _ in first })
    }
    var references = [
      CongestionReport.Reference(
        "the table's csi", averages: averages(dataset.samples.map(\.score)))
    ]
    let data = try configuration.dataOptions()
    if let path = data.readerCSV {
      let table = try ReaderTable(data.located(path), options: data, zones: zones)
      references.append(
        CongestionReport.Reference(
          "the second reader", averages: averages(table.readings(of: dataset.samples).averages)))
    }
    return references
  }

  /// Finds the pictures of cases; radiographs have the zones' boundaries laid over them.
  private func gallery(of dataset: any ImageDataset) -> CaseGallery {
    let places = Dictionary(
      dataset.samples.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var hasZones = false
    if case .zones(let zones, _, _) = dataset.task { hasZones = Zone.regions(of: zones) != nil }
    func image(_ id: String) -> Image? { places[id].flatMap { try? dataset.image(at: $0) } }
    return CaseGallery(explanation: explanation(of: image)) { id in
      image(id).map { hasZones ? ZoneOverlay.draw(on: $0) : $0 }
    }
  }

  /// Maps of what speaks for answers; nil where the weights are gone or the network has no maps.
  private func explanation(of image: @escaping (String) -> Image?) -> CaseGallery.Explanation? {
    guard options.showsImages, let predictor = try? predictor(),
      let explainer = try? Explainer(predictor, method: nil, target: nil)
    else { return nil }
    return CaseGallery.Explanation(method: explainer.method.title) { id, answer in
      image(id).flatMap { try? explainer.overlay(of: $0, id: id, answer: answer) }
    }
  }

  /// A remark without the groups or ids that it gives as examples in brackets.
  private func withoutIDs(_ remark: String) -> String {
    guard !options.showsIDs, let start = remark.firstIndex(of: "("),
      let end = remark.lastIndex(of: ")"), start < end
    else { return remark }
    return String(remark[..<start].dropLast() + remark[remark.index(after: end)...])
  }
}

extension Configuration {
  /// What is drawn and told of a run, from `[Logging]` and `[Callbacks]`.
  var reportOptions: ReportOptions { settings.report }
}
