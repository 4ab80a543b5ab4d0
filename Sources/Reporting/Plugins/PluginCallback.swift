import Basics
import Glibc
import Training

/// An outside program that is told of hooks, a JSON object a line, and answers in the same way.
///
/// Answers are `{"stop": true}`, with a `"reason"` if it likes, and `{"log": {"name": 1.5}}`. They are looked at whenever
/// a hook is called, its own events or not, and waited for only at the end of an epoch if that is wanted: what it
/// decides then belongs to that epoch, whatever the machine's load. A program that is slow loses events; one that fails is a
/// warning.
public struct PluginCallback: Callback {
  /// What warnings and checkpoints call it.
  public let name: String
  private let options: PluginOptions
  private let environment: [String: String]
  private let errors: String
  private let now: () -> Double

  private var child: ChildProcess?
  private var isOver = false
  private var lostEvents = 0
  private var hasComplained = false
  private var hasBeenLate = false

  /// The bytes that may wait for a slow program.
  private static let queueLimit = 1 << 20

  /// Prepares a plugin; it is started with the session.
  ///
  /// - Parameters:
  ///   - options: What to start, and what it is told.
  ///   - environment: All variables that it gets.
  ///   - errors: The file to which its standard error is appended.
  ///   - now: The present moment, in seconds since 1970.
  public init(
    _ options: PluginOptions, environment: [String: String], errors: String,
    now: @escaping () -> Double = WallClock.now
  ) {
    name = "plugin \(options.name)"
    self.options = options
    self.environment = environment
    self.errors = errors
    self.now = now
  }

  public mutating func handle(_ hook: Hook, _ context: inout CallbackContext) throws {
    if child == nil, !isOver { try start() }
    guard let child, !isOver else { return }
    takeAnswers(from: child, &context)
    if options.hooks.contains(hook) {
      tell(child, HookDocument(hook, context, time: now()).json.text() + "\n", &context)
      if options.isAwaited, hook == .epochEnded { awaitAnswer(from: child, &context) }
    }
    if hook == .trainingSessionEnded {
      finish(child, &context)
    } else if let end = child.collect() {
      isOver = true
      takeAnswers(from: child, &context)
      context.warn("it \(end.text) before the run did; training goes on without it")
    }
  }

  private mutating func start() throws {
    do {
      child = try ChildProcess(
        "/bin/sh", ["-c", options.command], environment: environment, errors: errors,
        takesInput: true)
    } catch {
      isOver = true
      throw error
    }
  }

  private mutating func tell(
    _ child: ChildProcess, _ line: String, _ context: inout CallbackContext
  ) {
    // First what waits already: it may have begun to read again.
    child.send("")
    guard child.unsentByteCount + line.utf8.count <= Self.queueLimit else {
      lostEvents += 1
      if lostEvents == 1 { context.warn("it reads too slowly: it will miss events") }
      return
    }
    child.send(line)
  }

  /// Holds training until a line has come, but not for ever.
  private mutating func awaitAnswer(
    from child: ChildProcess, _ context: inout CallbackContext
  ) {
    let clock = Stopwatch()
    while takeAnswers(from: child, &context) == 0 {
      guard clock.seconds < options.timeout else {
        if !hasBeenLate { context.warn("it gave no answer within \(options.timeout) s") }
        hasBeenLate = true
        return
      }
      // One that has ended, or cannot be told more, will not answer.
      guard child.isOutputOpen, child.send("") else { return }
      Pause.milliseconds(1)
    }
  }

  /// Obeys what it has said; gives the number of its lines.
  @discardableResult
  private mutating func takeAnswers(
    from child: ChildProcess, _ context: inout CallbackContext
  ) -> Int {
    var count = 0
    for line in child.readLines() where !line.allSatisfy(\.isWhitespace) {
      count += 1
      guard let answer = (try? JSONValue.parse(line))?.object, obey(answer, &context) else {
        if !hasComplained {
          hasComplained = true
          context.warn(
            "an answer must be {\"stop\": true} or {\"log\": {\"name\": number}}, got "
              + line.prefix(100))
        }
        continue
      }
    }
    return count
  }

  /// Does what an answer asks for; false when it asks for something else.
  private func obey(_ answer: JSONObject, _ context: inout CallbackContext) -> Bool {
    for (key, value) in answer.pairs {
      switch (key, value) {
      case ("stop", .bool(let isWanted)):
        if isWanted {
          context.requestStop(reason: answer["reason"]?.string ?? "it asked for the end")
        }
      case ("reason", .string): break
      case ("log", .object(let scalars)):
        for (name, scalar) in scalars.pairs {
          guard scalar.isNull || scalar.double != nil else { return false }
          context.log(name, scalar.double)
        }
      default: return false
      }
    }
    return true
  }

  /// Closes the program's input and waits for its end, but not for ever.
  private mutating func finish(_ child: ChildProcess, _ context: inout CallbackContext) {
    isOver = true
    let clock = Stopwatch()
    while child.unsentByteCount > 0, child.send(""), clock.seconds < options.timeout {
      takeAnswers(from: child, &context)
      Pause.milliseconds(2)
    }
    child.closeInput()
    while child.collect() == nil, clock.seconds < options.timeout {
      takeAnswers(from: child, &context)
      Pause.milliseconds(2)
    }
    takeAnswers(from: child, &context)
    if child.end == nil { end(child, &context) }
    if let end = child.end, end != .exited(0), end != .killed(SIGTERM), end != .killed(SIGKILL) {
      context.warn("it \(end.text)")
    }
    if lostEvents > 0 { context.warn("it missed \(lostEvents) events") }
  }

  private func end(_ child: ChildProcess, _ context: inout CallbackContext) {
    context.warn("it had not ended \(options.timeout) s after the run, and was ended")
    child.send(SIGTERM, toGroup: true)
    let clock = Stopwatch()
    while child.collect() == nil, clock.seconds < 1 { Pause.milliseconds(5) }
    child.send(SIGKILL, toGroup: true)
    child.collect(waiting: true)
  }
}

extension ChildProcess.End {
  /// How a program ended, behind its name.
  var text: String {
    switch self {
    case .exited(let status): "ended with status \(status)"
    case .killed(let signal): "was ended by signal \(signal)"
    }
  }
}
