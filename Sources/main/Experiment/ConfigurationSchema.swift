import Assembly
import Basics
import Config

extension Schema {
  /// Every key that the program understands, from the declarations of its modules.
  static let roentgen = Schema(
    sections: Recipe.sections + [
      DeclaredSection("Notify", summary: "who is told how a run goes"),
      DeclaredSection(
        "Plugin:NAME", summary: "an outside program that takes part in the run"),
      DeclaredSection("Hyperopt", summary: "the search for better settings"),
      DeclaredSection("Sweep", summary: "a search on which any number of agents work"),
      DeclaredSection(
        "Search",
        summary: "what is searched: any key of the sections above, with what its values are drawn "
          + "from",
        openLines: SearchDefaults.openLines),
    ],
    keys: Settings.keys.declarations(in: Settings()),
    ignoredKeys: [
      IgnoredKey(
        section: "Training", name: "pin_memory",
        reason: "images are decoded by threads of this process, into memory that needs no pinning")
    ])
}
