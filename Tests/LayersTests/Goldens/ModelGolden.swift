/// What PyTorch computes for a network whose weights are made up; see Benchmarks/parity/model_goldens.py.
struct ModelGolden {
  /// The keys of `state_dict()`.
  var stateNames: [String]
  /// The cross-entropy of the batch.
  var loss: Double
  /// All logits.
  var logits: [Double]
  /// The norm of each parameter's gradient.
  var gradientNorms: [Double]
  /// The product of each parameter's gradient with made-up numbers.
  var gradientProjections: [Double]
  /// The product of each buffer, after the step, with made-up numbers.
  var bufferProjections: [Double]
}
