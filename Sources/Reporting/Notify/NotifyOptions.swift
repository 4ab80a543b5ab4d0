import Basics

/// Who is told how a run goes.
public struct NotifyOptions: Sendable, Equatable {
  /// What is worth a message.
  public enum Occasion: String, Sendable, CaseIterable {
    /// A session begins.
    case started
    /// Each epoch.
    case epoch
    /// An epoch is the best so far.
    case best
    /// The run is complete.
    case completed
    /// The run was interrupted and saved.
    case interrupted
    /// The run failed.
    case failed
  }

  /// A URL that takes a JSON object by POST, or `$NAME` for the variable that holds it; nil for none.
  public var webhook: String?
  /// Who gets an e-mail; nil for nobody.
  public var email: String?
  /// Who it is from; nil: the one who gets it.
  public var sender: String?
  /// The server that takes e-mails, `smtp://host:port` or `smtps://host`, or `$NAME`.
  public var server: String?
  /// What is worth a message.
  public var occasions: Set<Occasion> = [.completed, .interrupted, .failed]

  /// Tells nobody.
  public init() {}

  /// Whether anybody is told.
  public var isUsed: Bool { webhook != nil || email != nil }

  /// The keys of `[Notify]`.
  public static let keys: [Key<NotifyOptions>] = [
    Key(
      "Notify", "webhook", \.webhook, none: nil, .text,
      "a URL that gets a JSON object by POST, or $NAME for the variable that holds it",
      whileResuming: .free),
    Key(
      "Notify", "email", \.email, none: nil, .text,
      "who gets an e-mail; credentials come from ROENTGEN_SMTP_USER and _PASSWORD",
      whileResuming: .free),
    Key(
      "Notify", "email_from", \.sender, none: nil, .text, "who the e-mail is from; unset: the same",
      whileResuming: .free),
    Key(
      "Notify", "smtp_url", \.server, none: nil, .text,
      "the server that takes e-mails: smtp://host:port or smtps://host, or $NAME",
      whileResuming: .free),
    Key(
      "Notify", "on", \.occasions,
      .list(of: .choice(Occasion.allCases.map { ChoiceOption($0.rawValue) })),
      "what is worth a message", whileResuming: .free,
      read: { occasions in
        .list(Occasion.allCases.filter(occasions.contains).map { .word($0.rawValue) })
      }, write: { [String](configValue: $0).map { Set($0.compactMap(Occasion.init(rawValue:))) } }),
  ]
}
