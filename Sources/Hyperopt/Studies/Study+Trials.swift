import Basics

extension Study {
  /// Begins a trial.
  ///
  /// The number of the trial, what is known at that moment and the suggestion are decided in one go: no other process can
  /// take the number or begin a trial in between. A trial that waits because somebody enqueued it comes first, with the
  /// values that it was given.
  ///
  /// - Parameters:
  ///   - limit: the most trials that the study may have, whatever became of them; nil: any number.
  ///   - worker: who works on it; nil for a trial whose value will be told by somebody else.
  ///   - suggest: gives the parameters of the trial of a number, from the study as it then is.
  /// - Returns: the trial, or nil when the limit is reached.
  public func begin(
    limit: Int? = nil, worker: HostProcess? = nil,
    suggest: (_ number: Int) throws(StudyError) -> [StudyTrial.Parameter]
  ) throws(StudyError) -> StudyTrial? {
    // What a worker of ours begins and a crash of the machine takes back is begun again.
    let number = try journal.transact(isDurable: worker == nil) {
      (transaction) throws(StudyError) -> Int? in
      let trials = self.trials
      let time = WallClock.now()
      if let waiting = trials.first(where: { $0.state == .waiting }) {
        transaction.setState(.running, of: waiting.id, values: nil, time: time)
        for parameter in try suggest(waiting.number) {
          transaction.setParameter(waiting.fixed(parameter), of: waiting.id)
        }
        if let worker {
          transaction.setAttribute(
            .system, of: waiting.id, key: WorkerNote.key,
            value: WorkerNote(process: worker, seen: time).json)
        }
        return waiting.number
      }
      if let limit, trials.count >= limit { return nil }
      var trial = StudyTrial()
      trial.parameters = try suggest(trials.count)
      if let worker {
        trial.systemAttributes[WorkerNote.key] = WorkerNote(process: worker, seen: time).json
      }
      transaction.createTrial(trial, study: id, time: time)
      return trials.count
    }
    return try number.map { (number) throws(StudyError) in try trial(number) }
  }

  /// Reports a value on the way; a trial that has ended is left as it is.
  ///
  /// Does not wait for the device, which the trainings write to: whoever continues a trial knows its values.
  public func report(trial: StudyTrial, step: Int, value: Double) throws(StudyError) {
    try journal.transact(isDurable: false) { (transaction) throws(StudyError) in
      transaction.report(step: step, value: value, of: trial.id)
    }
  }

  /// Ends a trial.
  ///
  /// - Parameters:
  ///   - number: which.
  ///   - state: complete, pruned or failed.
  ///   - value: the objective; of a pruned trial the last value on the way.
  ///   - reason: why it failed, for people.
  /// - Throws: when it has ended already: the first result counts.
  public func finish(
    _ number: Int, _ state: TrialState, value: Double? = nil, reason: String? = nil
  ) throws(StudyError) {
    try journal.transact { (transaction) throws(StudyError) in
      let trial = try self.trial(number)
      guard !trial.state.isFinished else { throw .hasEnded(trial: number, state: trial.state) }
      if let reason {
        transaction.setAttribute(
          .user, of: trial.id, key: Study.failureKey, value: .string(reason))
      }
      transaction.setState(
        state, of: trial.id, values: value.map { [$0] }, time: WallClock.now())
    }
  }

  /// The attribute that says why a trial failed.
  public static let failureKey = "failure"

  /// Attaches something to the study, for users or for programs.
  public func setAttribute(
    _ key: String, _ value: JSONValue, isSystem: Bool = false
  ) throws(StudyError) {
    try journal.transact { (transaction) throws(StudyError) in
      guard let study = journal.state.studies[id] else { return }
      transaction.setAttribute(isSystem ? .system : .user, of: study, key: key, value: value)
    }
  }

  /// Attaches something to a trial that has not ended.
  public func setAttribute(
    _ key: String, _ value: JSONValue, of number: Int
  ) throws(StudyError) {
    try journal.transact { (transaction) throws(StudyError) in
      transaction.setAttribute(.user, of: try trial(number).id, key: key, value: value)
    }
  }
}

extension StudyTrial {
  /// A parameter with the value that the trial was enqueued with, if it was given one that is possible.
  fileprivate func fixed(_ parameter: Parameter) -> Parameter {
    guard let wanted = systemAttributes["fixed_params"]?[parameter.name],
      let number = parameter.distribution.internalNumber(of: wanted)
    else { return parameter }
    var parameter = parameter
    parameter.internalValue = number
    return parameter
  }
}
