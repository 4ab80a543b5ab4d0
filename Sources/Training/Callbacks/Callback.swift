import Basics

/// Takes part in a run: watches it, logs scalars, asks for its end.
///
/// Every hook has an empty default, so that a callback holds only what it is about:
///
///     struct Patience: Callback {
///       let name = "patience"
///       mutating func epochEnded(_ context: inout CallbackContext) {
///         if context.epoch >= 5, context.validationMetrics?["accuracy"] ?? 0 < 0.2 {
///           context.requestStop(reason: "still guessing after 5 epochs")
///         }
///       }
///     }
///
/// **Order.** At each hook the callbacks are called one after the other, in the order in which the trainer was given
/// them; early stopping comes before them. A later one sees what earlier ones logged in the same hook. The hooks of an
/// epoch come in the order of `Hook`; `epochEnded` comes before the epoch's checkpoint is written, so that what
/// callbacks decide and log there, and their `state`, is part of it.
///
/// **Failures.** A callback that throws is reported once for each of its hooks, as a warning that names it, and training
/// goes on.
public protocol Callback {
  /// What warnings and checkpoints call it.
  var name: String { get }

  /// What a checkpoint keeps of it, so that a continued run goes on exactly; `.null` for nothing.
  var state: JSONValue { get }

  /// Takes over what `state` gave; false when it does not fit, and the callback begins anew.
  mutating func restore(_ state: JSONValue) -> Bool

  /// Called at every hook; calls the hook's own method unless a callback wants them all in one place.
  mutating func handle(_ hook: Hook, _ context: inout CallbackContext) throws

  /// Training begins or goes on, before its first epoch.
  mutating func trainingSessionStarted(_ context: inout CallbackContext) throws
  /// The checkpoint `context.checkpoint` was loaded.
  mutating func checkpointLoaded(_ context: inout CallbackContext) throws
  /// The epoch `context.epoch` begins, or goes on in its middle.
  mutating func epochStarted(_ context: inout CallbackContext) throws
  /// The first batch of the epoch's training is about to be made.
  mutating func trainingLoopStarted(_ context: inout CallbackContext) throws
  /// Batch `context.step` is about to be learned from.
  mutating func trainingBatchStarted(_ context: inout CallbackContext) throws
  /// Batch `context.step` was learned from, or left out: then `context.batchLoss` is nil.
  mutating func trainingBatchEnded(_ context: inout CallbackContext) throws
  /// The epoch's training is done.
  mutating func trainingLoopEnded(_ context: inout CallbackContext) throws
  /// Validation begins.
  mutating func validationLoopStarted(_ context: inout CallbackContext) throws
  /// Batch `context.step` of the validation is about to be scored.
  mutating func validationBatchStarted(_ context: inout CallbackContext) throws
  /// Batch `context.step` of the validation was scored.
  mutating func validationBatchEnded(_ context: inout CallbackContext) throws
  /// Validation is done: `context.validationMetrics`.
  mutating func validationLoopEnded(_ context: inout CallbackContext) throws
  /// The epoch is trained and validated, and about to be saved: `context.record`.
  mutating func epochEnded(_ context: inout CallbackContext) throws
  /// The checkpoint `context.checkpoint` was saved.
  mutating func checkpointSaved(_ context: inout CallbackContext) throws
  /// Training is over: `context.ending`.
  mutating func trainingSessionEnded(_ context: inout CallbackContext) throws
  /// Something went wrong that does not end the run: `context.message`.
  mutating func warning(_ context: inout CallbackContext) throws
  /// Something worth a line: `context.message`.
  mutating func notice(_ context: inout CallbackContext) throws
}

extension Callback {
  public var state: JSONValue { .null }

  public mutating func restore(_ state: JSONValue) -> Bool { true }

  public mutating func handle(_ hook: Hook, _ context: inout CallbackContext) throws {
    switch hook {
    case .trainingSessionStarted: try trainingSessionStarted(&context)
    case .checkpointLoaded: try checkpointLoaded(&context)
    case .epochStarted: try epochStarted(&context)
    case .trainingLoopStarted: try trainingLoopStarted(&context)
    case .trainingBatchStarted: try trainingBatchStarted(&context)
    case .trainingBatchEnded: try trainingBatchEnded(&context)
    case .trainingLoopEnded: try trainingLoopEnded(&context)
    case .validationLoopStarted: try validationLoopStarted(&context)
    case .validationBatchStarted: try validationBatchStarted(&context)
    case .validationBatchEnded: try validationBatchEnded(&context)
    case .validationLoopEnded: try validationLoopEnded(&context)
    case .epochEnded: try epochEnded(&context)
    case .checkpointSaved: try checkpointSaved(&context)
    case .trainingSessionEnded: try trainingSessionEnded(&context)
    case .warning: try warning(&context)
    case .notice: try notice(&context)
    }
  }

  public mutating func trainingSessionStarted(_ context: inout CallbackContext) throws {}
  public mutating func checkpointLoaded(_ context: inout CallbackContext) throws {}
  public mutating func epochStarted(_ context: inout CallbackContext) throws {}
  public mutating func trainingLoopStarted(_ context: inout CallbackContext) throws {}
  public mutating func trainingBatchStarted(_ context: inout CallbackContext) throws {}
  public mutating func trainingBatchEnded(_ context: inout CallbackContext) throws {}
  public mutating func trainingLoopEnded(_ context: inout CallbackContext) throws {}
  public mutating func validationLoopStarted(_ context: inout CallbackContext) throws {}
  public mutating func validationBatchStarted(_ context: inout CallbackContext) throws {}
  public mutating func validationBatchEnded(_ context: inout CallbackContext) throws {}
  public mutating func validationLoopEnded(_ context: inout CallbackContext) throws {}
  public mutating func epochEnded(_ context: inout CallbackContext) throws {}
  public mutating func checkpointSaved(_ context: inout CallbackContext) throws {}
  public mutating func trainingSessionEnded(_ context: inout CallbackContext) throws {}
  public mutating func warning(_ context: inout CallbackContext) throws {}
  public mutating func notice(_ context: inout CallbackContext) throws {}
}
