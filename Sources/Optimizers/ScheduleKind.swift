/// A learning rate schedule that can be asked for by name.
public struct ScheduleKind: Sendable {
  /// What configurations call it.
  public let name: String
  /// Other spellings: PyTorch's class names and common short forms.
  public let aliases: [String]
  /// One line for people, with the interval at which it acts unless `scheduler_interval` says otherwise.
  public let summary: String
  /// What its numbers count unless the user says.
  public let interval: ScheduleInterval
  /// Makes the schedule.
  let make: @Sendable (OptimizationOptions, _ length: Int) -> any LearningRateSchedule

  /// Describes a schedule that depends on time alone.
  ///
  /// - Parameter makeCurve: Makes its curve, given the epochs or steps that the run has after its warm-up.
  public init(
    _ name: String, aliases: [String] = [], summary: String, interval: ScheduleInterval = .epoch,
    makeCurve: @escaping @Sendable (OptimizationOptions, _ length: Int) -> any LearningRateCurve
  ) {
    self.init(name, aliases: aliases, summary: summary, interval: interval) {
      options, length -> any LearningRateSchedule in
      CurveSchedule(
        initialLearningRate: options.learningRate, curve: makeCurve(options, length),
        interval: options.interval)
    }
  }

  /// Describes a schedule.
  ///
  /// - Parameter make: Makes it, given the epochs or steps that the run has after its warm-up.
  public init(
    _ name: String, aliases: [String] = [], summary: String, interval: ScheduleInterval = .epoch,
    make: @escaping @Sendable (OptimizationOptions, _ length: Int) -> any LearningRateSchedule
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.interval = interval
    self.make = make
  }
}

/// Kinds are equal when they have the same name.
extension ScheduleKind: Hashable {
  public static func == (left: ScheduleKind, right: ScheduleKind) -> Bool {
    left.name == right.name
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension ScheduleKind: CustomStringConvertible {
  public var description: String { name }
}

/// The schedules that can be asked for by name; a plain value that may be extended.
public struct ScheduleRegistry: Sendable {
  /// All of them, in the order in which they are listed.
  public private(set) var kinds: [ScheduleKind]

  /// Creates a registry.
  public init(_ kinds: [ScheduleKind]) { self.kinds = kinds }

  /// Those of this module.
  public static let standard = ScheduleRegistry([
    .reduceOnPlateau, .step, .multistep, .cosine, .cosineWarmRestarts, .exponential, .oneCycle,
    .none,
  ])

  /// Adds one; one of the same name is replaced.
  public mutating func register(_ kind: ScheduleKind) {
    kinds.removeAll { $0.name == kind.name }
    kinds.append(kind)
  }
}
