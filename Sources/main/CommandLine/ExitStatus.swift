/// What the program tells its caller.
enum ExitStatus: Int32 {
  case done = 0
  /// Failed while running: disk full, read-only folder, too many bad steps.
  case failed = 1
  /// A wrong command line or configuration.
  case usage = 2
  /// A data, model or study file that cannot be used.
  case data = 3
}
