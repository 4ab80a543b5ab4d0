import Basics
import Config
import Hyperopt

extension Configuration {
  /// The section `Hyperopt` as a plain struct.
  var studyOptions: StudyOptions {
    var options = StudyOptions()
    fill(&options, KeySet(StudyOptions.keys))
    return options
  }

  /// Whether a property of it was given, rather than left at its default.
  func isGiven(_ path: PartialKeyPath<StudyOptions>) -> Bool {
    origin(of: path, KeySet(StudyOptions.keys)) != .declaration
  }
}
