/// The early termination of W&B's sweeps, "hyperband".
///
/// Bands are numbers of reported values: `min_iter`, `min_iter` eta, `min_iter` eta^2, ... (or downwards from `max_iter`, s
/// of them). A band's threshold is the value that one in eta of all trials reached when they had reported that many values
/// before it: with the values at the band sorted, best first, that of index floor(count / eta). A trial is stopped when
/// its value at the last band that it passed is worse than the threshold of that band.
///
/// Source: W&B's documentation of `early_terminate`, and the behaviour of the package `sweeps`.
public struct SweepHyperbandPruner: Pruner, Hashable {
  /// The bands, rising: positions among a trial's values, from 0.
  public let bands: [Int]
  /// One in so many trials goes on.
  public let eta: Double

  /// Creates a pruner with bands upwards from the first.
  ///
  /// - Parameters:
  ///   - first: `min_iter`, from 1.
  ///   - eta: above 1.
  public init(first: Int, eta: Double) {
    precondition(first >= 1 && eta > 1, "bands from \(first) with eta \(eta)")
    var bands: [Int] = []
    var band = Double(first)
    while band < 1e9, bands.count < 100 {
      bands.append(Int(band))
      band *= eta
    }
    self.bands = bands
    self.eta = eta
  }

  /// Creates a pruner with bands downwards from a last one, which is no band itself; nil when none remains.
  ///
  /// - Parameters:
  ///   - last: `max_iter`, from 1.
  ///   - count: `s`, the number of bands, from 1.
  ///   - eta: above 1.
  public init?(last: Int, count: Int, eta: Double) {
    precondition(last >= 1 && count >= 1 && eta > 1, "\(count) bands below \(last), eta \(eta)")
    var bands: [Int] = []
    var band = Double(last)
    for _ in 0..<min(count, 100) {
      band /= eta
      if band < 1 { break }
      bands.append(Int(band))
    }
    guard !bands.isEmpty else { return nil }
    self.bands = bands.reversed()
    self.eta = eta
  }

  public func shouldPrune(
    _ trial: TrialRecord, among trials: [TrialRecord], direction: StudyDirection
  ) -> Bool {
    let own = trial.reportedValues
    guard let band = bands.last(where: { $0 < own.count }) else { return false }
    // The trial itself is among those that set the threshold.
    var reached = trials.filter { $0.number != trial.number }.map(\.reportedValues)
      .filter { $0.count > band }.map { $0[band] }
    reached.append(own[band])
    reached.sort { direction.isBetter($0, than: $1) }
    let threshold = reached[min(Int(Double(reached.count) / eta), reached.count - 1)]
    return direction.isBetter(threshold, than: own[band])
  }
}

extension TrialRecord {
  /// The values on the way that are numbers.
  fileprivate var reportedValues: [Double] {
    intermediateValues.map(\.value).filter { !$0.isNaN }
  }
}
