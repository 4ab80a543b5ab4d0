import Basics
import TestSupport
import Testing
import Training

@Suite struct SplitsTests {
  private func counts(_ dataset: MemoryDataset, _ indices: [Int]) -> [Int] {
    (0..<3).map { label in indices.count { dataset.samples[$0].labels == [Int32(label)] } }
  }

  private func make(
    _ dataset: any ImageDataset, val: Double = 0.15, test: Double = 0.15, seed: UInt64 = 42
  ) throws(DataError) -> Splits {
    try Splits.make(for: dataset, val: val, test: test, seed: seed)
  }

  @Test func sharesAreExactInEveryClass() throws {
    let dataset = MemoryDataset(labels: (0..<200).map { $0 % 10 < 6 ? 0 : $0 % 10 < 9 ? 1 : 2 })
    let splits = try make(dataset)
    #expect(counts(dataset, splits.test) == [18, 9, 3])
    #expect(counts(dataset, splits.val) == [18, 9, 3])
    #expect((splits.train + splits.val + splits.test).sorted() == Array(0..<200))
  }

  @Test(arguments: [(10, 2, 2), (7, 1, 1), (3, 1, 1), (2, 0, 1), (1, 0, 0), (101, 15, 15)])
  func sizesAreRoundedAndNoWantedSplitIsEmptyWithoutNeed(
    count: Int, val: Int, test: Int
  ) throws {
    let splits = try make(MemoryDataset(labels: Array(repeating: 0, count: count)))
    #expect(splits.val.count == val && splits.test.count == test)
    #expect(splits.train.count == count - val - test)
  }

  @Test func theSeedDecidesAndNothingElse() throws {
    let dataset = MemoryDataset(labels: (0..<90).map { $0 % 3 })
    #expect(try make(dataset) == make(dataset))
    #expect(try make(dataset, seed: 1).test != make(dataset, seed: 2).test)
  }

  @Test func aGroupNeverStraddlesAndSizesComeClose() throws {
    // Patients of 1 to 7 images, as in hospitals; classes differ between patients.
    var labels: [Int] = []
    var groups: [String?] = []
    for patient in 0..<120 {
      for image in 0..<(1 + patient * patient % 7) {
        labels.append((patient + image / 3) % 3)
        groups.append("p\(patient)")
      }
    }
    let dataset = MemoryDataset(labels: labels, groups: groups)
    let splits = try make(dataset)
    var places: [String: Set<Split>] = [:]
    for split in Split.allCases {
      for index in splits[split] { places[groups[index] ?? "", default: []].insert(split) }
    }
    #expect(places.values.allSatisfy { $0.count == 1 })
    let wanted = (Double(labels.count) * 0.15).rounded()
    #expect(splits.val.count == Int(wanted) && splits.test.count == Int(wanted))
    let share = counts(dataset, Array(labels.indices)).map { Double($0) * 0.15 }
    for (count, share) in zip(counts(dataset, splits.test), share) {
      #expect(abs(Double(count) - share) <= 2)
    }
  }

  @Test func zonesAreStratifiedByWhatIsUnknownAndBySeverity() throws {
    var dataset = MemoryDataset(labels: [])
    dataset.task = .zones(zones: ["l", "r"], classes: ["0", "1", "2", "3", "?"], unknownClass: 4)
    // 100 healthy, 60 severe, 40 with an unknown right zone.
    let truths: [[Int32]] =
      Array(repeating: [0, 0], count: 100) + Array(repeating: [3, 3], count: 60)
      + Array(repeating: [0, 4], count: 40)
    dataset.samples = truths.enumerated().map { Sample(id: "\($0)", labels: $1) }
    let splits = try make(dataset, val: 0.1, test: 0.2)
    func tally(_ indices: [Int]) -> [Int] {
      [[0, 0], [3, 3], [0, 4]].map { truth in indices.count { truths[$0] == truth } }
    }
    #expect(tally(splits.test) == [20, 12, 8])
    #expect(tally(splits.val) == [10, 6, 4])
  }

  @Test func rareLabelsOfMultilabelDataReachEverySplit() throws {
    var dataset = MemoryDataset(labels: [])
    dataset.task = .multilabel(labels: ["common", "rare"])
    dataset.samples = (0..<100).map {
      Sample(id: "\($0)", targets: [$0 % 2 == 0 ? 1 : 0, $0 % 10 == 0 ? 1 : 0])
    }
    let splits = try make(dataset, val: 0.2, test: 0.2)
    for (split, expected) in [(splits.val, 2), (splits.test, 2), (splits.train, 6)] {
      #expect(split.count { dataset.samples[$0].targets[1] == 1 } == expected)
    }
  }

  @Test func validationIsTakenFromTrainWhereTheDataHaveATestSplit() throws {
    var dataset = MemoryDataset(labels: (0..<60).map { $0 % 3 })
    dataset.presetSplits = PresetSplits(train: Array(0..<40), test: Array(40..<60))
    let splits = try make(dataset, val: 0.25)
    #expect(splits.test == Array(40..<60))
    #expect(splits.val.count == 10 && splits.train.count == 30)
    #expect((splits.train + splits.val).sorted() == Array(0..<40))
  }

