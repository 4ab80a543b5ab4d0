import CKernels

/// An instruction set that the kernels are compiled for, in rising order.
public enum SIMDLevel: String, CaseIterable, Comparable, Sendable {
  /// What every machine of the architecture has.
  case portable
  /// AVX2 with fused multiply-add.
  case avx2
  /// AVX-512 F, BW, DQ and VL.
  case avx512

  /// The variable of the environment that forces a level.
  public static let environmentVariable = "ROENTGEN_SIMD"

  /// Reads the level that `ROENTGEN_SIMD` asks for; nil when it is not set or empty.
  ///
  /// - Throws: `BackendError.unknownLevel` for a name that is not a level's.
  public init?(environment: [String: String]) throws(BackendError) {
    guard let name = environment[SIMDLevel.environmentVariable], !name.isEmpty else { return nil }
    guard let level = SIMDLevel(rawValue: name.lowercased()) else { throw .unknownLevel(name) }
    self = level
  }

  /// Whether this machine can run the level.
  public var isSupported: Bool { ck_level_is_supported(kernelLevel) }

  /// The highest level that this machine can run.
  public static var best: SIMDLevel {
    allCases.last { $0.isSupported } ?? .portable
  }

  public static func < (left: SIMDLevel, right: SIMDLevel) -> Bool {
    left.kernelLevel.rawValue < right.kernelLevel.rawValue
  }

  var kernelLevel: ck_level {
    switch self {
    case .portable: CK_LEVEL_PORTABLE
    case .avx2: CK_LEVEL_AVX2
    case .avx512: CK_LEVEL_AVX512
    }
  }
}
