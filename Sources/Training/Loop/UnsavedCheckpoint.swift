import Checkpoints

/// A checkpoint that could not be written, with all that it holds, for another try.
struct UnsavedCheckpoint {
  let name: String
  let content: PickleValue
  let epoch: Int
}
