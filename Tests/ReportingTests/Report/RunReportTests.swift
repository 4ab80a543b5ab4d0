import Basics
import Imaging
import Plotting
import Reporting
import TestSupport
import Testing
import Training

/// The plots and the page of a run, from files as a run leaves them.
@Suite struct RunReportTests {
  private static let classes = ["cat", "dog", "<bird> & co"]

  /// A folder with what a run of three classes leaves: 60 images, of which image 7 is most surely wrong.
  private static func makeFolder(_ directory: borrowing TemporaryDirectory) throws -> String {
    let folder = directory.file("logs")
    try FileSystem.createDirectory(folder)
    func write(_ text: String, _ name: String) throws {
      try AtomicFile.write(text, to: FilePath.join(folder, name))
    }
    var record = RunRecord(
      name: "exp7", seed: 42, threads: 2, version: "0.1.0", datasetHash: "abc")
    record.status = .completed
    record.stopReason = StopReason.epochsReached.text
    record.epochsTrained = 6
    record.bestEpoch = 6
    record.bestMetric = RunRecord.BestMetric(name: "val_accuracy", value: 0.9)
    record.trainingTime = 61
    try write(record.json.text(), "run.json")
    let epochs: JSONValue = [1, 2, 3, 4, 5, 6]
    let training: JSONValue = [
      "epochs": epochs, "loss": [1, 0.5, 0.3, 0.2, 0.1, 0.05],
      "accuracy": [0.3, 0.5, 0.7, 0.9, 0.95, 0.99],
      "learning_rate": [0.001, 0.001, 0.001, 0.0005, 0.0005, 0.0001],
      "images_per_s": [100, 101, 102, 101, 100, 99],
    ]
    let validation: JSONValue = [
      "epochs": epochs, "loss": [1, 0.8, 0.7, 0.72, 0.8, 0.9],
      "accuracy": [0.3, 0.4, 0.5, 0.6, 0.65, 0.7],
    ]
    try write(training.text(), "training_history.json")
    try write(validation.text(), "validation_history.json")
    try write(
      """
      [Data]
      dataset = csv
      group_column =
      exclude_ids = patient17, patient18
      [Model]
      model_arch = LeNet
      pretrained = false
      [Notify]
      webhook = https://secret.example/hook
      """, "resolved.ini")
    try write("{\"train\": [\"a\"], \"val\": [], \"test\": [\"b\", \"c\"]}", "splits.json")
    var table = "id,truth,prediction,p_cat,p_dog,p_<bird> & co\n"
    for index in 0..<60 {
      let truth = index % 20 == 0 ? 2 : index % 2
      let answer = index == 7 ? 0 : index % 5 == 0 ? 1 - min(truth, 1) : truth
      var probabilities = [0.1, 0.1, 0.1]
      probabilities[answer] = 0.8
      if index == 7 { probabilities = [0.999, 0.0005, 0.0005] }
      table += "patient\(index),\(classes[truth]),\(classes[answer]),"
      table += probabilities.map { "\($0)" }.joined(separator: ",") + "\n"
    }
    try write(table, "predictions_test.csv")
    let metrics: JSONValue = [
      "loss": 0.6, "accuracy": 0.8, "f1_macro": .null, "images": 60,
      "intervals": [
        "cluster_count": 60, "clusters": "images",
        "scores": ["accuracy": ["value": 0.8, "lower": 0.7, "upper": 0.9]],
      ],
    ]
    try write(metrics.text(), "metrics_test.json")
    return folder
  }

  private static func report(
    _ folder: String, _ options: ReportOptions = ReportOptions(),
    pictures: ((String) -> Image?)? = { _ in
      Image(width: 40, height: 30, channels: 1, pixels: (0..<1200).map { UInt8($0 % 250) })
    }
  ) throws -> (page: String, files: [String]) {
    let report = RunReport(
      try RunAccount(evaluations: folder, run: folder), options: options,
      gallery: pictures.map { CaseGallery(picture: $0) },
      splitRemarks: ["2 groups are in more than one split: scores will be too good"])
    let files = try report.write()
    return (try FileSystem.readText(FilePath.join(folder, RunReport.pageName)), files)
  }

