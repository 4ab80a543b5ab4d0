import CKernels
import Testing

/// Every function of ck_convolution.h against the definition in double precision, on every level of this machine.
@Suite struct ConvolutionTests {
  @Test(arguments: ConvolutionCase.all)
  func matchesTheDefinition(_ testCase: ConvolutionCase) throws {
    let data = ConvolutionData(testCase)
    for level in KernelContext.levels {
      for algorithm in [CK_CONVOLUTION_AUTOMATIC, CK_CONVOLUTION_DIRECT] {
        let context = try #require(KernelContext(threads: 2, level: level))
        let check = ConvolutionCheck(data, algorithm, context)
        check.forward()
        check.backwardData()
        check.backwardWeights()
      }
    }
  }

  @Test(arguments: ConvolutionCase.forThreads)
  func bitsDoNotDependOnThreadsOrRepetition(_ testCase: ConvolutionCase) throws {
    let data = ConvolutionData(testCase)
    for level in KernelContext.levels {
      let one = try #require(KernelContext(threads: 1, level: level))
      let check = ConvolutionCheck(data, CK_CONVOLUTION_AUTOMATIC, one)
      let expected = check.allResults()
      #expect(check.allResults() == expected)
      for threads in [2, 3] {
        let context = try #require(KernelContext(threads: threads, level: level))
        let again = ConvolutionCheck(data, CK_CONVOLUTION_AUTOMATIC, context)
        #expect(again.allResults() == expected, "\(threads) threads, level \(level)")
      }
    }
  }

  /// With one worker: which of several has needed its arena by then is left to chance.
  @Test func warmCallsTakeNoMemory() throws {
    let data = ConvolutionData(.init(2, (16, 16), 32, to: 48, kernel: (3, 3), padding: (1, 1)))
    for level in KernelContext.levels {
      let context = try #require(KernelContext(threads: 1, level: level))
      let check = ConvolutionCheck(data, CK_CONVOLUTION_AUTOMATIC, context)
      for _ in 0..<2 { _ = check.allResults() }
      let bytes = ck_pool_scratch_bytes(context.pool)
      for _ in 0..<2 { _ = check.allResults() }
      #expect(ck_pool_scratch_bytes(context.pool) == bytes)
    }
  }

  @Test func outputSizeIsThatOfTheFormula() {
    var shape = ConvolutionCase(
      1, (224, 225), 3, to: 64, kernel: (7, 7), stride: (2, 2), padding: (3, 3)
    ).shape(CK_CONVOLUTION_AUTOMATIC)
    #expect(ck_convolution_output_height(&shape) == 112)
    #expect(ck_convolution_output_width(&shape) == 113)
    shape.dilation_width = 5
    #expect(ck_convolution_output_width(&shape) == (225 + 6 - 30 - 1) / 2 + 1)
  }

  @Test func brokenShapesAreRecognised() {
    let good = ConvolutionCase(2, (4, 4), 4, to: 6, kernel: (3, 3), groups: 2)
      .shape(CK_CONVOLUTION_AUTOMATIC)
    func isValid(_ change: (inout ck_convolution) -> Void) -> Bool {
      var shape = good
      change(&shape)
      return ck_convolution_is_valid(&shape)
    }
    #expect(isValid { _ in })
    #expect(!isValid { $0.groups = 4 })
    #expect(!isValid { $0.kernel_height = 5 })
    #expect(!isValid { $0.stride_width = 0 })
    #expect(!isValid { $0.padding_height = -1 })
    #expect(!isValid { $0.images = 0 })
    #expect(!isValid { $0.output_row_stride -= 1 })
  }
}
