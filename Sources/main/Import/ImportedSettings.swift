import Basics
import Config

/// Settings of another program on their way into this one's: what fits, and what is left over.
struct ImportedSettings {
  /// What could not be carried over, and why.
  struct LeftOver: Equatable {
    let name: String
    let reason: String
  }

  /// Where the settings were found, for messages.
  let source: String
  private(set) var assignments: [Assignment] = []
  private(set) var leftOver: [LeftOver] = []

  init(source: String) {
    self.source = source
  }

  /// Carries a setting over; one that this program does not take is left over.
  ///
  /// - Parameters:
  ///   - name: What the other program calls it.
  ///   - target: `Section.key` here.
  ///   - value: As an INI file has it.
  mutating func carry(_ name: String, to target: String, _ value: String) {
    guard let dot = target.firstIndex(of: ".") else {
      preconditionFailure("\(target) is no key of a section")
    }
    let assignment = Assignment(
      section: String(target[..<dot]), key: String(target[target.index(after: dot)...]),
      value: value, origin: .option("\(source): \(name)"))
    do throws(ConfigError) {
      let alone = try Schema.roentgen.resolve([ConfigLayer([assignment])])
      guard alone.notices.isEmpty else {
        return leave(name, alone.notices.map(\.key.reason).joined(separator: "; "))
      }
      assignments.removeAll { $0.section == assignment.section && $0.key == assignment.key }
      assignments.append(assignment)
    } catch {
      // Where it was found is said in front already.
      let prefix = "\(assignment.origin): "
      leave(
        name,
        error.problems.map(\.description)
          .map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
          .joined(separator: "; "))
    }
  }

  /// Notes a setting that has no place here.
  mutating func leave(_ name: String, _ reason: String) {
    leftOver.append(LeftOver(name: name, reason: reason))
  }

  /// The settings as a layer over the defaults.
  var layer: ConfigLayer { ConfigLayer(assignments) }

  /// One line for each setting that was left over.
  var remarks: [String] { leftOver.map { "\($0.name) is not carried over: \($0.reason)" } }

  /// The sections that have settings, in the order of the schema; those with names of their own each by itself.
  private var sectionNames: [String] {
    var names: [String] = []
    for declared in Schema.roentgen.sections.map(\.name) {
      let kind = declared.hasSuffix(":NAME") ? declared.dropLast("NAME".count) : nil
      for section in assignments.compactMap(\.section) where !names.contains(section) {
        if section == declared || kind.map(section.hasPrefix) == true { names.append(section) }
      }
    }
    return names
  }

  /// The settings as an INI file, with what is left over as comments.
  func text(missing: [String]) -> String {
    var lines = ["; Made from \(source) by --mode init --from."]
    lines += remarks.map { "; \($0)" }
    lines += missing.map { "; \($0)" }
    for section in sectionNames {
      let own = assignments.filter { $0.section == section }
      guard !own.isEmpty else { continue }
      lines += ["", "[\(section)]"]
      lines += own.map { $0.value.isEmpty ? "\($0.key) =" : "\($0.key) = \($0.value)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
