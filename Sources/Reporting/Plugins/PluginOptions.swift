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
  public static let declaredKeys: [DeclaredKey] = [
    DeclaredKey(
      section: "Plugin:NAME", name: "command", kind: .text,
      summary: "a program that the shell starts, in the working directory"),
    DeclaredKey(
      section: "Plugin:NAME", name: "events",
      kind: .word("all", or: .list(of: .choice(Hook.allCases.map { ChoiceOption($0.rawValue) }))),
      default: "all", summary: "the hooks that it is told of, a JSON object each"),
    DeclaredKey(
      section: "Plugin:NAME", name: "timeout", kind: .real(.above(0)), default: "10",
      summary: "seconds that it gets to end after the last event, and for an answer with wait"),
    DeclaredKey(
      section: "Plugin:NAME", name: "wait", kind: .boolean, default: "false",
      summary: "hold training at each end_epoch until it has answered a line ({} will do)"),
  ]
}
