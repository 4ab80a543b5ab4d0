import Basics
import Hyperopt

/// `--mode tell`: the result of a trial that `ask` gave.
struct TellCommand: Command {
  func run(_ context: CommandContext) throws -> Int32 {
    let arguments = context.arguments
    guard let path = arguments["--study"] else {
      throw UsageError.missingOption("--study FILE", mode: .tell)
    }
    guard let text = arguments["--trial"] else {
      throw UsageError.missingOption("--trial N", mode: .tell)
    }
    guard let number = Int(text), number >= 0 else {
      throw UsageError.badValue(option: "--trial", value: text, expected: "a whole number from 0")
    }
    let stateName = arguments["--state"] ?? (arguments["--value"] == nil ? "" : "complete")
    guard let state = TrialState(rawValue: stateName), state.isFinished else {
      throw arguments["--state"] == nil
        ? UsageError.missingOption("--value V or --state failed", mode: .tell)
        : UsageError.badValue(
          option: "--state", value: stateName, expected: "complete, pruned or failed")
    }
    let study = try Study(try Journal(path), name: arguments["--study-name"])
    try study.finish(number, state, value: try value(arguments, state))
    context.console.result(
      JSONValue.object(["trial": .int(number), "state": .string(state.rawValue)]).text())
    context.console.event(
      "tell", ["trial": .int(number), "state": .string(state.rawValue)])
    return ExitStatus.done.rawValue
  }

  private func value(_ arguments: Arguments, _ state: TrialState) throws -> Double? {
    guard let text = arguments["--value"] else {
      if state == .complete {
        throw UsageError.missingOption("--value V", mode: .tell)
      }
      return nil
    }
    guard let value = Double(text), !value.isNaN, state != .failed else {
      throw UsageError.badValue(
        option: "--value", value: text,
        expected: state == .failed ? "no value for a failed trial" : "a number")
    }
    return value
  }
}
