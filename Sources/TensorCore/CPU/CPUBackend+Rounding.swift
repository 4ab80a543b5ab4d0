import CKernels

extension CPUBackend {
  public func rounded(_ input: Tensor) -> RoundedTensor {
    var output = RoundedTensor(uninitialized: input.shape, pool: storagePool)
    run(input) { context in
      ck_round_bfloat16(
        context, Int64(input.count), input.baseAddress, output.mutableBaseAddress)
    }
    return output
  }

  public func widened(_ input: RoundedTensor) -> Tensor {
    var output = makeTensor(input.shape)
    run(input) { context in
      ck_widen_bfloat16(
        context, Int64(input.shape.count), input.baseAddress, output.mutableBaseAddress)
    }
    return output
  }
}
