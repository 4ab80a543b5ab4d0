/// What a mode does.
protocol Command {
  /// Does it, and gives the exit status.
  func run(_ context: CommandContext) throws -> Int32
}

/// What every command is given.
struct CommandContext {
  let arguments: Arguments
  let console: Console
  let environment: [String: String]
}

extension Mode {
  /// The command of the mode.
  func makeCommand() -> any Command {
    switch self {
    case .initialize: InitCommand()
    case .check: CheckCommand()
    case .train: TrainCommand()
    case .trainOptimized: TrainOptimizedCommand()
    case .hyperopt: HyperoptCommand()
    case .sweep: SweepCommand()
    case .sweepAgent: SweepAgentCommand()
    case .ask: AskCommand()
    case .tell: TellCommand()
    case .evaluate: EvaluateCommand()
    case .predict: PredictCommand()
    case .explain: ExplainCommand()
    case .export: ExportCommand()
    case .report: ReportCommand()
    case .benchmark: BenchmarkCommand()
    case .list: ListCommand()
    case .archive: ArchiveCommand()
    case .prune: PruneCommand()
    case .docs: DocsCommand()
    }
  }
}
