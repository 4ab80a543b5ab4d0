extension Splits {
  /// What people should know about these splits: empty ones, missing classes, straddling groups.
  func remarks(on dataset: any ImageDataset) -> [String] {
    let samples = dataset.samples
    var remarks: [String] = []
    for split in [Split.train, .val] where self[split].isEmpty {
      remarks.append("the \(split) split is empty")
    }
    for split in Split.allCases where !self[split].isEmpty {
      let absent = absentClasses(in: split, samples: samples, task: dataset.task)
      if !absent.isEmpty {
        let names = absent.prefix(10).joined(separator: ", ") + (absent.count > 10 ? ", ..." : "")
        remarks.append("the \(split) split has no sample of \(names)")
      }
    }
    let straddling = straddlingGroups(samples)
    if let first = straddling.first {
      remarks.append(
        "\(straddling.count) group\(straddling.count == 1 ? " is" : "s are") in more than one "
          + "split (\(quoted(first))): scores will be too good")
    }
    return remarks
  }

  /// The classes that no sample of a split has; of zones, those that no zone has.
  private func absentClasses(
    in split: Split, samples: [Sample], task: PredictionTask
  ) -> [String] {
    var present = [Bool](repeating: false, count: task.classes.count)
    for index in self[split] {
      for label in samples[index].labels { present[Int(label)] = true }
      for (label, target) in samples[index].targets.enumerated() where target > 0.5 {
        present[label] = true
      }
    }
    if case .zones(_, _, let unknownClass) = task { present[unknownClass] = true }
    return zip(task.classes, present).filter { !$0.1 }.map(\.0)
  }

  /// The groups with samples in more than one split, sorted.
  private func straddlingGroups(_ samples: [Sample]) -> [String] {
    var places: [String: Split] = [:]
    var straddling: Set<String> = []
    for split in Split.allCases {
      for index in self[split] {
        guard let group = samples[index].group else { continue }
        if let place = places[group], place != split { straddling.insert(group) }
        places[group] = split
      }
    }
    return straddling.sorted()
  }
}
