extension Splits {
  /// Divides a data set into training, validation and test.
  ///
  /// Splits that the data come with are kept: with train and test, validation is taken from train
  /// (`val` of its samples); with train and val, both serve as named and test stays empty, because
  /// samples that choose the best epoch cannot also judge it. Otherwise all samples are shared out:
  /// stratified (see `Strata`), and with whole groups where samples have groups.
  ///
  /// The result depends on the samples, their order, the fractions and the seed alone.
  ///
  /// - Parameters:
  ///   - dataset: at least one sample.
  ///   - val: the fraction for validation, from 0.
  ///   - test: the fraction for the test, from 0; together they are below 1.
  ///   - seed: chooses among the possible divisions.
  public static func make(
    for dataset: any ImageDataset, val: Double, test: Double, seed: UInt64
  ) throws(DataError) -> Splits {
    let samples = dataset.samples
    guard !samples.isEmpty else {
      throw DataError(.empty(reason: "there is no sample"))
    }
    guard val >= 0, test >= 0, val + test < 1 else {
      throw DataError(.fractionsTooLarge(val: val, test: test))
    }
    let keys = Strata.keys(of: samples, task: dataset.task)
    var splits: Splits
    if let preset = dataset.presetSplits, preset.val != nil || preset.test != nil {
      guard !preset.train.isEmpty else {
        throw DataError(.empty(reason: "there is no sample to train on"))
      }
      splits = completed(preset, samples: samples, keys: keys, val: val, seed: seed)
    } else {
      splits = drawn(
        Array(samples.indices), samples: samples, keys: keys, val: val, test: test, seed: seed)
    }
    splits.notices += splits.remarks(on: dataset)
    return splits
  }

  private static func completed(
    _ preset: PresetSplits, samples: [Sample], keys: [Int], val: Double, seed: UInt64
  ) -> Splits {
    if let given = preset.val {
      var splits = Splits(train: preset.train, val: given, test: preset.test ?? [])
      if preset.test == nil {
        splits.notices.append(
          "the data come with train and val but no test split: val chooses the best epoch and "
            + "nothing is left to judge it; add a test split, or set Data.splits_file")
      }
      return splits
    }
    var splits = drawn(
      preset.train, samples: samples, keys: keys, val: val, test: 0, seed: seed)
    splits.test = (preset.test ?? []).sorted()
    return splits
  }

  private static func drawn(
    _ candidates: [Int], samples: [Sample], keys: [Int], val: Double, test: Double, seed: UInt64
  ) -> Splits {
    let sizes = SplitSizes(of: candidates.count, val: val, test: test)
    let hasGroups = candidates.contains { samples[$0].group != nil }
    let groups = hasGroups ? grouped(candidates, samples: samples) : []
    guard hasGroups, groups.count < candidates.count else {
      var draw = StratifiedDraw(seed: seed)
      return draw.draw(candidates, keys: keys, sizes: sizes)
    }
    var draw = GroupedDraw(candidates, keys: keys, sizes: sizes)
    return draw.draw(groups, seed: seed)
  }

  /// The samples that must stay together, in the order of their first sample.
  private static func grouped(_ candidates: [Int], samples: [Sample]) -> [[Int]] {
    var members: [String: Int] = [:]
    var groups: [[Int]] = []
    for candidate in candidates {
      guard let group = samples[candidate].group else {
        groups.append([candidate])
        continue
      }
      if let known = members[group] {
        groups[known].append(candidate)
      } else {
        members[group] = groups.count
        groups.append([candidate])
      }
    }
    return groups
  }
}
