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
    let look = ["--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)"]
    return try ["--screenshot=\(picture)", "--dump-dom"].map {
      try run(look + ["--window-size=1000,1400", $0], page, folder)
    }.joined()
  }

  /// What of a page does not fit on a sheet of paper of the width of A4 between margins of 16 mm.
  ///
  /// - Returns: the elements that reach beyond it, or hide a part of what they hold; empty: nothing is cut off.
  public static func cutOff(_ page: String, folder: String) throws -> String {
    let script = """
      <script>
      const width = document.documentElement.clientWidth;
      const cut = [...document.querySelectorAll('body *')].filter(e =>
        e.getBoundingClientRect().right > width + 1
        || (e instanceof HTMLElement && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1));
      document.body.setAttribute('data-cut', '[' + cut.map(e => e.tagName).join(' ') + ']');
      </script></body>
      """
    let copy = FilePath.join(folder, "paper.html")
    try AtomicFile.write(
      FileSystem.readText(page).replacing("@media print", with: "@media all")
        .replacing("</body>", with: script), to: copy)
    // 178 mm at 96 pixels an inch.
    let text = try run(["--window-size=673,1000", "--dump-dom"], copy, folder)
    guard let start = text.firstRange(of: "data-cut=\"[") else { return "no answer" }
    return String(text[start.upperBound...].prefix { $0 != "]" })
  }

  private static func run(_ words: [String], _ page: String, _ folder: String) throws -> String {
    guard let path else { return "" }
    let program = try ChildProcess(
      path,
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--user-data-dir=\(folder)", "--host-resolver-rules=MAP * ~NOTFOUND",
      ] + words + ["file://\(FilePath.absolute(page))"],
      environment: ["HOME": folder, "PATH": "/usr/bin:/bin"],
      errors: FilePath.join(folder, "errors.log"))
    var text = ""
    while program.isOutputOpen || program.collect() == nil {
      ChildProcess.wait(for: [program], seconds: 0.1)
      text += program.readLines().map { $0 + "\n" }.joined()
    }
    return text
  }
}
