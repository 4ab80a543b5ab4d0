import Basics
import Foundation

/// A file system of a few kilobytes in memory, which fills up soon.
struct SmallDisk {
  private let path: String

  /// Whether this process may mount one: mostly root, and not in every container.
  static let isAvailable: Bool = {
    let folder = NSTemporaryDirectory() + "small-disk-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    guard let disk = try? SmallDisk(at: folder, kilobytes: 16) else { return false }
    disk.unmount()
    return true
  }()

  struct MountError: Error {}

  /// Mounts a disk over the folder, which is made.
  init(at path: String, kilobytes: Int) throws {
    self.path = path
    try FileSystem.createDirectory(path)
    let status = Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "none", path)
    if status != 0 { throw MountError() }
  }

  /// Makes room, or takes it.
  func resize(kilobytes: Int) throws {
    let status = Self.run("mount", "-o", "remount,size=\(kilobytes)k", path)
    if status != 0 { throw MountError() }
  }

  func unmount() { _ = Self.run("umount", "-l", path) }

  private static func run(_ words: String...) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
