/// A moment of a run at which callbacks are called.
///
/// The names are those of bz's hooks, from which its plugins are known.
public enum Hook: String, Sendable, CaseIterable {
  /// Training begins or goes on, before its first epoch.
  case trainingSessionStarted = "start_training_session"
  /// A checkpoint was loaded, right after the session started.
  case checkpointLoaded = "load_checkpoint"
  /// An epoch begins, or goes on in its middle.
  case epochStarted = "start_epoch"
  /// The first batch of the epoch's training is about to be made.
  case trainingLoopStarted = "start_training_loop"
  /// A batch is about to be learned from.
  case trainingBatchStarted = "start_training_batch"
  /// A batch was learned from, or left out.
  case trainingBatchEnded = "end_training_batch"
  /// The epoch's training is done.
  case trainingLoopEnded = "end_training_loop"
  /// Validation begins.
  case validationLoopStarted = "start_validation_loop"
  /// A batch is about to be scored.
  case validationBatchStarted = "start_validation_batch"
  /// A batch was scored.
  case validationBatchEnded = "end_validation_batch"
  /// Validation is done.
  case validationLoopEnded = "end_validation_loop"
  /// The epoch is trained and validated, and about to be saved.
  case epochEnded = "end_epoch"
  /// A checkpoint was saved.
  case checkpointSaved = "save_checkpoint"
  /// Training is over, for now or for good; the last hook of all.
  case trainingSessionEnded = "end_training_session"
  /// Something went wrong that does not end the run.
  case warning
  /// Something worth a line.
  case notice
}
