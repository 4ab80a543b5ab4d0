import Basics

/// A study of one objective in a journal: its trials, and what can be done with them.
///
/// Any number of processes may work on one study; each change is seen by all of them in the same order.
public final class Study {
  /// The file.
  public let journal: Journal
  /// The name of the study.
  public let name: String
  /// Whether lower or higher is better.
  public let direction: StudyDirection
  let id: Int

  /// Opens a study.
  ///
  /// - Parameters:
  ///   - journal: the file.
  ///   - name: which study; nil: the only one.
  ///   - direction: what it must be, and with which it is begun if it is not there; nil: whatever it is.
  /// - Throws: when there is no such study and no direction to begin it, when it goes the other way, or when it has
  ///   several objectives.
  public init(
    _ journal: Journal, name: String?, direction: StudyDirection? = nil
  ) throws(StudyError) {
    let known = journal.state.studyNames
    guard let name = name ?? (known.count == 1 ? known[0] : nil) else {
      throw known.isEmpty
        ? .noSuchStudy(path: journal.path, name: "", known: [])
        : .ambiguous(path: journal.path, known: known)
    }
    if journal.state.study(named: name) == nil, let direction {
      try journal.transact { (transaction) throws(StudyError) in
        if journal.state.study(named: name) == nil {
          transaction.createStudy(name: name, direction: direction)
        }
      }
    }
    guard let found = journal.state.study(named: name) else {
      throw .noSuchStudy(path: journal.path, name: name, known: known)
    }
    guard found.directions.count == 1,
      let foundDirection = StudyDirection(optunaNumber: found.directions[0])
    else { throw .severalObjectives(path: journal.path, name: name) }
    if let direction, direction != foundDirection {
      throw .otherDirection(path: journal.path, name: name, found: foundDirection)
    }
    self.journal = journal
    self.name = name
    self.direction = foundDirection
    id = found.id
  }

  /// The trials as far as the file was read, by number.
  public var trials: [StudyTrial] { trialIDs.map { journal.state.trials[$0] } }

  /// The trials that were begun, given parameters or ended since the last call with this position, each once.
  ///
  /// - Parameter position: 0 at first.
  func changes(since position: inout Int) -> [StudyTrial] {
    let ids = Set(journal.state.changes[position...])
    position = journal.state.changes.count
    return ids.sorted().filter { journal.state.owners[$0] == id }.map { journal.state.trials[$0] }
  }

  /// What users attached to the study.
  public var userAttributes: JSONObject { journal.state.studies[id]?.userAttributes ?? [:] }

  /// What programs attached to the study.
  public var systemAttributes: JSONObject { journal.state.studies[id]?.systemAttributes ?? [:] }

  /// The attribute by which we know what a study is of, and Optuna's, which its users fill as they like.
  private static let metricKey = "roentgen:metric"
  private static let metricNamesKey = "study:metric_names"

  /// What the values of the study are, if anybody has said so.
  public var metric: String? {
    systemAttributes[Self.metricKey]?.string
      ?? systemAttributes[Self.metricNamesKey]?.array?.first?.string
  }

  /// Makes sure that the study's values are of a metric; notes it where we have not said so yet.
  ///
  /// - Throws: `StudyError.otherMetric` where they are of another one.
  public func claim(metric: String) throws(StudyError) {
    try journal.transact { (transaction) throws(StudyError) in
      if let found = systemAttributes[Self.metricKey]?.string {
        guard found == metric else {
          throw .otherMetric(path: journal.path, name: name, found: found, wanted: metric)
        }
        return
      }
      guard let study = journal.state.studies[id] else { return }
      transaction.setAttribute(
        .system, of: study, key: Self.metricKey, value: .string(metric))
      guard study.systemAttributes[Self.metricNamesKey] == nil else { return }
      transaction.setAttribute(
        .system, of: study, key: Self.metricNamesKey, value: .array([.string(metric)]))
    }
  }

  private var trialIDs: [Int] { journal.state.studies[id]?.trials ?? [] }

  /// Makes sure that a space can be searched in this study: a parameter that it has already must be of the same kind and
  /// scale, and have the same choices.
  ///
  /// - Throws: `StudyError.otherDistribution` for the first one that is not.
  public func checkAgreement(with space: SearchSpace) throws(StudyError) {
    let known = journal.state.studies[id]?.distributions ?? [:]
    for parameter in space.parameters {
      guard let found = known[parameter.name], !found.agrees(with: parameter.distribution) else {
        continue
      }
      throw .otherDistribution(
        parameter: parameter.name, found: found, wanted: parameter.distribution)
    }
  }

  /// Reads what others did.
  public func refresh() throws(StudyError) { try journal.refresh() }

  /// A trial by its number.
  public func trial(_ number: Int) throws(StudyError) -> StudyTrial {
    let ids = trialIDs
    guard ids.indices.contains(number) else {
      throw .noSuchTrial(path: journal.path, number: number, count: ids.count)
    }
    return journal.state.trials[ids[number]]
  }

  /// The best complete trial, the first one among equals; nil before the first.
  public var best: StudyTrial? {
    var best: StudyTrial?
    for id in trialIDs {
      let trial = journal.state.trials[id]
      guard trial.state == .complete, let value = trial.value, !value.isNaN else { continue }
      if let bestValue = best?.value {
        guard direction.isBetter(value, than: bestValue) else { continue }
      }
      best = trial
    }
    return best
  }
}
