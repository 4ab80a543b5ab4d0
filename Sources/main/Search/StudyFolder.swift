import Assembly
import Basics
import Config
import Training

/// Where a study's files lie: `models/hyperopt/NAME`.
struct StudyFolder {
  let path: String
  /// `models/hyperopt`.
  let parent: String

  /// - Throws: for a name that is no name of a folder.
  init(named name: String, option: String, _ configuration: Configuration) throws(SearchError) {
    let isLegal = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_. ".unicodeScalars.contains($0)
    }
    guard isLegal, let first = name.first, first != ".", first != " ", name.last != " " else {
      throw .badName(option: option, name: name)
    }
    parent = FilePath.join(configuration.settings.recipe.output.models, "hyperopt")
    path = FilePath.join(parent, name)
  }

  var journal: String { FilePath.join(path, "study.journal") }
  var table: String { FilePath.join(path, "trials.csv") }
  var sweep: String { FilePath.join(path, "sweep.ini") }
  var best: String { FilePath.join(parent, "best_params.json") }
  var ownBest: String { FilePath.join(path, "best_params.json") }

  var images: String { FilePath.join(path, "images.cache") }

  func trial(_ number: Int) -> TrialFolder {
    TrialFolder(path: FilePath.join(path, "trials", "\(number)"))
  }
}

/// Where a trial's files lie: `models/hyperopt/NAME/trials/N`, with `models` and `logs` as any run.
struct TrialFolder {
  let path: String

  var configuration: String { FilePath.join(path, "config.ini") }
  var models: String { FilePath.join(path, "models") }
  var logs: String { FilePath.join(path, "logs") }
  var errors: String { FilePath.join(path, "errors.log") }
  var lock: String { FilePath.join(logs, ".lock") }
  var record: String { FilePath.join(logs, "run.json") }
}
