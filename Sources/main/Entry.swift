import Basics
import Checkpoints
import Config
import Export
import Glibc
import Hyperopt
import Imaging
import Layers
import Medical
import TensorCore
import Training

/// The program: arguments to mode to exit status.
@main
enum Entry {
  static let version = "0.1.0"

  static func main() {
    // A reader that went away is no reason to die silently.
    signal(SIGPIPE, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  private static func run(_ words: [String]) -> Int32 {
    let environment = Self.environment()
    let arguments: Arguments
    do {
      arguments = try Arguments(words)
    } catch {
      return fail(error, .usage, json: words.contains("--json"))
    }
    if arguments.contains("--version") {
      print("roentgen \(version)")
      return ExitStatus.done.rawValue
    }
    if arguments.contains("--help") || words.isEmpty {
      print(arguments.mode.map(Help.text(for:)) ?? Help.overview(version: version))
      return ExitStatus.done.rawValue
    }
    guard let mode = arguments.mode else {
      return fail(UsageError.missingMode, .usage, json: arguments.contains("--json"))
    }
    let context = CommandContext(
      arguments: arguments, console: Console(arguments: arguments, environment: environment),
      environment: environment)
    do {
      return try mode.makeCommand().run(context)
    } catch {
      return fail(error, status(of: error), json: context.console.isJSON)
    }
  }

  private static func fail(_ error: any Error, _ status: ExitStatus, json: Bool) -> Int32 {
    let words: [String] = json ? ["--json"] : []
    if let arguments = try? Arguments(words) {
      let console = Console(arguments: arguments, environment: environment())
      console.error("\(error)")
      console.event(
        "error",
        [
          "message": .string("\(error)"), "exit_status": .int(Int(status.rawValue)),
          "not_saved": .bool(isNotSaved(error)),
        ])
    }
    return status.rawValue
  }

  /// Which kind of failure an error is.
  private static func status(of error: any Error) -> ExitStatus {
    switch error {
    case is UsageError, is ConfigError, is BackendError, is ImportError: .usage
    case is DataError, is CheckpointError, is PretrainedError, is EvaluationError, is ImageError,
      is ExportError:
      .data
    case let error as PhantomError: if case .file = error { .failed } else { .data }
    case is RunError: .usage
    case let error as StudyError: status(of: error)
    case let error as SearchError: status(of: error)
    case let error as TrainingError: status(of: error)
    case is LayersError: .usage
    default: .failed
    }
  }

  private static func status(of error: StudyError) -> ExitStatus {
    switch error {
    case .file(let error): error.code == .notFound ? .data : .failed
    case .lockLost: .failed
    case .damaged, .lineTooLong, .cutShort, .noSuchStudy, .ambiguous, .severalObjectives,
      .otherDirection, .otherMetric, .otherDistribution, .noSuchTrial, .hasEnded:
      .data
    }
  }

  private static func status(of error: SearchError) -> ExitStatus {
    switch error {
    case .badName: .usage
    case .noRoom: .failed
    case .quickFailures, .noSuchSweep, .settings: .data
    }
  }

  private static func status(of error: TrainingError) -> ExitStatus {
    switch error {
    case .file, .diverged, .brokenWeights, .notSaved: .failed
    case .metric, .unknownMetric: .usage
    case .data, .weights, .notResumable, .otherOptimizer: .data
    case .checkpoint(_, let error):
      if case .cannotWrite = error.problem { .failed } else { .data }
    }
  }

  /// Whether files could not be written: the same run may succeed once there is room.
  private static func isNotSaved(_ error: any Error) -> Bool {
    switch error {
    case let error as FileError: isNotSaved(error)
    case TrainingError.file(let error): isNotSaved(error)
    case TrainingError.notSaved: true
    case TrainingError.checkpoint(_, let error):
      if case .cannotWrite = error.problem { true } else { false }
    default: false
    }
  }

  private static func isNotSaved(_ error: FileError) -> Bool {
    error.code == .diskFull || error.code == .readOnly
  }

  private static func environment() -> [String: String] {
    var result: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { result[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    return result
  }
}
