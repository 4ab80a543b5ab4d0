import Basics
import CKernels

extension CPUBackend {
  public func activation(_ input: Tensor, _ activation: Activation) -> Tensor {
    var output = makeTensor(input.shape)
    run(input) { context in
      ck_activation_forward(
        context, activation.kernelFunction, Int64(input.count), input.baseAddress,
        output.mutableBaseAddress)
    }
    return output
  }

  public func activationGradient(
    outputGradient: Tensor, input: Tensor, _ activation: Activation
  ) -> Tensor {
    requireSameShape("activationGradient", "output gradient", outputGradient, as: input.shape)
    var gradient = makeTensor(input.shape)
    run(outputGradient, input) { context in
      ck_activation_backward(
        context, activation.kernelFunction, Int64(input.count), outputGradient.baseAddress,
        input.baseAddress, gradient.mutableBaseAddress)
    }
    return gradient
  }

  public func add(_ left: Tensor, _ right: Tensor) -> Tensor {
    requireSameShape("add", "right operand", right, as: left.shape)
    var output = makeTensor(left.shape)
    run(left, right) { context in
      ck_add(
        context, Int64(left.count), left.baseAddress, right.baseAddress, output.mutableBaseAddress)
    }
    return output
  }

  public func multiply(_ left: Tensor, _ right: Tensor) -> Tensor {
    requireSameShape("multiply", "right operand", right, as: left.shape)
    var output = makeTensor(left.shape)
    run(left, right) { context in
      ck_multiply(
        context, Int64(left.count), left.baseAddress, right.baseAddress, output.mutableBaseAddress)
    }
    return output
  }

  public func scale(_ input: Tensor, by factor: Float) -> Tensor {
    var output = makeTensor(input.shape)
    run(input) { context in
      ck_scale(
        context, Int64(input.count), factor, input.baseAddress, output.mutableBaseAddress)
    }
    return output
  }

  public func scaleChannels(_ input: Tensor, by factors: Tensor) -> Tensor {
    let channels = input.shape.channels
    requireVector("scaleChannels", "factors", factors, count: channels)
    // A normalization by mean 0 and deviation 1 is just that.
    let zeros = zeros([channels])
    let ones = Tensor(repeating: 1, shape: [channels], pool: storagePool)
    var output = makeTensor(input.shape)
    run(input, factors, zeros, ones) { context in
      ck_batch_norm_apply(
        context, Int64(input.shape.rows), Int64(channels), input.baseAddress, zeros.baseAddress,
        ones.baseAddress, factors.baseAddress, zeros.baseAddress, nil, false,
        output.mutableBaseAddress, nil)
    }
    return output
  }

  public func accumulate(_ addend: Tensor, into accumulator: inout Tensor) {
    requireSameShape("accumulate", "addend", addend, as: accumulator.shape)
    run(addend) { context in
      let address = accumulator.mutableBaseAddress
      ck_add(context, Int64(addend.count), address, addend.baseAddress, address)
    }
  }

  public func dropout(_ input: Tensor, probability: Float, random: RandomSource) -> Tensor {
    require(
      probability >= 0 && probability < 1,
      "dropout: probability must be at least 0 and below 1, not \(probability)")
    let threshold = UInt32(min(Double(probability) * 0x1p32, 0x1p32 - 1))
    let key = random.key
    var output = makeTensor(input.shape)
    run(input) { context in
      ck_dropout(
        context, Int64(input.count), threshold, Float(1 / (1 - Double(probability))), key.0, key.1,
        input.baseAddress, output.mutableBaseAddress)
    }
    return output
  }
}

extension Activation {
  fileprivate var kernelFunction: ck_function {
    switch self {
    case .identity: CK_FUNCTION_IDENTITY
    case .relu: CK_FUNCTION_RELU
    case .silu: CK_FUNCTION_SILU
    case .gelu: CK_FUNCTION_GELU
    case .geluTanh: CK_FUNCTION_GELU_TANH
    case .sigmoid: CK_FUNCTION_SIGMOID
    }
  }
}
