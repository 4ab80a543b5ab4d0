import Basics
import Glibc
import Hyperopt
import TestSupport
import Testing

@Suite("The lock of a study, which Optuna takes too")
struct StudyLockTests {
  private let directory = TemporaryDirectory()
  private var path: String { directory.file("study.journal") }
  private var link: String { path + ".lock" }

  private func open() throws -> Study {
    try Study(try Journal(path, creating: true), name: "s", direction: .minimize)
  }

  @Test("is a symbolic link to the file while it is held, and gone afterwards")
  func symbolicLink() throws {
    let study = try open()
    let link = link
    var wasHeld = false
    _ = try study.begin { _ in
      var status = stat()
      wasHeld = lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
      // Optuna looks at the time of what the link points to.
      wasHeld = wasHeld && stat(link, &status) == 0
      return []
    }
    #expect(wasHeld)
    #expect(!FileSystem.exists(link))
    // Nothing but the study and the note of the last holder stays.
    #expect(try FileSystem.list(directory.path) == [".study.journal.holder", "study.journal"])
  }

  @Test("is waited for while another program holds it")
  func waiting() throws {
    let study = try open()
    #expect(symlink(path, link) == 0)
    let link = link
    let release = WorkerThread {
      usleep(300_000)
      unlink(link)
    }
    let clock = Stopwatch()
    _ = try study.begin { _ in [] }
    release.join()
    #expect(clock.seconds > 0.25)
    #expect(study.trials.count == 1)
  }

  @Test("is taken over at once from a process of ours that was killed")
  func takeover() throws {
    _ = try open()
    // What a process of this machine leaves behind that is killed while it holds the lock.
    #expect(symlink("study.journal", link) == 0)
    var status = stat()
    #expect(lstat(link, &status) == 0)
    let own = HostProcess.current()
    try AtomicFile.write(
      "\(own.host) \(own.boot) \(status.st_ino) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)\n",
      to: directory.file(".study.journal.holder"))
    let clock = Stopwatch()
    let study = try open()
    _ = try study.begin { _ in [] }
    #expect(clock.seconds < 5)
    #expect(!FileSystem.exists(link))
  }
}

@Suite("Workers of a study")
struct WorkerTests {
  private let directory = TemporaryDirectory()

  private func open() throws -> Study {
    try Study(
      try Journal(directory.file("study.journal"), creating: true), name: "s",
      direction: .minimize)
  }

  @Test("that died leave trials which others continue under the same number, but not for ever")
  func deadWorkers() throws {
    let study = try open()
    var ghost = HostProcess.current()
    ghost.started = 1
    let trial = try #require(try study.begin(worker: ghost) { _ in [] })
    for attempt in 2...3 {
      let taken = try #require(try study.takeOver(attempts: 3))
      #expect(taken.number == trial.number)
      #expect(taken.worker?.attempt == attempt)
      #expect(taken.worker?.process == study.journal.process)
      // This process lives: there is nothing more to take over.
      let none1 = try study.takeOver(attempts: 3)?.number
      #expect(none1 == nil)
      try haunt(taken.id, attempt: attempt)
      try study.refresh()
    }
    let none2 = try study.takeOver(attempts: 3)?.number
    #expect(none2 == nil)
    #expect(study.trials[0].state == .failed)
    #expect(study.trials[0].userAttributes[Study.failureKey] == "its worker died 3 times")
  }

  @Test("of other machines are taken for dead when they are silent for three minutes")
  func silence() throws {
    let study = try open()
    var other = HostProcess.current()
    other.host = "elsewhere"
    _ = try study.begin(worker: other) { _ in [] }
    let none3 = try study.takeOver()?.number
    #expect(none3 == nil)
    try haunt(0, attempt: 1, host: "elsewhere", age: 170)
    try study.refresh()
    let none4 = try study.takeOver()?.number
    #expect(none4 == nil)
    try haunt(0, attempt: 1, host: "elsewhere", age: 190)
    try study.refresh()
    let taken5 = try study.takeOver()
    #expect(taken5?.number == 0)
  }

  @Test("of other programs, and trials told from outside, are left alone")
  func strangers() throws {
    let study = try open()
    _ = try study.begin { _ in [] }
    let none6 = try study.takeOver()?.number
    #expect(none6 == nil)
  }

  @Test("may let go of a trial for later")
  func release() throws {
    let study = try open()
    _ = try study.begin(worker: study.journal.process) { _ in [] }
    let none7 = try study.takeOver()?.number
    #expect(none7 == nil)
    try study.release(0)
    let taken8 = try study.takeOver()
    #expect(taken8?.worker?.attempt == 1)
  }

  /// Makes a dead process, or a silent one of another machine, the worker of a trial.
  private func haunt(_ id: Int, attempt: Int, host: String? = nil, age: Double = 0) throws {
    let own = HostProcess.current()
    let seen = WallClock.now() - age
    try AppendFile(directory.file("study.journal")).append(
      #"{"op_code":9,"worker_id":"w","trial_id":\#(id),"system_attr":{"roentgen:worker":{"host":"#
        + #""\#(host ?? own.host)","boot":"\#(own.boot)","pid":\#(own.pid),"started":1,"#
        + #""seen":\#(seen),"attempt":\#(attempt)}}}"# + "\n")
  }
}
