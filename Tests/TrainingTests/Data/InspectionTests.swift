import Imaging
import Testing
import Training

@Suite struct InspectionTests {
  @Test func brokenAndDimImagesAreFoundAndTheCacheIsFilled() throws {
    var dataset = MemoryDataset(labels: Array(repeating: 0, count: 12))
    dataset.brokenIndices = [3, 7]
    let store = ImageStore(
      dataset: dataset, preprocessing: PreprocessingOptions(size: 8, channels: 1),
      memoryLimit: 1 << 20)
    let inspection = store.inspect(Array(0..<12), threads: 3)
    #expect(inspection.broken.map(\.index) == [3, 7])
    // Images of one level use nothing of their range.
    #expect(inspection.dim.count == 10 && inspection.meanUsedFraction == 0)
    #expect(inspection.widths == 4...4 && inspection.bitCounts == [8: 10])
    #expect(store.cachedByteCount == 10 * 64)
    #expect(
      inspection.error?.description
        == "2 broken images: 3.png: the image file is truncated (test); "
        + "7.png: the image file is truncated (test)")

    let splits = Splits(train: [0, 1, 2, 3], val: [4, 5, 6, 7], test: [8, 9, 10, 11])
    let rest = try splits.leavingOut(inspection.broken)
    #expect(rest.train == [0, 1, 2] && rest.val == [4, 5, 6] && rest.test == [8, 9, 10, 11])
    #expect(rest.notices.count == 1 && rest.notices[0].contains("left out 2 broken images"))

    let report = DataReport(
      dataset, splits: splits, intensity: .fullRange, inspection: inspection)
    #expect(report.parts.map(\.samples) == [4, 4, 4])
    #expect(report.notices.contains { $0.hasPrefix("10 images use less than 10 %") })
    #expect(report.lines.contains("broken images: 2"))
    let stretched = DataReport(
      dataset, splits: splits, intensity: .minMax, inspection: inspection)
    #expect(!stretched.notices.contains { $0.contains("10 %") })
  }

  @Test func theHashDependsOnContentAndNotOnOrder() {
    let dataset = MemoryDataset(labels: [0, 1, 2])
    let hash = DatasetHash.hexadecimal(of: dataset)
    #expect(hash.count == 64)
    var changed = dataset
    changed.samples.reverse()
    #expect(DatasetHash.hexadecimal(of: changed) == hash)
    changed.samples[0].path = "/elsewhere"
    #expect(DatasetHash.hexadecimal(of: changed) == hash)
    for change in [
      { (sample: inout Sample) in sample.labels = [1] }, { $0.group = "g" }, { $0.group = "" },
      { $0.byteCount = 1 }, { $0.id = "t" },
    ] {
      var changed = dataset
      change(&changed.samples[0])
      #expect(DatasetHash.hexadecimal(of: changed) != hash)
    }
    changed = dataset
    changed.task = .classification(classes: ["a", "b", "d"])
    #expect(DatasetHash.hexadecimal(of: changed) != hash)
  }
}

@Suite struct AvailableMemoryTests {
  @Test func theTightestLimitCounts() {
    let files = [
      "/proc/meminfo": "MemTotal: 9 kB\nMemAvailable:    4000000 kB\n",
      "/proc/self/cgroup": "0::/a/b\n",
      "/sys/fs/cgroup/a/memory.max": "3000000000\n",
      "/sys/fs/cgroup/a/memory.current": "1000000000\n",
      "/sys/fs/cgroup/a/b/memory.max": "max\n",
    ]
    #expect(AvailableMemory { files[$0] }.byteCount == 2_000_000_000)
    #expect(
      AvailableMemory { $0 == "/proc/meminfo" ? files[$0] : nil }.byteCount == 4_096_000_000)
    let old = [
      "/proc/meminfo": files["/proc/meminfo"] ?? "",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "500\n",
      "/sys/fs/cgroup/memory/memory.usage_in_bytes": "600\n",
    ]
    #expect(AvailableMemory { old[$0] }.byteCount == 0)
  }
}
