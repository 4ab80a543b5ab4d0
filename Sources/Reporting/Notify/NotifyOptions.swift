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
  public static let declaredKeys: [DeclaredKey] = [
    DeclaredKey(
      section: "Notify", name: "webhook", kind: .text,
      summary: "a URL that gets a JSON object by POST, or $NAME for the variable that holds it"),
    DeclaredKey(
      section: "Notify", name: "email", kind: .text,
      summary: "who gets an e-mail; credentials come from ROENTGEN_SMTP_USER and _PASSWORD"),
    DeclaredKey(
      section: "Notify", name: "email_from", kind: .text,
      summary: "who the e-mail is from; unset: the same"),
    DeclaredKey(
      section: "Notify", name: "smtp_url", kind: .text,
      summary: "the server that takes e-mails: smtp://host:port or smtps://host, or $NAME"),
    DeclaredKey(
      section: "Notify", name: "on",
      kind: .list(of: .choice(Occasion.allCases.map { ChoiceOption($0.rawValue) })),
      default: "completed, interrupted, failed", summary: "what is worth a message"),
  ]
}
