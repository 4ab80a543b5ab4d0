/// A command line that cannot be understood.
enum UsageError: Error, Equatable {
  case unknownOption(String, nearest: String?)
  case unknownMode(String, nearest: String?)
  case missingMode
  case missingOption(String, mode: Mode)
  case missingValue(option: String, placeholder: String)
  case unexpectedValue(option: String, String)
  case unexpectedWord(String)
  case repeatedOption(String)
  case notForMode(option: String, mode: Mode)
  case badValue(option: String, value: String, expected: String)
}

extension UsageError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unknownOption(let name, let nearest):
      "unknown option \(name)\(suggestion(nearest)); see --help"
    case .unknownMode(let name, let nearest):
      "unknown mode \"\(name)\"\(suggestion(nearest)); "
        + "modes: \(Mode.allCases.map(\.rawValue).joined(separator: ", "))"
    case .missingMode:
      "nothing to do: give --mode MODE; see --help"
    case .missingOption(let option, let mode):
      "--mode \(mode.rawValue) needs \(option); see --mode \(mode.rawValue) --help"
    case .missingValue(let option, let placeholder):
      "\(option) needs a value: \(option) \(placeholder)"
    case .unexpectedValue(let option, let value):
      "\(option) takes no value, got \"\(value)\""
    case .unexpectedWord(let word):
      "unexpected \"\(word)\"; options begin with --, see --help"
    case .repeatedOption(let option):
      "\(option) is given twice"
    case .notForMode(let option, let mode):
      "\(option) does not belong to --mode \(mode.rawValue); see --mode \(mode.rawValue) --help"
    case .badValue(let option, let value, let expected):
      "\(option) \(value): expected \(expected)"
    }
  }

  private func suggestion(_ nearest: String?) -> String {
    nearest.map { ", did you mean \($0)?" } ?? ""
  }
}
