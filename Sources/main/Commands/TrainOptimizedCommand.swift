import Assembly
import Basics
import Config
import Training

/// `--mode train-optimized`: a training with the best settings of a search.
struct TrainOptimizedCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let source = ConfigurationSource(context: context)
    let given = context.arguments["--hyperparams"]
    let path =
      try given
      ?? FilePath.join(
        source.resolve().settings.recipe.output.models, "hyperopt", "best_params.json")
    let settings = try FoundSettings(contentsOf: path)
    for notice in settings.notices { context.console.note("note: \(notice)") }
    let configuration = try source.resolve(overlay: settings.layer)
    context.console.note("settings from \(path): \(settings.summary)")
    return try TrainingSession(context: context, configuration: configuration)
      .start(
        in: configuration.runStore, forkedFrom: nil,
        note: (
          "final_model_hyperparams.json",
          settings.provenance(as: configuration).text(pretty: true)
        ))
  }
}
