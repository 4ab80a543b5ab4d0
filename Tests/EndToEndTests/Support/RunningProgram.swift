import Basics
import Foundation
import Glibc

/// The built program, at work in a folder.
struct RunningProgram {
  private let process = Process()
  private let output: String
  private let errors: String

  /// The program, beside the tests themselves.
  private static let executable = path(of: "main")

  /// A built program, beside the tests themselves.
  static func path(of name: String) -> String {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return FilePath.join(FilePath.parent(own ?? ""), name)
  }

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - name: Which program.
  ///   - script: A shell script to start instead, in a process group of its own, with the program's path as `$0`.
  ///   - arguments: What follows its name.
  ///   - folder: Its working directory.
  ///   - streams: Where its standard streams are kept.
  ///   - environment: What is added to the tests' own environment.
  init(
    program name: String = "main", script: String? = nil, _ arguments: [String],
    in folder: String, streams: String,
    environment: [String: String]
  ) throws {
    output = streams + ".out"
    errors = streams + ".err"
    for path in [output, errors] {
      try AtomicFile.write("", to: path)
    }
    if let script {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
      let text = try FileSystem.readText(FilePath.join(folder, script))
      process.arguments = ["-w", "sh", "-c", text, Self.executable] + arguments
    } else {
      process.executableURL = URL(fileURLWithPath: Self.path(of: name))
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    var variables = ProcessInfo.processInfo.environment
    variables["ROENTGEN_CONFIG"] = nil
    process.environment = variables.merging(environment) { $1 }
    try process.run()
  }

  /// Whether it has not ended yet.
  var isRunning: Bool { process.isRunning }

  /// Sends it a signal.
  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  /// Ends it and all that it started: a script in a group of its own.
  func killGroup() {
    // `setsid -w` waits in this group; the script leads another one.
    let children = "/proc/\(process.processIdentifier)/task/\(process.processIdentifier)/children"
    let text = (try? FileSystem.readText(children)) ?? ""
    for child in text.split(separator: " ").compactMap({ Int32($0) }) { kill(-child, SIGKILL) }
    kill(process.processIdentifier, SIGKILL)
  }

  /// Waits for its end.
  func wait() throws -> Outcome {
    process.waitUntilExit()
    let status = Int(process.terminationStatus)
    return Outcome(
      status: process.terminationReason == .exit ? status : -status,
      output: try FileSystem.readText(output), errors: try FileSystem.readText(errors))
  }
}
