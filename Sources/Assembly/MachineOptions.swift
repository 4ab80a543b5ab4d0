import Basics

/// What computes, and with how many threads.
public struct MachineOptions: Sendable, Hashable {
  /// Where to compute.
  public enum Device: String, CaseIterable, Sendable, KeyConvertible {
    /// The best there is.
    case auto
    /// The processor.
    case cpu
    /// A GPU of NVIDIA's.
    case cuda
  }

  /// Where to compute.
  public var device = Device.auto
  /// Threads that decode images in the background; nil: as many as compute.
  public var workers: Int?
  /// Compute threads; nil: the cores that this process may use.
  public var threads: Int?

  /// Creates the default options.
  public init() {}

  /// The keys of `[Training]` that say so.
  public static let keys: [Key<MachineOptions>] = [
    Key(
      "Training", "device", \.device, .choice(Device.allCases.map { ChoiceOption($0.rawValue) }),
      "where to compute; auto takes the best there is", whileResuming: .free),
    Key(
      "Training", "num_workers", \.workers, none: "auto", .integer(1...256),
      "threads that decode images in the background", whileResuming: .free),
    Key(
      "Training", "threads", \.threads, none: "auto", .integer(1...1024),
      "compute threads; auto: the cores this process may use", whileResuming: .free),
  ]
}