  @Test func validationThatIsGivenStaysAndIsNoTest() throws {
    var dataset = MemoryDataset(labels: (0..<60).map { $0 % 3 })
    dataset.presetSplits = PresetSplits(train: Array(0..<40), val: Array(40..<60))
    let splits = try make(dataset)
    #expect(splits.train == Array(0..<40) && splits.val == Array(40..<60))
    #expect(splits.test.isEmpty)
    #expect(splits.notices.contains { $0.contains("no test split") })
  }

  @Test func classesThatASplitLacksAreNamed() throws {
    var dataset = MemoryDataset(labels: [0, 1, 2, 0, 1, 0])
    dataset.presetSplits = PresetSplits(train: [0, 1, 2], val: [3, 4], test: [5])
    #expect(
      try make(dataset).notices == [
        "the val split has no sample of c", "the test split has no sample of b, c",
      ])
  }

  @Test func nothingToTrainOnIsAnError() {
    #expect(
      DataFixture.message { _ = try make(MemoryDataset(labels: [])) }
        == "the data set is empty: there is no sample")
    #expect(
      DataFixture.message { _ = try make(MemoryDataset(labels: [0, 1]), val: 0.5, test: 0.5) }
        == "Data.val_split 0.5 and Data.test_split 0.5 leave nothing to train on")
  }
}

@Suite struct SplitsFileTests {
  private let folder = TemporaryDirectory()
  private let dataset = MemoryDataset(labels: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0])

  private func read(_ text: String) -> String {
    let path = folder.file("splits.json")
    return DataFixture.message {
      try AtomicFile.write(text, to: path)
      _ = try Splits(contentsOf: path, for: dataset)
    }.replacing(folder.path + "/", with: "")
  }

  @Test func writtenSplitsAreReadBack() throws {
    let splits = try Splits.make(for: dataset, val: 0.2, test: 0.2, seed: 7)
    try splits.write(to: folder.file("splits.json"), samples: dataset.samples)
    #expect(try Splits(contentsOf: folder.file("splits.json"), for: dataset) == splits)
  }

  @Test func splitsThatDoNotFitTheDataAreRefused() {
    let all = (0..<10).map { "\"s\($0)\"" }.joined(separator: ",")
    #expect(
      read(#"{"train":["# + all + #","x"],"val":[],"test":[]}"#)
        == "splits.json: the data set does not have the id \"x\"")
    #expect(
      read(#"{"train":["s0","s1"],"val":["s2"],"test":[]}"#)
        == "splits.json: no split has 7 ids (s3, s4, s5, s6, s7, ...) of the data set; "
        + "add them to a split or to Data.exclude_ids")
    #expect(
      read(#"{"train":["# + all + #"],"val":["s1"],"test":[]}"#)
        == "splits.json: the id \"s1\" stands in train and in val")
    #expect(
      read(#"{"train":["# + all + #"],"val":[]}"#)
        == "splits.json: not a valid splits file: found no list named test, "
        + "expected an object with the lists train, val and test")
    #expect(read("{").contains("splits.json: not a valid JSON file: found line 1"))
    #expect(
      read(#"{"train":[],"val":["# + all + #"],"test":[]}"#)
        == "splits.json: the data set is empty: the list train has no sample")
  }

  @Test func whatWasRemovedStaysRemovedWhenReadBack() throws {
    let splits = try Splits.make(for: dataset, val: 0.2, test: 0.2, seed: 7).removing([0, 5])
    try splits.write(to: folder.file("splits.json"), samples: dataset.samples)
    let back = try Splits(contentsOf: folder.file("splits.json"), for: dataset)
    for split in Split.allCases { #expect(back[split] == splits[split]) }
  }

  @Test func idsThatWereLeftOutMayStandInTheFile() throws {
    var dataset = dataset
    dataset.skipped = [SkippedSample(id: "gone", reason: "no image")]
    let all = (0..<10).map { "\"s\($0)\"" }.joined(separator: ",")
    let path = folder.file("splits.json")
    try AtomicFile.write(#"{"train":["# + all + #","gone"],"val":[],"test":[]}"#, to: path)
    #expect(try Splits(contentsOf: path, for: dataset).train == Array(0..<10))
  }

  @Test func theSameFileInTwoSplitsIsFound() throws {
    let folder = TemporaryDirectory()
    // 0 and 3 are the same, 1 is as long, 2 and 4 are the same within a split.
    let contents = ["same picture", "long as that", "twice", "same picture", "twice"]
    let samples = try contents.enumerated().map { index, text in
      let path = folder.file("\(index).png")
      try AtomicFile.write(text, to: path)
      return Sample(id: "\(index)", path: path, byteCount: text.utf8.count)
    }
    let splits = Splits(train: [2, 3, 4], val: [1], test: [0])
    #expect(splits.duplicates(among: samples) == [0])
    #expect(
      splits.duplicateRemark(among: samples)
        == "1 image is the same file as an image of another split: scores will be too good")
    #expect(
      Splits(train: [0, 3], val: [2, 4], test: [1]).duplicateRemark(among: samples) == nil)
  }
}
