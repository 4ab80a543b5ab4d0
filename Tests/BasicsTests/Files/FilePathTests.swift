import Basics
import Testing

@Suite struct FilePathTests {
  @Test func partsAreJoined() {
    #expect(FilePath.join("a", "b", "c.png") == "a/b/c.png")
    #expect(FilePath.join("a/", "b") == "a/b")
    #expect(FilePath.join("", "b", "") == "b")
    #expect(FilePath.join("a", "/b") == "/b")
  }

  @Test(arguments: [
    ("a/b.png", "b.png", "a", "png", "b"), ("b.png", "b.png", ".", "png", "b"),
    ("/b", "b", "/", "", "b"), ("/", "/", "/", "", "/"), ("a/b/", "b", "a", "", "b"),
    ("a/.hidden", ".hidden", "a", "", ".hidden"), ("x/a.nii.gz", "a.nii.gz", "x", "gz", "a.nii"),
    ("", "", ".", "", ""), ("a//b", "b", "a", "", "b"),
  ]) func pathsAreTakenApart(
    path: String, name: String, parent: String, ending: String, stem: String
  ) {
    #expect(FilePath.basename(path) == name)
    #expect(FilePath.parent(path) == parent)
    #expect(FilePath.fileExtension(path) == ending)
    #expect(FilePath.stem(path) == stem)
  }

  @Test func absolutePathsAreResolvedAsText() {
    #expect(FilePath.absolute("b/../c/./d", from: "/a") == "/a/c/d")
    #expect(FilePath.absolute("/x//y/", from: "/a") == "/x/y")
    #expect(FilePath.absolute("../../..", from: "/a") == "/")
    #expect(FilePath.absolute("a") == FilePath.join(FileSystem.workingDirectory(), "a"))
  }
}
