import Basics
import Testing

/// Files of the repository that the program generates are what it generates.
@Suite struct GeneratedFilesTests {
  @Test(arguments: ["config/config.ini", "docs/configuration.md"])
  func theyAreUpToDate(name: String) throws {
    let work = try Workspace()
    let outcome = try work.run("--mode", "docs")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let repository = FilePath.parent(FilePath.parent(FilePath.parent(#filePath)))
    let committed = try FileSystem.readText(FilePath.join(repository, name))
    let isSame = try committed == work.text(name)
    #expect(isSame, "\(name) is out of date: run main --mode docs in the repository")
  }
}
