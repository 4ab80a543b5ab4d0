import Basics
import Foundation
import Reporting
import TestSupport
import Testing

struct EventFileTests {
  /// The record that `tensorboard.summary.writer.record_writer.RecordWriter` of TensorBoard 2.21 makes of an `Event` with
  /// wall time 1.5, step 300, scalar a = 0.25 and a histogram h of -1, 0.5 and 1.
  private static let record = """
    cAAAAAAAAACUKa3NCQAAAAAAAPg/EKwCKmIKCAoBYRUAAIA+ClYKAWgqUQkAAAAAAADwvxEAAAAAAADwPxkAAAAAAAAIQCEAAAAAAADg\
    PykAAAAAAAACQDIQAAAAAAAAAAAAAAAAAADwPzoQAAAAAAAA8D8AAAAAAAAAQDZYWlA=
    """

  @Test func recordsAreThoseOfTensorBoard() throws {
    let expected = try #require(Data(base64Encoded: Self.record))
    let folder = TemporaryDirectory()
    let path = folder.file("events.out.tfevents.1")
    let file = try EventFile(path: path, now: { 1.5 })
    let start = try FileSystem.fileSize(path)
    let histogram = try #require(Histogram(of: [-1, 0.5, 1], intervals: 2))
    try file.write([.scalar("a", 0.25), .histogram("h", histogram)], step: 300)
    #expect(try FileSystem.read(path).dropFirst(start).elementsEqual(expected))
  }

  @Test func aNameComesAfterThoseThatAreThere() throws {
    let folder = TemporaryDirectory()
    for name in ["events.out.tfevents.0000000009.roentgen.7.0", "notes.txt"] {
      try AtomicFile.write("", to: folder.file(name))
    }
    let folderPath = FilePath.parent(folder.file("x"))
    #expect(
      EventFile.nextName(in: folderPath, seconds: 5, process: 1)
        == "events.out.tfevents.0000000010.roentgen.1.0")
    #expect(
      EventFile.nextName(in: folderPath, seconds: 1_795_262_173.6, process: 1)
        == "events.out.tfevents.1795262173.roentgen.1.0")
  }
}
