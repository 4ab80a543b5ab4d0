import Basics

/// Where W&B would keep a run.
public struct WandBOptions: Sendable, Equatable {
  /// The project.
  public var project: String
  /// The user or team; nil: whoever uploads the run.
  public var entity: String?
  /// What runs are gathered by, such as a search; nil for none.
  public var group: String?
  /// What the run is called; nil: by the name that it has here.
  public var name: String?

  /// Creates options for runs of a project.
  public init(project: String) { self.project = project }

  /// The keys of `[Logging]` for it.
  public static let declaredKeys: [DeclaredKey] = [
    key("project", "write a run for `wandb sync` to wandb/offline-run-*, for this project"),
    key("entity", "the user or team that the project belongs to"),
    key("group", "what W&B gathers runs by; unset: in a search, the study's name"),
    key("name", "what W&B calls the run; unset: as here, in a search by study and trial"),
  ]

  private static func key(_ name: String, _ summary: String) -> DeclaredKey {
    DeclaredKey(
      section: "Logging", name: "wandb_\(name)", kind: .text, summary: summary,
      aliases: [KeyAlias(section: nil, name: "wandb_\(name)")])
  }
}
