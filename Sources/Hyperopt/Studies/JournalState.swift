import Basics

/// What the records of a journal amount to, by Optuna's rules: ids follow from the order, and a trial that has ended
/// never changes.
struct JournalState {
  /// A study of the file.
  struct Study {
    let id: Int
    let name: String
    let directions: [Int]
    var userAttributes = JSONObject()
    var systemAttributes = JSONObject()
    /// The ids of its trials, by number.
    var trials: [Int] = []
    /// What each parameter was first drawn from; later trials must agree in kind.
    var distributions: [String: Distribution] = [:]
  }

  /// By id.
  private(set) var studies: [Int: Study] = [:]
  /// By id.
  private(set) var trials: [StudyTrial] = []
  /// The study of each trial, by id.
  private(set) var owners: [Int] = []
  /// The ids of trials in the order in which they were begun, given parameters or ended: a trial stands there for each
  /// change that matters to those who learn from it.
  private(set) var changes: [Int] = []
  private var createdStudies = 0

  /// The study of a name.
  func study(named name: String) -> Study? { studies.values.first { $0.name == name } }

  /// The names of all studies in the order of their creation.
  var studyNames: [String] { studies.values.sorted { $0.id < $1.id }.map(\.name) }

  /// Takes over one record; one that is against the rules has no effect.
  mutating func apply(_ record: JournalRecord) {
    switch record {
    case .createStudy(let name, let directions):
      guard study(named: name) == nil else { return }
      studies[createdStudies] = Study(id: createdStudies, name: name, directions: directions)
      createdStudies += 1
    case .deleteStudy(let id): studies[id] = nil
    case .studyAttribute(let id, .user, let key, let value):
      studies[id]?.userAttributes[key] = value
    case .studyAttribute(let id, .system, let key, let value):
      studies[id]?.systemAttributes[key] = value
    case .createTrial(let created): create(created)
    case .parameter(let id, let parameter): set(parameter, of: id)
    case .state(let id, let change): set(change, of: id)
    case .intermediateValue(let id, let step, let value):
      if isOpen(id) { trials[id].report(step: step, value: value) }
    case .trialAttribute(let id, .user, let key, let value):
      if isOpen(id) { trials[id].userAttributes[key] = value }
    case .trialAttribute(let id, .system, let key, let value):
      if isOpen(id) { trials[id].systemAttributes[key] = value }
    case .discardTrials: return
    }
  }

  private func isOpen(_ id: Int) -> Bool {
    trials.indices.contains(id) && !trials[id].state.isFinished
  }

  private mutating func create(_ created: JournalRecord.CreatedTrial) {
    guard let number = studies[created.study]?.trials.count else { return }
    var trial = created.trial
    trial.id = trials.count
    trial.number = number
    for parameter in trial.parameters { note(parameter, study: created.study) }
    studies[created.study]?.trials.append(trial.id)
    trials.append(trial)
    owners.append(created.study)
    changes.append(trial.id)
  }

  private mutating func note(_ parameter: StudyTrial.Parameter, study: Int) {
    guard studies[study]?.distributions[parameter.name] == nil else { return }
    studies[study]?.distributions[parameter.name] = parameter.distribution
  }

  private mutating func set(_ parameter: StudyTrial.Parameter, of id: Int) {
    guard isOpen(id) else { return }
    let study = owners[id]
    if let first = studies[study]?.distributions[parameter.name] {
      guard first.agrees(with: parameter.distribution) else { return }
    } else {
      note(parameter, study: study)
    }
    trials[id].set(parameter)
    changes.append(id)
  }

  private mutating func set(_ change: JournalRecord.StateChange, of id: Int) {
    guard isOpen(id) else { return }
    // A waiting trial runs once, whoever else wants it.
    if change.state == .running, trials[id].state == .running { return }
    if change.state == .running { trials[id].startTime = change.time }
    if change.state.isFinished { trials[id].endTime = change.time }
    trials[id].state = change.state
    if let values = change.values { trials[id].values = values }
    changes.append(id)
  }
}
