import Basics

/// Why a study file cannot be used.
public enum StudyError: Error, Equatable, Sendable {
  /// The file system refuses.
  case file(FileError)
  /// A line, from 1, is no record of a study.
  case damaged(path: String, line: Int, reason: String)
  /// A line is longer than any record.
  case lineTooLong(path: String, line: Int, limit: Int)
  /// The file became shorter than what was read of it.
  case cutShort(path: String)
  /// There is no study of that name in the file.
  case noSuchStudy(path: String, name: String, known: [String])
  /// The file holds several studies and none was named.
  case ambiguous(path: String, known: [String])
  /// The study has several objectives.
  case severalObjectives(path: String, name: String)
  /// The study goes in the other direction.
  case otherDirection(path: String, name: String, found: StudyDirection)
  /// The study is of another metric.
  case otherMetric(path: String, name: String, found: String, wanted: String)
  /// A parameter has another kind of distribution in the study.
  case otherDistribution(parameter: String, found: Distribution, wanted: Distribution)
  /// There is no trial of that number.
  case noSuchTrial(path: String, number: Int, count: Int)
  /// The trial has ended already.
  case hasEnded(trial: Int, state: TrialState)
  /// Another process took the lock by force, because it was held for too long.
  case lockLost(path: String)
}

extension StudyError: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .damaged(let path, let line, let reason):
      "\(path):\(line): this is no record of a study: \(reason)"
    case .lineTooLong(let path, let line, let limit):
      "\(path):\(line): the line is longer than \(limit) bytes"
    case .cutShort(let path):
      "\(path) was cut short by somebody while it was in use"
    case .noSuchStudy(let path, let name, let known):
      known.isEmpty
        ? "\(path) holds no study yet"
        : "\(path) holds no study \(name), but \(known.joined(separator: ", "))"
    case .ambiguous(let path, let known):
      "\(path) holds several studies (\(known.joined(separator: ", "))); give --study-name"
    case .severalObjectives(let path, let name):
      "\(path): the study \(name) has several objectives; only studies of one are searched here"
    case .otherDirection(let path, let name, let found):
      "\(path): the study \(name) is there already, and its direction is \(found.rawValue)"
    case .otherMetric(let path, let name, let found, let wanted):
      "\(path): the study \(name) is of \(found), not of \(wanted); use another study"
    case .otherDistribution(let parameter, let found, let wanted):
      "the study has \(parameter) as \(found), which cannot become \(wanted); use another study"
    case .noSuchTrial(let path, let number, let count):
      "\(path) has no trial \(number)"
        + (count > 0 ? "; there are 0 to \(count - 1)" : "; it has none yet")
    case .hasEnded(let trial, let state):
      "trial \(trial) has ended already: \(state.rawValue)"
    case .lockLost(let path):
      "\(path) was held locked for too long, and somebody took the lock by force"
    }
  }
}
