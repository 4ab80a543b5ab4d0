import Basics
import Glibc

/// A browser of the Chromium family without a window, where one is installed.
public enum HeadlessBrowser {
  /// The program; nil where there is none.
  public static let path: String? = {
    let folders = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    return folders.lazy.flatMap { folder in names.map { "\(folder)/\($0)" } }
      .first(where: FileSystem.isExecutable)
  }()

  /// Takes a picture of a page, with all of the network out of reach.
  ///
  /// - Parameters:
  ///   - page: the file.
  ///   - picture: the PNG file to write.
  ///   - isDark: whether the reader prefers dark pages.
  ///   - folder: an empty folder for the browser's own files.
  /// - Returns: the page as the browser understood it.
  public static func open(
    _ page: String, picture: String, isDark: Bool, folder: String
  ) throws -> String {
    guard let path else { return "" }
    let common = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
      "--user-data-dir=\(folder)", "--host-resolver-rules=MAP * ~NOTFOUND",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--window-size=1000,1400",
    ]
    var text = ""
    for action in ["--screenshot=\(picture)", "--dump-dom"] {
      let program = try ChildProcess(
        path, common + [action, "file://\(FilePath.absolute(page))"],
        environment: ["HOME": folder, "PATH": "/usr/bin:/bin"],
        errors: FilePath.join(folder, "errors.log"))
      while program.isOutputOpen || program.collect() == nil {
        ChildProcess.wait(for: [program], seconds: 0.1)
        text += program.readLines().map { $0 + "\n" }.joined()
      }
    }
    return text
  }
}
