import Basics
import Glibc

/// A process of some machine, named so that others can tell whether it still lives.
public struct HostProcess: Hashable, Sendable {
  /// The name of its machine.
  public var host: String
  /// The machine's start, as the kernel names it.
  public var boot: String
  /// The number of the process.
  public var pid: Int
  /// When the process started, in ticks since the machine's start: a number that is used again has another one.
  public var started: Int

  /// Names a process outright.
  public init(host: String, boot: String, pid: Int, started: Int) {
    self.host = host
    self.boot = boot
    self.pid = pid
    self.started = started
  }

  /// This process.
  public static func current() -> HostProcess {
    let pid = Int(getpid())
    return HostProcess(
      host: currentHost(), boot: currentBoot(), pid: pid, started: startTicks(of: pid) ?? 0)
  }

  /// Whether the process has certainly ended; false where only its own machine could know.
  public func hasEnded(seenBy observer: HostProcess) -> Bool {
    guard host == observer.host else { return false }
    guard boot == observer.boot else { return true }
    return HostProcess.startTicks(of: pid) != started
  }

  private static func currentHost() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
    return String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func currentBoot() -> String {
    let text = try? FileSystem.readText("/proc/sys/kernel/random/boot_id", limit: 1 << 10)
    return text?.split(separator: "\n").first.map(String.init) ?? "unknown"
  }

  /// Field 22 of `/proc/PID/stat`; nil for a process that has ended, also one that nobody has waited for.
  private static func startTicks(of pid: Int) -> Int? {
    guard let text = try? FileSystem.readText("/proc/\(pid)/stat", limit: 1 << 12),
      // The name of the program stands in brackets and may hold anything.
      let bracket = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: bracket)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return Int(fields[19])
  }
}
