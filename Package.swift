// swift-tools-version: 6.2
import PackageDescription

// One entry per module, in the order of the arrows of the architecture: a module may only name modules above it.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// The kernels are optimised in debug builds too: tests of them would take minutes otherwise.
let kernelSettings: [CSetting] = [
  .unsafeFlags(["-O3", "-fno-math-errno", "-Wall", "-Wextra", "-Werror"])
]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    swiftSettings: strict)
}

let targets: [Target] = [
  // MARK: System libraries and C
  .systemLibrary(
    name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
  .target(name: "CKernels", cSettings: kernelSettings, linkerSettings: [.linkedLibrary("m")]),
  .target(
    name: "CImageIO",
    cSettings: [.unsafeFlags(["-O2", "-Wall", "-Wextra", "-Werror"])],
    linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg")]),

  // MARK: Modules
  module("Basics", ["CZlib"]),
  module("Config", ["Basics"]),
  module("Hyperopt", ["CKernels", "Basics"]),
  module("TensorCore", ["Basics", "CKernels", "COpenBLAS"]),
  module("Autograd", ["TensorCore", "Basics"]),
  module("Layers", ["Autograd", "TensorCore", "Basics"]),
  module("Optimizers", ["Autograd", "TensorCore", "Basics"]),
  module("Checkpoints", ["TensorCore", "Basics"]),
  module("Imaging", ["CImageIO", "Basics"]),
  module("Plotting", ["Imaging", "Basics"]),
  module("Export", ["Layers", "Autograd", "TensorCore", "Basics"]),
  module(
    "Training",
    ["Layers", "Optimizers", "Autograd", "TensorCore", "Checkpoints", "Imaging", "Basics"]),
  module(
    "Medical",
    ["Training", "Plotting", "Layers", "Autograd", "TensorCore", "Imaging", "Basics"]),
  module(
    "Assembly",
    ["Config", "Medical", "Training", "Layers", "Optimizers", "Imaging", "Basics"]),
  module(
    "Reporting", ["Training", "Plotting", "Layers", "TensorCore", "Imaging", "Basics"]),
  .executableTarget(
    name: "main",
    dependencies: [
      "Assembly", "Hyperopt", "Medical", "Reporting", "Plotting", "Export", "Training", "Layers",
      "Optimizers", "Autograd", "TensorCore", "Checkpoints", "Imaging", "Config", "Basics",
    ],
    swiftSettings: strict),

  /// GFLOP/s of the convolution kernels, layer by layer (Benchmarks/convolution_peer.py compares them with PyTorch's).
  .executableTarget(
    name: "kernel-bench", dependencies: ["CKernels"], swiftSettings: strict),

  /// Images decoded, resized and normalised per second (Benchmarks/decoding.py compares them with Pillow's).
  .executableTarget(
    name: "image-bench", dependencies: ["Imaging", "Basics"], swiftSettings: strict),

  /// Logits, gradients and running statistics of a network on given weights and images (Benchmarks/parity/backbones.py).
  .executableTarget(
    name: "model-probe",
    dependencies: ["Training", "Layers", "Autograd", "TensorCore", "Checkpoints", "Basics"],
    swiftSettings: strict),

  /// Regrets and times of the search (Benchmarks/hpo compares them with Optuna's).
  .executableTarget(
    name: "hpo-bench", dependencies: ["Hyperopt", "Basics"], swiftSettings: strict),

  /// The program of docs/extending.md that trains without a configuration file; EndToEndTests run it.
  .executableTarget(
    name: "library-example", dependencies: ["Training"], path: "Examples/Library",
    swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),

  // MARK: Tests
  .target(
    name: "TestSupport", dependencies: ["Autograd", "TensorCore", "Basics"],
    path: "Tests/TestSupport",
    // Optimised in debug builds too: it makes millions of numbers.
    swiftSettings: strict + [.unsafeFlags(["-O"])]),
  // Optimised in debug builds too: its references are plain loops in double precision.
  .testTarget(
    name: "CKernelsTests", dependencies: ["CKernels"],
    swiftSettings: strict + [.unsafeFlags(["-O"])]),
  tests(of: "Basics"),
  tests(of: "Config", ["Basics"]),
  tests(of: "Hyperopt", ["Basics"]),
  .testTarget(
    name: "TensorCoreTests", dependencies: ["TensorCore", "TestSupport", "Basics"],
    swiftSettings: strict + [.unsafeFlags(["-O"])]),
  tests(of: "Autograd", ["TensorCore", "Basics"]),
  tests(of: "Layers", ["Autograd", "TensorCore", "Basics"]),
  tests(of: "Optimizers", ["Layers", "Autograd", "TensorCore", "Basics"]),
  tests(of: "Checkpoints", ["TensorCore", "Basics"]),
  tests(of: "Imaging", ["CImageIO", "Basics"]),
  tests(of: "Plotting", ["Imaging", "Basics"]),
  tests(
    of: "Training",
    ["Layers", "Optimizers", "Autograd", "TensorCore", "Checkpoints", "Imaging", "Basics"]),
  tests(
    of: "Medical",
    ["Training", "Plotting", "Layers", "Autograd", "TensorCore", "Imaging", "Basics"]),
  tests(of: "Assembly", ["Config", "Training", "Layers", "Imaging", "Basics"]),
  tests(
    of: "Reporting", ["Training", "Plotting", "Layers", "TensorCore", "Imaging", "Basics"]),
  .testTarget(
    name: "EndToEndTests",
    dependencies: [
      "main", "library-example", "TestSupport", "Hyperopt", "Medical", "Training", "Layers",
      "Checkpoints", "Imaging", "Basics",
    ],
    swiftSettings: strict),
]

let package = Package(name: "roentgen", targets: targets)
