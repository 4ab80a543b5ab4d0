import Basics
import Hyperopt

/// `trials.csv`: a row for each trial, with columns named as in Optuna's data frames.
enum TrialsFile {
  static func text(_ trials: [StudyTrial]) -> String {
    var names: [String] = []
    for trial in trials {
      for parameter in trial.parameters where !names.contains(parameter.name) {
        names.append(parameter.name)
      }
    }
    names.sort()
    let columns =
      ["number", "state", "value", "datetime_start", "datetime_complete", "duration"]
      + names.map { "params_\($0)" } + ["failure"]
    var lines = [columns.map(cell).joined(separator: ",")]
    for trial in trials {
      var cells = [
        "\(trial.number)", trial.state.rawValue, trial.value?.description ?? "",
        trial.startTime.map(WallClock.iso8601WithMicroseconds) ?? "",
        trial.endTime.map(WallClock.iso8601WithMicroseconds) ?? "",
        trial.duration.map { NumberText.fixed($0, decimals: 3) } ?? "",
      ]
      for name in names {
        let parameter = trial.parameters.first { $0.name == name }
        cells.append(parameter.map { $0.distribution.text(of: $0.value) } ?? "")
      }
      cells.append(trial.userAttributes[Study.failureKey]?.string ?? "")
      lines.append(cells.map(cell).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

extension StudyTrial {
  /// Seconds from its start to its end.
  var duration: Double? {
    guard let startTime, let endTime else { return nil }
    return max(0, endTime - startTime)
  }
}
