import Basics

/// Where W&B would keep a run.
public struct WandBOptions: Sendable, Hashable {
  /// The project; empty: no files are written for W&B.
  public var project = ""
  /// The user or team; nil: whoever uploads the run.
  public var entity: String?
  /// What runs are gathered by, such as a search; nil for none.
  public var group: String?
  /// What the run is called; nil: by the name that it has here.
  public var name: String?

  /// Creates options for runs of a project.
  public init(project: String = "") { self.project = project }

  /// Whether files are written for W&B.
  public var isUsed: Bool { !project.isEmpty }

  /// The keys of `[Logging]` for it.
  public static let keys: [Key<WandBOptions>] = [
    Key(
      "Logging", "wandb_project", \.project, .text,
      "write a run for `wandb sync` to wandb/offline-run-*, for this project",
      aliases: [KeyAlias(section: nil, name: "wandb_project")], whileResuming: .free,
      read: { $0.isEmpty ? nil : .text($0) },
      write: { $0 == nil ? "" : String(configValue: $0) }),
    key("entity", \.entity, "the user or team that the project belongs to"),
    key("group", \.group, "what W&B gathers runs by; unset: in a search, the study's name"),
    key("name", \.name, "what W&B calls the run; unset: as here, in a search by study and trial"),
  ]

  private static func key(
    _ name: String, _ path: WritableKeyPath<WandBOptions, String?>, _ summary: String
  ) -> Key<WandBOptions> {
    Key(
      "Logging", "wandb_\(name)", path, none: nil, .text, summary,
      aliases: [KeyAlias(section: nil, name: "wandb_\(name)")], whileResuming: .free)
  }
}