  @Test func everyPlotIsAPictureAndThePageHasThemAll() throws {
    let directory = TemporaryDirectory()
    let folder = try Self.makeFolder(directory)
    let (page, files) = try Self.report(folder)
    let plots = ["confusion", "roc", "reliability", "worst_cases", "best_cases"]
    #expect(
      files == plots.map { "plots/test_\($0).png" } + ["training_curves.png", "report.html"])
    for file in files where file.hasSuffix(".png") {
      let image = try ImageCodec.read(FilePath.join(folder, file))
      #expect(image.width >= 600)
    }
    let document = XMLCheck(page, isHTML: true)
    #expect(document.problem == nil)
    #expect(document.elements.count { $0 == "svg" } == plots.count + 1)
    for attribute in document.attributes where ["href", "src"].contains(attribute.name) {
      #expect(attribute.value.hasPrefix("#") || attribute.value.hasPrefix("data:image/"))
    }
    #expect(!document.elements.contains("script"))
  }

  @Test func theResultIsOneSentenceWithItsInterval() throws {
    let directory = TemporaryDirectory()
    let (page, _) = try Self.report(Self.makeFolder(directory))
    #expect(
      page.contains(
        "On the 60 images of the test split, accuracy is 0.800 (95 % interval 0.700 to 0.900, "
          + "bootstrap over 60 images); the best of 6 epochs was epoch 6."))
    #expect(page.contains("<td>undefined</td>"))
    #expect(page.contains("not for clinical use"))
    #expect(page.contains("train 1, val 0, test 2"))
  }

  @Test func aReviewersQuestionsAreAsked() throws {
    let directory = TemporaryDirectory()
    let account = try RunAccount(
      evaluations: Self.makeFolder(directory), run: directory.file("logs"))
    let notes = ReviewerNotes(account, splitRemarks: ["leak"]).lines
    for part in [
      "leak", "Data.group_column", "validation loss rose from 0.700 to 0.900",
      "accuracy is 0.990 in training and 0.700 in validation", "last epoch was the best",
      "only 60 images", "<bird> & co (3)",
    ] {
      #expect(notes.contains { $0.contains(part) }, "\(part)")
    }
    #expect(!notes.contains { $0.contains("always answering") })
  }

  @Test func idsAndAddressesAreNotTold() throws {
    let directory = TemporaryDirectory()
    let folder = try Self.makeFolder(directory)
    let (page, _) = try Self.report(folder)
    #expect(!page.contains("patient") || !page.contains("patient17"))
    for index in 0..<60 { #expect(!page.contains("patient\(index)")) }
    #expect(!page.contains("secret.example"))
    var options = ReportOptions()
    options.showsIDs = true
    let (told, _) = try Self.report(folder, options)
    #expect(told.contains("patient7<") && told.contains("patient17, patient18"))
    #expect(!told.contains("secret.example"))
  }

  @Test func withoutPicturesThereAreNoCases() throws {
    let directory = TemporaryDirectory()
    let folder = try Self.makeFolder(directory)
    var options = ReportOptions()
    options.showsImages = false
    for (page, files) in [
      try Self.report(folder, options), try Self.report(folder, pictures: nil),
    ] {
      #expect(!files.contains { $0.contains("cases") })
      #expect(!page.contains("<image"))
    }
    // A picture that cannot be read is an empty place.
    let (page, _) = try Self.report(folder, pictures: { _ in nil })
    #expect(page.contains("not readable"))
  }

  @Test func theWorstCaseComesFirst() throws {
    let directory = TemporaryDirectory()
    let rows = try RunAccount(
      evaluations: Self.makeFolder(directory), run: nil
    ).evaluations[0].rows
    let surprises = rows.surprises
    #expect(surprises.indices.max { surprises[$0] < surprises[$1] } == 7)
  }

  @Test func anEvaluationWithoutItsRunIsAnEvaluation() throws {
    let directory = TemporaryDirectory()
    let folder = try Self.makeFolder(directory)
    let report = RunReport(
      try RunAccount(evaluations: folder, run: nil), options: ReportOptions())
    #expect(try !report.write().contains("training_curves.png"))
    let page = try FileSystem.readText(FilePath.join(folder, "report.html"))
    #expect(page.contains("<h1>Evaluation</h1>") && !page.contains("exp7"))
  }

  @Test func damagedFilesAreNamed() throws {
    let directory = TemporaryDirectory()
    let folder = try Self.makeFolder(directory)
    try AtomicFile.write("{", to: FilePath.join(folder, "metrics_test.json"))
    #expect {
      try RunAccount(evaluations: folder, run: folder)
    } throws: {
      "\($0)".contains("metrics_test.json")
    }
  }

  @Test(
    .enabled(if: HeadlessBrowser.path != nil, "no Chromium is installed"),
    arguments: [false, true])
  func aBrowserShowsThePage(isDark: Bool) throws {
    let directory = TemporaryDirectory()
    let folder = try Self.makeFolder(directory)
    _ = try Self.report(folder)
    let own = directory.file("browser")
    try FileSystem.createDirectory(own)
    let text = try HeadlessBrowser.open(
      FilePath.join(folder, "report.html"), picture: directory.file("page.png"), isDark: isDark,
      folder: own)
    #expect(text.contains("</html>") && text.contains("accuracy is 0.800"))
    let picture = try ImageCodec.read(directory.file("page.png"))
    let corner = picture.samples.floats[0]
    #expect(isDark ? corner < 60 : corner > 240)
    // Words and curves are there: many pixels are far from the paper.
    let inked = picture.samples.floats.count { abs($0 - corner) > 100 }
    #expect(inked > 5_000)
  }

  @Test(.enabled(if: HeadlessBrowser.path != nil, "no Chromium is installed"))
  func nothingIsCutOffOnPaper() throws {
    let directory = TemporaryDirectory()
    let folder = try Self.makeFolder(directory)
    _ = try Self.report(folder)
    let own = directory.file("browser")
    try FileSystem.createDirectory(own)
    let page = FilePath.join(folder, RunReport.pageName)
    #expect(try HeadlessBrowser.cutOff(page, folder: own) == "")
    // It would be seen if something were.
    let wide = FilePath.join(folder, "wide.html")
    try AtomicFile.write(
      FileSystem.readText(page).replacing(
        "<main>",
        with: "<main><p style=\"white-space:nowrap\">\(String(repeating: "x", count: 400))</p>"),
      to: wide)
    #expect(try HeadlessBrowser.cutOff(wide, folder: own).contains("P"))
  }
}
