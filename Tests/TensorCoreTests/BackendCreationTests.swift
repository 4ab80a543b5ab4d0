import TensorCore
import Testing

@Suite("Making a CPU backend")
struct BackendCreationTests {
  @Test("its name says instruction set and threads")
  func name() throws {
    #expect(try CPUBackend(threads: 2, simd: .portable).name == "cpu (portable, 2 threads)")
    #expect(try CPUBackend(threads: 1, simd: .portable).name == "cpu (portable, 1 thread)")
  }

  @Test("by default it uses the best instructions and every processor it may use")
  func defaults() throws {
    let backend = try CPUBackend()
    #expect(backend.simd == SIMDLevel.best)
    #expect(backend.threadCount == ProcessorCount.available)
  }

  @Test("a number of threads out of range is refused", arguments: [0, -1, 1025])
  func threadCount(_ threads: Int) {
    #expect(throws: BackendError.threadCount(threads)) { try CPUBackend(threads: threads) }
    #expect("\(BackendError.threadCount(0))" == "threads must be from 1 to 1024, not 0")
  }

  @Test("the environment may force an instruction set")
  func environment() throws {
    #expect(try SIMDLevel(environment: ["ROENTGEN_SIMD": "AVX2"]) == .avx2)
    #expect(try SIMDLevel(environment: ["ROENTGEN_SIMD": ""]) == nil)
    #expect(try SIMDLevel(environment: [:]) == nil)
    #expect(throws: BackendError.unknownLevel("sse9")) {
      try SIMDLevel(environment: ["ROENTGEN_SIMD": "sse9"])
    }
    #expect(
      "\(BackendError.unknownLevel("sse9"))"
        == "ROENTGEN_SIMD=sse9: expected one of portable, avx2, avx512")
  }

  @Test("a quota of processor time limits the threads, rounded up to whole processors")
  func quota() {
    #expect(ProcessorCount.processors(inQuota: "max 100000\n") == nil)
    #expect(ProcessorCount.processors(inQuota: "-1\n 100000") == nil)
    #expect(ProcessorCount.processors(inQuota: "200000 100000\n") == 2)
    #expect(ProcessorCount.processors(inQuota: "150000 100000") == 2)
    #expect(ProcessorCount.processors(inQuota: "1000 100000") == 1)
    #expect(ProcessorCount.processors(inQuota: "rubbish") == nil)
  }
}
