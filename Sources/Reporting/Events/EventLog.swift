import Basics
import Training

/// Writes `events.jsonl`: one JSON object for each hook of a run but those of single batches.
public struct EventLog: Callback {
  /// The file's name in the folder of logs.
  public static let fileName = "events.jsonl"

  /// What warnings and checkpoints call it.
  public let name = EventLog.fileName
  private let file: AppendFile
  private let now: () -> Double

  /// Opens the log; a continued run goes on behind what is there.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - now: The present moment, in seconds since 1970.
  /// - Throws: `FileError` when it cannot be opened.
  public init(path: String, now: @escaping () -> Double = WallClock.now) throws(FileError) {
    file = try AppendFile(path)
    self.now = now
  }

  public mutating func handle(_ hook: Hook, _ context: inout CallbackContext) throws {
    switch hook {
    case .trainingBatchStarted, .validationBatchStarted, .validationBatchEnded:
      return
    case .trainingBatchEnded where context.badStep == nil:
      return
    default:
      try file.append(HookDocument(hook, context, time: now()).json.text() + "\n")
    }
  }
}
