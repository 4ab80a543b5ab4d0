import Basics
import Checkpoints
import Foundation
import TestSupport
import Testing

/// PyTorch itself on our files, and we on its files.
///
/// They run where `ROENTGEN_PYTHON` names a Python that has torch, and are skipped elsewhere.
@Suite(
  "Parity with PyTorch",
  .enabled(
    if: ProcessInfo.processInfo.environment["ROENTGEN_PYTHON"] != nil,
    "ROENTGEN_PYTHON names no Python that has torch"))
struct TorchParityTests {
  private let directory = TemporaryDirectory()

  /// Runs a script in the temporary directory; it fails by an assertion.
  private func python(_ script: String) throws {
    let environment = ProcessInfo.processInfo.environment
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(environment["ROENTGEN_PYTHON"]))
    process.arguments = ["-c", "import torch, zipfile\nfrom torch import nn\n" + script]
    process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
  }

  @Test("torch.load with weights_only opens every kind of value, mapped into memory too")
  func weightsOnly() throws {
    let value: PickleValue = [
      "epoch": 3, "name": "h\u{E9}llo", "none": .null, "flags": [true, false],
      "numbers": [0, 255, 256, 65535, 65536, -1, .int(.min), .int(.max)],
      "floats": [0.1, -1e300, .double(.infinity)], "tuple": .tuple([0.9, .tuple([])]),
      "raw": .bytes([0, 127, 128, 255]), "nobytes": .bytes([]), 7: "seven",
      "state": .dictionary(
        PickleDictionary(stateDict: [
          ("weight", StoredTensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])),
          ("counter", StoredTensor(scalar: 9)), ("step", StoredTensor(scalar: 2.5 as Float)),
          ("empty", StoredTensor([] as [Float], shape: [0, 3])),
          ("double", StoredTensor([0.1], shape: [1])), ("random", StoredTensor([1, 2, 255])),
        ])),
      "types": .dictionary(
        PickleDictionary(
          ElementType.allCases.map { type in
            let bytes = Array(repeating: 1 as UInt8, count: 2 * type.size)
            return (.string("\(type)"), .tensor(StoredTensor(type: type, shape: [2], bytes: bytes)))
          })),
    ]
    try PyTorchFile.write(value, to: directory.file("ours.pth"))
    try python(
      """
      assert zipfile.ZipFile('ours.pth').testzip() is None
      for mapped in (False, True):
        v = torch.load('ours.pth', weights_only=True, mmap=mapped)
        assert list(v) == ['epoch', 'name', 'none', 'flags', 'numbers', 'floats', 'tuple', 'raw',
          'nobytes', 7, 'state', 'types'], list(v)
        assert v['epoch'] == 3 and v['name'] == 'h\\u00e9llo' and v['none'] is None
        assert v['flags'] == [True, False] and type(v['flags'][0]) is bool
        assert v['numbers'] == [0, 255, 256, 65535, 65536, -1, -2**63, 2**63 - 1]
        assert v['floats'] == [0.1, -1e300, float('inf')] and v['tuple'] == (0.9, ())
        assert v['raw'] == bytes([0, 127, 128, 255]) and v['nobytes'] == b'' and v[7] == 'seven'
        s = v['state']
        assert type(s).__name__ == 'OrderedDict'
        assert torch.equal(s['weight'], torch.tensor([[1., 2, 3], [4, 5, 6]]))
        assert s['weight'].data_ptr() % 64 == 0 or not mapped
        assert s['counter'].dtype is torch.int64 and s['counter'].shape == () and s['counter'] == 9
        assert s['step'].dtype is torch.float32 and s['step'] == 2.5
        assert s['empty'].shape == (0, 3)
        assert s['double'].dtype is torch.float64 and s['double'].item() == 0.1
        assert s['random'].dtype is torch.uint8 and s['random'].tolist() == [1, 2, 255]
        for name, tensor in v['types'].items():
          assert str(tensor.dtype) == 'torch.' + name and tensor.shape == (2,)
          assert tensor.view(torch.uint8).tolist() == [1] * (2 * tensor.element_size())
      """)
  }

  @Test("a module takes our state_dict with strict=True, torch's Adam our optimizer state")
  func optimizer() throws {
    let weight: [Float] = [0.5, -0.5, 0.25, 1]
    let state: (Int) -> PickleValue = { count in
      let shape = count == 4 ? [2, 2] : [2]
      return [
        "step": .tensor(StoredTensor(scalar: 3 as Float)),
        "exp_avg": .tensor(
          StoredTensor(Array(repeating: 0.1, count: count) as [Float], shape: shape)),
        "exp_avg_sq": .tensor(
          StoredTensor(Array(repeating: 0.01, count: count) as [Float], shape: shape)),
      ]
    }
    let checkpoint: PickleValue = [
      "model_state_dict": .dictionary(
        PickleDictionary(stateDict: [
          ("0.weight", StoredTensor(weight, shape: [2, 2])),
          ("0.bias", StoredTensor([0, 0] as [Float], shape: [2])),
          ("1.weight", StoredTensor([1, 1] as [Float], shape: [2])),
          ("1.bias", StoredTensor([0, 0] as [Float], shape: [2])),
          ("1.running_mean", StoredTensor([0, 0] as [Float], shape: [2])),
          ("1.running_var", StoredTensor([1, 1] as [Float], shape: [2])),
          ("1.num_batches_tracked", StoredTensor(scalar: 3)),
        ])),
      "optimizer_state_dict": [
        "state": [0: state(4), 1: state(2)],
        "param_groups": [
          [
            "lr": 0.1, "betas": .tuple([0.9, 0.999]), "eps": 1e-8, "weight_decay": 0.0,
            "amsgrad": false, "maximize": false, "foreach": .null, "capturable": false,
            "differentiable": false, "fused": .null, "decoupled_weight_decay": false,
            "params": [0, 1],
          ]
        ],
      ],
    ]
    try PyTorchFile.write(checkpoint, to: directory.file("ours.pth"))
    try python(
      """
      v = torch.load('ours.pth', weights_only=True)
      m = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
      m.load_state_dict(v['model_state_dict'], strict=True)
      assert m[1].num_batches_tracked == 3
      optimizer = torch.optim.Adam(m[0].parameters(), lr=7.0)
      optimizer.load_state_dict(v['optimizer_state_dict'])
      for p in m[0].parameters(): p.grad = torch.ones_like(p)
      optimizer.step()
      torch.save({'m': m.state_dict(), 'o': optimizer.state_dict()}, 'theirs.pth')
      """)
    let theirs = try PyTorchFile.read(directory.file("theirs.pth"))
    #expect(try theirs.number(at: "o", "state", 0, "step") == 4)
    // Adam's fourth step on a gradient of 1, from the state above.
    let average = (0.9 * 0.1 + 0.1) / (1 - pow(0.9, 4))
    let square = (0.999 * 0.01 + 0.001) / (1 - pow(0.999, 4))
    let step = 0.1 * average / (square.squareRoot() + 1e-8)
    let moved = try theirs.tensor(at: "m", "0.weight").doubles()
    #expect(largestDifference(moved, weight.map { Double($0) - step }) < 1e-6)
  }

  @Test("files of both formats pass through us unchanged", arguments: [true, false])
  func throughUs(zip: Bool) throws {
    try python(
      """
      torch.manual_seed(0)
      net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.LSTM(8, 4)).double()
      net[0].to(memory_format=torch.channels_last)
      net[0].bias.data = net[0].bias.data.bfloat16()
      base = torch.randn(5, 7)
      v = {'net': net.state_dict(), 'tied': [base, base.t(), base[1:3, ::2], base.half()],
        'expanded': torch.arange(3).expand(4, 3), 'parameter': nn.Parameter(base),
        'random': torch.get_rng_state(), 'scalar': torch.tensor(1.5)}
      torch.save(v, 'theirs.pth', _use_new_zipfile_serialization=\(zip ? "True" : "False"))
      """)
    let value = try PyTorchFile.read(directory.file("theirs.pth"))
    try PyTorchFile.write(value, to: directory.file("ours.pth"))
    try python(
      """
      def check(a, b, path):
        if isinstance(a, torch.Tensor):
          assert a.dtype == b.dtype and a.shape == b.shape and torch.equal(a, b), path
        elif isinstance(a, dict):
          assert list(a) == list(b), path
          for key in a: check(a[key], b[key], path + [key])
        elif isinstance(a, (list, tuple)):
          assert len(a) == len(b), path
          for i, (x, y) in enumerate(zip(a, b)): check(x, y, path + [i])
        else:
          assert a == b, path
      check(torch.load('theirs.pth', weights_only=True), torch.load('ours.pth', weights_only=True), [])
      """)
  }

  @Test("more tensors than a zip directory of 16 bits can count")
  func manyTensors() throws {
    let count = 66_000
    let value = PickleValue.dictionary(
      PickleDictionary(
        stateDict: (0..<count).map { ("t\($0)", StoredTensor(scalar: Float($0))) }))
    try PyTorchFile.write(value, to: directory.file("ours.pth"))
    try python(
      """
      v = torch.load('ours.pth', weights_only=True)
      assert len(v) == \(count) and all(v[f't{i}'] == i for i in (0, 65534, 65535, 65999))
      """)
    #expect(try PyTorchFile.read(directory.file("ours.pth")) == value)
  }
}
