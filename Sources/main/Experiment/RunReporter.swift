import Basics
import Config
import Imaging
import Medical
import Plotting
import Reporting
import Training

/// Makes the plots and the page of a run; what goes wrong with them is a warning, never the end of the run.
struct RunReporter {
  let console: Console
  let configuration: Configuration
  /// Where pictures come from; nil: there are none.
  let dataset: (any ImageDataset)?
  /// What the splits say of themselves.
  let splitRemarks: [String]

  /// Reports with the data that are open already.
  init(console: Console, experiment: Experiment) {
    self.console = console
    configuration = experiment.configuration
    dataset = experiment.dataset
    splitRemarks = experiment.splits.notices
  }

  /// Reports with whatever data can be opened.
  ///
  /// - Parameter splits: The splits of the run.
  init(console: Console, configuration: Configuration, splits: String) {
    self.console = console
    self.configuration = configuration
    var dataset: (any ImageDataset)?
    var remarks: [String] = []
    do {
      let opened = try DatasetRegistry.roentgen.open(configuration.dataOptions())
      dataset = opened
      remarks = try Splits(contentsOf: splits, for: opened).notices
    } catch {
      console.note("note: the report has no pictures: \(error)")
    }
    self.dataset = dataset
    splitRemarks = remarks
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
    let report = RunReport(
      try RunAccount(evaluations: folder, run: run), options: options,
      additions: [
        { split, rows in
          CongestionReport.addition(split, rows, showsIDs: options.showsIDs)
        }
      ],
      picture: dataset.map(pictures), splitRemarks: splitRemarks.map(withoutIDs))
    try report.write(drawsCurves: drawsCurves, own: own)
  }

  private var options: ReportOptions { configuration.reportOptions }

  /// Finds the picture of an id; radiographs have the zones' boundaries laid over them.
  private func pictures(of dataset: any ImageDataset) -> (String) -> Image? {
    let places = Dictionary(
      dataset.samples.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var hasZones = false
    if case .zones(let zones, _, _) = dataset.task { hasZones = Zone.regions(of: zones) != nil }
    return { id in
      guard let place = places[id], let image = try? dataset.image(at: place) else { return nil }
      return hasZones ? ZoneOverlay.draw(on: image) : image
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
  var reportOptions: ReportOptions {
    var options = ReportOptions()
    options.isWritten = boolean("Logging", "report")
    options.showsIDs = boolean("Logging", "report_ids")
    options.showsImages = boolean("Logging", "report_images")
    options.plotInterval = integer("Callbacks", "plot_interval")
    return options
  }
}
