import Basics

extension Study {
  /// Says that this process is alive and works on these trials.
  public func reportAlive(on numbers: [Int]) throws(StudyError) {
    guard !numbers.isEmpty else { return }
    try journal.transact(isDurable: false) { (transaction) throws(StudyError) in
      for number in numbers {
        let trial = try self.trial(number)
        guard var note = trial.worker, note.process == journal.process else { continue }
        note.seen = WallClock.now()
        transaction.setAttribute(.system, of: trial.id, key: WorkerNote.key, value: note.json)
      }
    }
  }

  /// Takes over the first trial whose worker has died; only one process succeeds.
  ///
  /// - Parameter attempts: how often a trial is begun at most; one that killed that many workers is given up as failed.
  /// - Returns: the trial, which now is this process's; nil when there is none.
  public func takeOver(attempts: Int = 3) throws(StudyError) -> StudyTrial? {
    let number = try journal.transact { (transaction) throws(StudyError) -> Int? in
      let now = WallClock.now()
      for trial in trials where trial.state == .running {
        guard let note = trial.worker, note.isDead(seenBy: journal.process, at: now) else {
          continue
        }
        guard note.attempt < attempts else {
          transaction.setAttribute(
            .user, of: trial.id, key: Study.failureKey,
            value: .string("its worker died \(note.attempt) times"))
          transaction.setState(.failed, of: trial.id, values: nil, time: now)
          continue
        }
        let own = WorkerNote(process: journal.process, seen: now, attempt: note.attempt + 1)
        transaction.setAttribute(.system, of: trial.id, key: WorkerNote.key, value: own.json)
        return trial.number
      }
      return nil
    }
    return try number.map { (number) throws(StudyError) in try trial(number) }
  }

  /// Lets go of a trial that is to be continued later: whoever comes next may take it over, without counting the attempt.
  public func release(_ number: Int) throws(StudyError) {
    try journal.transact { (transaction) throws(StudyError) in
      let trial = try self.trial(number)
      guard var note = trial.worker, !trial.state.isFinished else { return }
      // No process ever has the number 0 and this start.
      note.process.pid = 0
      note.process.started = -1
      note.attempt -= 1
      note.seen = 0
      transaction.setAttribute(.system, of: trial.id, key: WorkerNote.key, value: note.json)
    }
  }
}
