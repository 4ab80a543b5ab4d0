"""Convolution kernels beside PyTorch's, layer by layer, alternating, in one session.

    swift build -c release --product kernel-bench
    python Benchmarks/convolution_peer.py .build/release/kernel-bench [rounds] [SHAPE]...

Each round runs our layer and then PyTorch's (channels_last, the same number of threads); the fastest of all rounds counts.
"""

import subprocess
import sys
import time

import torch

THREADS = 2
SHAPES = """16,224,3,64,7,2,3 16,56,64,64,1,1,0 16,56,64,256,1,1,0 16,56,256,64,1,1,0 16,28,128,512,1,1,0
16,14,256,1024,1,1,0 16,14,1024,256,1,1,0 16,7,2048,512,1,1,0 16,28,512,1024,1,2,0 16,56,64,64,3,1,1 16,28,128,128,3,1,1
16,14,256,256,3,1,1 16,7,512,512,3,1,1 16,56,128,128,3,2,1 16,14,512,512,3,2,1 16,56,64,128,5,2,2 16,14,128,256,3,2,1
16,7,256,512,3,2,1 16,4,512,1024,3,2,1 64,28,1,32,5,1,2 64,28,32,64,3,1,1 32,64,16,32,3,1,1 32,16,64,128,3,1,1""".split()


def fastest(body, repetitions):
    body()
    best = float("inf")
    for _ in range(repetitions):
        start = time.perf_counter()
        body()
        best = min(best, time.perf_counter() - start)
    return best * 1e3


def torch_times(shape, repetitions):
    n, size, inputs, outputs, kernel, stride, padding = map(int, shape.split(","))
    x = torch.randn(n, inputs, size, size).to(memory_format=torch.channels_last)
    w = torch.randn(outputs, inputs, kernel, kernel).to(memory_format=torch.channels_last)
    y = torch.nn.functional.conv2d(x, w, stride=stride, padding=padding)
    gradient = torch.randn_like(y)

    def backward(mask):
        torch.ops.aten.convolution_backward(
            gradient, x, w, None, [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], 1, mask)

    return (
        fastest(lambda: torch.nn.functional.conv2d(x, w, stride=stride, padding=padding), repetitions),
        fastest(lambda: backward([True, False, False]), repetitions),
        fastest(lambda: backward([False, True, False]), repetitions),
    )


def own_times(program, shape, repetitions):
    command = [program, "--threads", str(THREADS), "--repeat", str(repetitions), shape]
    last = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    columns = last.split("\t")
    return tuple(float(columns[i]) for i in (1, 3, 5))


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    torch.set_num_threads(THREADS)
    sums = [[0.0] * 3, [0.0] * 3]
    print("images,size,in,out,k,s,p | forward, data, weights: own ms, torch ms, ratio")
    for shape in sys.argv[3:] or SHAPES:
        own, peer = (float("inf"),) * 3, (float("inf"),) * 3
        for _ in range(rounds):
            own = tuple(map(min, own, own_times(program, shape, 3)))
            peer = tuple(map(min, peer, torch_times(shape, 3)))
        for i in range(3):
            sums[0][i] += own[i]
            sums[1][i] += peer[i]
        print(shape, "|", " | ".join(f"{a:.2f} {b:.2f} x{b / a:.2f}" for a, b in zip(own, peer)), flush=True)
    print("sum |", " | ".join(f"{a:.1f} {b:.1f} x{b / a:.2f}" for a, b in zip(*sums)))


if __name__ == "__main__":
    main()
