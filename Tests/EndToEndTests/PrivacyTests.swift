import Basics
import Glibc
import Medical
import Testing

/// What a run keeps and sends says nothing of the patients whose images it was trained on.
@Suite struct PrivacyTests {
  /// Radiographs as DICOM files that name a patient, in a table and a folder that do too.
  private static func workspace() throws -> Workspace {
    let work = try Workspace()
    var rows = "FileID;\(Zone.names.joined(separator: ";"));csi;patient\n"
    for number in 0..<24 {
      let id = "MRN77\(number)"
      let grades = (0..<6).map { (number + $0) % 4 }
      rows += "\(id);" + grades.map(String.init).joined(separator: ";")
      rows += ";1.5;Doe\(number / 2)\n"
      try work.write(radiograph(number), to: "ward9/\(id).dcm")
    }
    try work.write(rows, to: "labels.csv")
    try work.write("#!/bin/sh\ncat >> said\n", to: "bin/curl")
    #expect(chmod(work.path("bin/curl"), 0o755) == 0)
    try work.configure([
      "Data.dataset": "csi", "Data.root": "ward9", "Data.csv_path": "labels.csv",
      "Data.image_dir": "ward9", "Data.group_column": "patient", "Data.image_size": "32",
      "Data.exclude_ids": "MRN770", "Data.val_split": "0.25", "Data.test_split": "0.25",
      "Data.bad_images": "skip", "Data.cache": "none", "Metrics.bootstrap_samples": "20",
      "Logging.report": "true", "Logging.event_log": "true", "Logging.wandb_project": "p",
      "Logging.tensorboard_images": "2", "Logging.tensorboard_histograms": "1",
      "Notify.webhook": "https://example.org/hook", "Notify.on": "started, epoch, completed",
      // Takes an image away while the run goes on.
      "Plugin:ear.command": "read -r line; rm ward9/MRN779.dcm; cat > heard",
    ])
    return work
  }

  /// 16 x 16 pixels, and elements that no log may hold.
  private static func radiograph(_ number: Int) -> [UInt8] {
    func little(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    func element(_ group: Int, _ element: Int, _ vr: String, _ value: [UInt8]) -> [UInt8] {
      let value = value.count.isMultiple(of: 2) ? value : value + [0x20]
      return little(group, 2) + little(element, 2) + Array(vr.utf8)
        + (vr == "OB" ? [0, 0] + little(value.count, 4) : little(value.count, 2)) + value
    }
    let pixels = (0..<256).map { UInt8(($0 * (number + 3)) % 251) }
    return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
      + element(0x0002, 0x0010, "UI", Array("1.2.840.10008.1.2.1\0".utf8))
      + element(0x0010, 0x0010, "PN", Array("Roe^Jane".utf8))
      + element(0x0010, 0x0020, "LO", Array("PID4711".utf8))
      + element(0x0028, 0x0002, "US", [1, 0])
      + element(0x0028, 0x0004, "CS", Array("MONOCHROME2".utf8))
      + element(0x0028, 0x0010, "US", [16, 0]) + element(0x0028, 0x0011, "US", [16, 0])
      + element(0x0028, 0x0100, "US", [8, 0]) + element(0x0028, 0x0101, "US", [8, 0])
      + element(0x0028, 0x0102, "US", [7, 0]) + element(0x0028, 0x0103, "US", [0, 0])
      + element(0x7FE0, 0x0010, "OB", pixels)
  }

  /// Ids, patients' names and numbers from the table and from the files.
  private static let secrets = ["MRN77", "Doe", "Roe^Jane", "PID4711"]

  @Test func nothingThatIsKeptOrSentNamesAPatient() throws {
    let work = try Self.workspace()
    let environment = ["PATH": work.path("bin") + ":/usr/bin:/bin"]
    let outcome = try work.start(["--mode", "train"], environment: environment).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    // The user is told which image is gone.
    #expect(outcome.errors.contains("MRN779.dcm"), "\(outcome.errors)")
    let again = try work.start(["--mode", "report"], environment: environment).wait()
    #expect(again.status == 0, "\(again.errors)")

    let run = try #require(try work.list("wandb").first)
    var files = ["said", "heard", "wandb/\(run)/run-\(run.suffix(8)).wandb"]
    files += try work.list("wandb/\(run)/files").map { "wandb/\(run)/files/\($0)" }
    files += try work.list("logs").filter { $0.contains("tfevents") }.map { "logs/\($0)" }
    files += ["run.log", "run.json", "report.html", "events.jsonl", "metrics_test.json"].map {
      "logs/\($0)"
    }
    #expect(files.count == 12)
    for file in files {
      let bytes = try work.bytes(file)
      #expect(!bytes.isEmpty, "\(file)")
      for secret in Self.secrets {
        #expect(bytes.firstRange(of: Array(secret.utf8)) == nil, "\(file): \(secret)")
      }
    }
    // Neither where the images are, but on the page that shows the configuration.
    for file in files where !file.hasSuffix("report.html") {
      #expect(try work.bytes(file).firstRange(of: Array("ward9".utf8)) == nil, "\(file)")
    }
    // What is for the user alone does: which images are in which split.
    #expect(try work.text("logs/splits.json").contains("MRN77"))
    #expect(try work.text("logs/predictions_test.csv").contains("MRN77"))
  }
}
