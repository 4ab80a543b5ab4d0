extension TrialState {
  /// The number by which Optuna writes the state.
  var optunaNumber: Int {
    switch self {
    case .running: 0
    case .complete: 1
    case .pruned: 2
    case .failed: 3
    case .waiting: 4
    }
  }

  init?(optunaNumber number: Int) {
    switch number {
    case 0: self = .running
    case 1: self = .complete
    case 2: self = .pruned
    case 3: self = .failed
    case 4: self = .waiting
    default: return nil
    }
  }
}

extension StudyDirection {
  /// The number by which Optuna writes the direction.
  var optunaNumber: Int { self == .minimize ? 1 : 2 }

  init?(optunaNumber number: Int) {
    switch number {
    case 1: self = .minimize
    case 2: self = .maximize
    default: return nil
    }
  }
}
