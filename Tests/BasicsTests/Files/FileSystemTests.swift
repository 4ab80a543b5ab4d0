import Basics
import Glibc
import TestSupport
import Testing

@Suite struct FileSystemTests {
  let directory = TemporaryDirectory()

  @Test func readsWithinALimit() throws {
    let path = directory.file("a")
    try AtomicFile.write([1, 2, 3], to: path)
    #expect(try FileSystem.read(path, limit: 3) == [1, 2, 3])
    #expect(throws: FileError(code: .tooLarge(limit: 2), operation: "read", path: path)) {
      try FileSystem.read(path, limit: 2)
    }
    #expect(try FileSystem.fileSize(path) == 3)
    #expect(abs(try FileSystem.modificationTime(path) - WallClock.now()) < 60)
  }

  @Test func filesWithoutASizeAreReadToTheirEnd() throws {
    #expect(try FileSystem.readText("/proc/self/status").hasPrefix("Name:"))
  }

  @Test func textMustBeUTF8() throws {
    let path = directory.file("a")
    try AtomicFile.write([0xEF, 0xBB, 0xBF, 0x61], to: path)
    #expect(try FileSystem.readText(path) == "a")
    try AtomicFile.write([0x61, 0xC3, 0xA9, 0xFF, 0x61], to: path)
    #expect(throws: FileError(code: .notText(offset: 3), operation: "read", path: path)) {
      try FileSystem.readText(path)
    }
  }

  @Test func causesAreToldApart() throws {
    let missing = directory.file("missing")
    let inside = directory.file("file/inside")
    try AtomicFile.write("", to: directory.file("file"))
    func code(_ path: String) -> FileError.Code? {
      do throws(FileError) { _ = try FileSystem.read(path) } catch { return error.code }
      return nil
    }
    #expect(code(missing) == .notFound)
    #expect(code(directory.path) == .isDirectory)
    #expect(code(inside) == .notDirectory)
    #expect(code("") == .notFound)
    #expect(code("a\u{0}b") == .system(errno: EINVAL))
  }

  @Test func directoriesAreListedInOrder() throws {
    for name in ["b", "B", "a10", "a9"] { try AtomicFile.write("", to: directory.file(name)) }
    #expect(try FileSystem.list(directory.path) == ["B", "a10", "a9", "b"])
    #expect(throws: FileError.self) { try FileSystem.list(directory.file("none")) }
  }

  @Test func directoriesAreCreatedAndRemovedWithAllTheyHold() throws {
    let deep = directory.file("x/y/z")
    try FileSystem.createDirectory(deep)
    try FileSystem.createDirectory(deep)
    #expect(FileSystem.isDirectory(deep))
    try AtomicFile.write("1", to: FilePath.join(deep, "f"))
    #expect(FileSystem.isFile(FilePath.join(deep, "f")))
    #expect(throws: FileError.self) { try FileSystem.createDirectory(FilePath.join(deep, "f")) }
    try FileSystem.removeTree(directory.file("x"))
    #expect(!FileSystem.exists(directory.file("x")))
  }

  @Test func filesMoveOverOthers() throws {
    try AtomicFile.write("new", to: directory.file("a"))
    try AtomicFile.write("old", to: directory.file("b"))
    try FileSystem.move(directory.file("a"), to: directory.file("b"))
    #expect(try FileSystem.readText(directory.file("b")) == "new")
    #expect(throws: FileError.self) {
      try FileSystem.move(directory.file("a"), to: directory.file("c"))
    }
  }

  @Test func anAppendedFileIsCutBack() throws {
    let path = directory.file("metrics.csv")
    let file = try AppendFile(path)
    try file.append("epoch,loss\n")
    let kept = file.length
    try file.append("1,0.5\n")
    try file.synchronize()
    let resumed = try AppendFile(path, keeping: kept)
    try resumed.append("1,0.4\n")
    #expect(try FileSystem.readText(path) == "epoch,loss\n1,0.4\n")
    #expect(throws: FileError.self) { try AppendFile(path, keeping: 1000) }
  }

  @Test func aFullDiskIsCalledSo() throws {
    let file = try AppendFile("/dev/full")
    #expect(throws: FileError(code: .diskFull, operation: "write", path: "/dev/full")) {
      try file.append("x")
    }
  }

  @Test func aLockHasOneHolder() throws {
    let path = directory.file("lock")
    do {
      let held = try FileLock(path)
      #expect(throws: FileError(code: .locked, operation: "lock", path: path)) {
        try FileLock(path, waiting: false)
      }
      withExtendedLifetime(held) {}
    }
    _ = try FileLock(path, waiting: false)
  }

  @Test func onlyLeftoversOfTheDeadAreRemoved() throws {
    for name in [".a.pth.tmp-1-0", ".hidden", "a.tmp-1-0"] {
      let path = directory.file(name)
      try AtomicFile.write("", to: path)
      var times = utimbuf(actime: 1000, modtime: 1000)
      #expect(utime(path, &times) == 0)
    }
    try AtomicFile.write("", to: directory.file(".young.tmp-1-0"))
    try AtomicFile.removeLeftovers(in: directory.path)
    #expect(try FileSystem.list(directory.path) == [".hidden", ".young.tmp-1-0", "a.tmp-1-0"])
  }
}
