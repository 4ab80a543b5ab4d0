import Basics
import Training

/// An outside program that takes part in a run.
public struct PluginOptions: Sendable, Equatable {
  /// What warnings call it.
  public var name: String
  /// What the shell is told to run.
  public var command: String
  /// The hooks that it is told of.
  public var hooks: Set<Hook>
  /// Seconds that it gets to end once its input is closed, and for an answer that is waited for.
  public var timeout: Double
  /// Whether training waits for an answer at the end of each epoch.
  public var isAwaited = false

  /// Describes a plugin.
  public init(
    name: String, command: String, hooks: Set<Hook> = Set(Hook.allCases), timeout: Double = 10
  ) {
    self.name = name
    self.command = command
    self.hooks = hooks
    self.timeout = timeout
  }

  /// The keys of `[Plugin:NAME]`.
  public static let keys: [Key<PluginOptions>] = [
    Key(
      "Plugin:NAME", "command", \.command, .text,
      "a program that the shell starts, in the working directory", whileResuming: .free,
      read: { $0.isEmpty ? nil : .text($0) }, write: { $0 == nil ? "" : String(configValue: $0) }),
    Key(
      "Plugin:NAME", "events", \.hooks,
      .word("all", or: .list(of: .choice(Hook.allCases.map { ChoiceOption($0.rawValue) }))),
      "the hooks that it is told of, a JSON object each", whileResuming: .free,
      read: { hooks in
        hooks.count == Hook.allCases.count
          ? .word("all") : .list(Hook.allCases.filter(hooks.contains).map { .word($0.rawValue) })
      },
      write: {
        $0 == .word("all")
          ? Set(Hook.allCases)
          : [String](configValue: $0).map { Set($0.compactMap(Hook.init(rawValue:))) }
      }),
    Key(
      "Plugin:NAME", "timeout", \.timeout, .real(.above(0)),
      "seconds that it gets to end after the last event, and for an answer with wait",
      whileResuming: .free),
    Key(
      "Plugin:NAME", "wait", \.isAwaited, .boolean,
      "hold training at each end_epoch until it has answered a line ({} will do)",
      whileResuming: .free),
  ]
}
