import Basics

/// Who works on a trial, and when that was last known to be alive: a system attribute of the trial.
public struct WorkerNote: Hashable, Sendable {
  /// The process.
  public var process: HostProcess
  /// When it was last seen, in seconds since 1970 by its own clock.
  public var seen: Double
  /// How often the trial was begun.
  public var attempt = 1

  /// Creates a note.
  public init(process: HostProcess, seen: Double, attempt: Int = 1) {
    self.process = process
    self.seen = seen
    self.attempt = attempt
  }

  /// How often a worker says that it lives, in seconds.
  public static let interval = 30.0
  /// After how many seconds of silence a worker of another machine is taken for dead.
  public static let patience = 180.0

  static let key = "roentgen:worker"

  var json: JSONValue {
    [
      "host": .string(process.host), "boot": .string(process.boot), "pid": .int(process.pid),
      "started": .int(process.started), "seen": .double(seen), "attempt": .int(attempt),
    ]
  }

  init?(json: JSONValue) {
    guard let host = json["host"]?.string, let boot = json["boot"]?.string,
      let pid = json["pid"]?.int, let started = json["started"]?.int,
      let seen = json["seen"]?.double, let attempt = json["attempt"]?.int
    else { return nil }
    process = HostProcess(host: host, boot: boot, pid: pid, started: started)
    self.seen = seen
    self.attempt = attempt
  }

  /// Whether the worker is dead: for certain on this machine, by its silence on others.
  func isDead(seenBy observer: HostProcess, at time: Double) -> Bool {
    if process.host == observer.host { return process.hasEnded(seenBy: observer) }
    return time - seen > Self.patience
  }
}

extension StudyTrial {
  /// Who works on it; nil for trials of other programs and those that are told from outside.
  public var worker: WorkerNote? { systemAttributes[WorkerNote.key].flatMap(WorkerNote.init) }
}
