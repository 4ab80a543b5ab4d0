import Basics
import Training

/// Sends messages on how a run goes, through the program `curl`, without ever waiting for it while training.
///
/// Addresses and credentials are handed to it on its standard input, where no list of processes shows them.
public struct Notifier: Callback {
  /// What warnings and checkpoints call it.
  public let name = "notification"
  private let options: NotifyOptions
  private let environment: [String: String]
  private var curl: String?
  private var underWay: [ChildProcess] = []

  /// Seconds that a message may take.
  private static let timeLimit = 15

  /// Prepares messages.
  ///
  /// - Parameters:
  ///   - options: Who is told what.
  ///   - environment: Where `curl` is looked for, and where credentials come from.
  public init(_ options: NotifyOptions, environment: [String: String]) {
    self.options = options
    self.environment = environment
  }

  public mutating func handle(_ hook: Hook, _ context: inout CallbackContext) throws {
    switch hook {
    case .trainingSessionStarted:
      curl = try Self.findCurl(environment)
      try notify(.started, context)
    case .epochEnded:
      try notify(.epoch, context)
      if context.isBest { try notify(.best, context) }
    case .trainingSessionEnded:
      let occasion: NotifyOptions.Occasion =
        switch context.ending?.status {
        case .failed?: .failed
        case .interrupted?: .interrupted
        default: .completed
        }
      try notify(occasion, context)
      let clock = Stopwatch()
      while !underWay.isEmpty, clock.seconds < Double(Self.timeLimit) + 2 {
        collect(&context)
        Pause.milliseconds(5)
      }
    default: break
    }
    collect(&context)
  }

  private mutating func notify(
    _ occasion: NotifyOptions.Occasion, _ context: CallbackContext
  ) throws {
    guard let curl, options.occasions.contains(occasion) else { return }
    let notification = Notification(occasion, context)
    for settings in try requests(for: notification) {
      let child = try ChildProcess(
        curl, ["--config", "-"], environment: environment, errors: "/dev/null", takesInput: true)
      // Far less than a pipe holds: it is written at once.
      child.send(settings.text)
      child.closeInput()
      underWay.append(child)
    }
  }

  private func requests(for notification: Notification) throws -> [CurlSettings] {
    var requests: [CurlSettings] = []
    if let webhook = options.webhook {
      var settings = CurlSettings(url: try resolved(webhook), timeLimit: Self.timeLimit)
      settings.add("header", "Content-Type: application/json")
      settings.add("data-binary", notification.json.text())
      requests.append(settings)
    }
    if let email = options.email, let server = options.server {
      var settings = CurlSettings(url: try resolved(server), timeLimit: Self.timeLimit)
      settings.add("mail-from", options.sender ?? email)
      settings.add("mail-rcpt", email)
      settings.add("header", "From: \(options.sender ?? email)")
      settings.add("header", "To: \(email)")
      settings.add("header", "Subject: \(notification.subject)")
      settings.add("form-string", "=\(notification.text)\n")
      if let user = environment["ROENTGEN_SMTP_USER"] {
        settings.add("user", "\(user):\(environment["ROENTGEN_SMTP_PASSWORD"] ?? "")")
        // Credentials go over an encrypted connection or not at all.
        settings.add("ssl-reqd")
      }
      requests.append(settings)
    }
    return requests
  }

  /// An address, or what the variable that it names holds.
  private func resolved(_ address: String) throws -> String {
    guard address.hasPrefix("$") else { return address }
    guard let value = environment[String(address.dropFirst())], !value.isEmpty else {
      throw NotifyError.unsetVariable(address)
    }
    return value
  }

  /// Takes note of messages that are sent, and complains about those that are not.
  private mutating func collect(_ context: inout CallbackContext) {
    for child in underWay {
      guard let end = child.collect() else { continue }
      underWay.removeAll { $0 === child }
      guard end != .exited(0) else { continue }
      let words = child.readLines().last { !$0.isEmpty } ?? "curl \(end.text)"
      context.warn("a message was not sent: \(words)")
    }
  }

  private static func findCurl(_ environment: [String: String]) throws -> String {
    let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    let paths = folders.map { FilePath.join(String($0), "curl") }
    guard let path = paths.first(where: FileSystem.isExecutable) else {
      throw NotifyError.noCurl
    }
    return path
  }
}

/// Why nobody can be told.
enum NotifyError: Error, CustomStringConvertible {
  case noCurl
  case unsetVariable(String)

  var description: String {
    switch self {
    case .noCurl: "there is no program curl on PATH: no message will be sent"
    case .unsetVariable(let name): "the variable \(name) is not set: no message was sent"
    }
  }
}
