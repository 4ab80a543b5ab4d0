import Basics

/// One line of a journal: an operation on studies and trials, in Optuna's numbering.
enum JournalRecord {
  /// 0: begins a study. The directions are 1 (minimise) or 2 (maximise), one for each objective.
  case createStudy(name: String, directions: [Int])
  /// 1: removes a study.
  case deleteStudy(study: Int)
  /// 2, 3: sets an attribute of a study.
  case studyAttribute(study: Int, AttributeOwner, key: String, value: JSONValue)
  /// 4: begins a trial.
  case createTrial(CreatedTrial)
  /// 5: gives a trial a parameter.
  case parameter(trial: Int, StudyTrial.Parameter)
  /// 6: changes a trial's state.
  case state(trial: Int, StateChange)
  /// 7: reports a value on the way.
  case intermediateValue(trial: Int, step: Int, value: Double)
  /// 8, 9: sets an attribute of a trial.
  case trialAttribute(trial: Int, AttributeOwner, key: String, value: JSONValue)
  /// 10: has no effect, as in Optuna.
  case discardTrials

  /// Whose an attribute is.
  enum AttributeOwner {
    case user
    case system
  }

  /// The fields of operation 4.
  struct CreatedTrial {
    var study: Int
    var trial: StudyTrial
  }

  /// The fields of operation 6.
  struct StateChange {
    var state: TrialState
    var values: [Double]?
    var time: Double?
  }
}
