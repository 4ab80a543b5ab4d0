import Basics
import TestSupport
import Testing
import Training

/// Earlier runs move to `runs/expN` when the next one starts, and nothing else does.
struct RunStoreTests {
  private func store(in folder: String) -> RunStore {
    RunStore(
      newest: RunFolders(
        models: FilePath.join(folder, "models"), logs: FilePath.join(folder, "logs")),
      archive: FilePath.join(folder, "runs"))
  }

  private func beginRun(_ store: RunStore, files: [String]) throws -> String {
    var record = RunRecord(
      name: try store.makeRoom(), seed: 1, threads: 2, version: "test", datasetHash: "abc")
    record.files = files + ["logs/run.json"]
    try FileSystem.createDirectory(store.newest.models)
    try FileSystem.createDirectory(store.newest.logs)
    for file in files {
      try AtomicFile.write(record.name, to: #require(store.newest.path(of: file)))
    }
    try AtomicFile.write(record.json.text(), to: store.newest.record)
    return record.name
  }

  @Test func runsAreNumberedAndMoveAway() throws {
    let folder = TemporaryDirectory()
    let store = store(in: folder.path)
    #expect(try beginRun(store, files: ["models/best_model.pth"]) == "exp1")
    try AtomicFile.write("mine", to: FilePath.join(store.newest.models, "keep.pth"))
    #expect(try beginRun(store, files: ["models/best_model.pth"]) == "exp2")

    let moved = FilePath.join(folder.path, "runs", "exp1", "models", "best_model.pth")
    #expect(try FileSystem.readText(moved) == "exp1")
    #expect(try FileSystem.readText(store.newest.bestModel) == "exp2")
    #expect(try FileSystem.readText(FilePath.join(store.newest.models, "keep.pth")) == "mine")
    #expect(try store.entries().map(\.record.name) == ["exp1", "exp2"])
  }

  @Test func aMoveCutShortIsCompleted() throws {
    let folder = TemporaryDirectory()
    let store = store(in: folder.path)
    _ = try beginRun(store, files: ["models/best_model.pth", "models/last_model.pth"])
    // As if the program had died after moving the first file.
    let half = FilePath.join(folder.path, "runs", "exp1", "models")
    try FileSystem.createDirectory(half)
    try FileSystem.move(store.newest.bestModel, to: FilePath.join(half, "best_model.pth"))

    #expect(try store.makeRoom() == "exp2")
    #expect(try FileSystem.list(half) == ["best_model.pth", "last_model.pth"])
    #expect(!FileSystem.exists(store.newest.record))
  }

  @Test func aRunRecordReadsBackExactly() throws {
    var record = RunRecord(
      name: "exp3", seed: .max, threads: 2, version: "1", datasetHash: "0f")
    record.status = .interrupted
    record.bestMetric = RunRecord.BestMetric(name: "val_f1_macro", value: 0.5)
    record.bestEpoch = 4
    record.test["loss"] = 0.25
    record.test["accuracy"] = nil
    #expect(RunRecord(json: try JSONValue.parse(record.json.text())) == record)
  }

  @Test(arguments: ["../escape", "models/../../x", "/etc/x", "other/file", "models"])
  func filesNeverLeadOutOfTheFolders(name: String) {
    #expect(RunFolders(models: "m", logs: "l").path(of: name) == nil)
  }
}
