import Basics
import Config
import Glibc
import Reporting

/// `--mode benchmark`: the trainer's own step on random data, in float32 with Adam.
struct BenchmarkCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    var steps = 10
    if let text = context.arguments["--steps"] {
      guard let count = Int(text), count > 0 else {
        throw UsageError.badValue(option: "--steps", value: text, expected: "a number from 1")
      }
      steps = count
    }
    let configuration = try ConfigurationSource(context: context).resolve()
    let benchmark = try Benchmark(
      configuration: configuration, backend: configuration.makeBackend(context))
    let result = benchmark.run(steps: steps)
    context.console.result(result.text)
    if context.console.isJSON {
      // The contract asks for exactly one object, so it is no event.
      Terminal.write(JSONValue.object(result.json).text() + "\n", to: STDOUT_FILENO)
    }
    return ExitStatus.done.rawValue
  }
}
