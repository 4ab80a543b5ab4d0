/// Suggests the parameters of a study's next trial, and keeps what it has learnt from one suggestion to the next.
public struct StudySearch: Sendable {
  private let space: SearchSpace
  private let sampler: any Sampler
  private var table: TrialTable?
  /// How many of the study file's changes the table knows.
  private var seen = 0

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - space: the parameters.
  ///   - sampler: how they are drawn.
  public init(space: SearchSpace, sampler: any Sampler) {
    self.space = space
    self.sampler = sampler
  }

  /// Suggests parameters for the trial of a number, in the order of the space.
  ///
  /// - Parameters:
  ///   - number: the trial's number, from 0.
  ///   - study: always the same one, as far as it was read.
  public mutating func suggestion(number: Int, in study: Study) -> [StudyTrial.Parameter] {
    let values: [String: ParameterValue]
    if let sampler = sampler as? any IncrementalSampler {
      values = sampler.suggest(number: number, after: learn(from: study))
    } else {
      values = sampler.suggest(
        number: number, in: space, direction: study.direction,
        trials: study.trials.map { known($0.record) })
    }
    return space.parameters.compactMap { parameter in
      values[parameter.name].map {
        StudyTrial.Parameter(parameter.name, $0, of: parameter.distribution)
      }
    }
  }

  /// Brings the table up to date.
  private mutating func learn(from study: Study) -> TrialTable {
    let changed = study.changes(since: &seen)
    guard var table else {
      let table = TrialTable(
        space: space, direction: study.direction, trials: study.trials.map { known($0.record) })
      self.table = table
      return table
    }
    // One owner only: what is sorted must not be copied for each trial.
    self.table = nil
    for trial in changed { table.record(known(trial.record)) }
    self.table = table
    return table
  }

  /// Another program, or an earlier space, may have had wider bounds: samplers learn from what they could draw.
  private func known(_ trial: TrialRecord) -> TrialRecord {
    var trial = trial
    trial.values = trial.values.filter { name, value in
      space[name]?.distribution.contains(value) ?? false
    }
    return trial
  }
}
