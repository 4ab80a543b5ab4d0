"""Training and inference of whole networks beside PyTorch's, in turn on one machine, as a table of medians and ratios.

Every measurement is a process of its own: ours (`main --mode benchmark`), and PyTorch in both memory layouts. A round runs
each once; PyTorch's better layout in the median over the rounds counts. Its step is ours: forward, cross-entropy, backward, Adam
(fused), loss and hits read out.

    python Benchmarks/models.py [MAIN] [--rounds N] [--steps N] [--only ResNet50 ...] [--quick]
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

from parity.program import default_binary

# Network, pixels, channels, batch, and the ratios of speed that we promise: training, inference.
CASES = [
    ("Custom_1", 224, 3, 16, 2.0, 1.3),
    ("Custom_1", 128, 1, 16, 1.0, 1.0),
    ("ResNet50", 224, 3, 16, 2.0, 1.3),
    ("DenseNet121", 224, 3, 16, 1.8, 1.3),
    ("EfficientNet-B0", 224, 3, 16, 1.5, 1.3),
    ("ViT-B/16", 224, 3, 16, 1.25, 1.1),
]
LAYOUTS = ["channels_last", "contiguous"]


def peer(name, size, channels, batch, steps, layout, threads):
    """The other side: what one process measures of PyTorch."""
    started = time.perf_counter()
    import resource

    import torch
    from torch.nn import functional as F

    torch.set_num_threads(threads)
    if name == "Custom_1":
        from parity.networks import Custom1
        model = Custom1(channels, 10)
    else:
        from parity.peers import NETWORKS
        model = NETWORKS[name][0](10, size)
    form = torch.channels_last if layout == "channels_last" else torch.contiguous_format
    model = model.to(memory_format=form)
    images = torch.randn(batch, channels, size, size).contiguous(memory_format=form)
    labels = torch.arange(batch) % 10
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, fused=True)

    def step():
        start = time.perf_counter()
        logits = model(images)
        loss = F.cross_entropy(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()
        int((logits.argmax(1) == labels).sum())
        return time.perf_counter() - start

    def infer():
        start = time.perf_counter()
        with torch.inference_mode():
            model(images)
        return time.perf_counter() - start

    model.train()
    step()
    first = time.perf_counter() - started
    training = statistics.median(step() for _ in range(steps))
    model.eval()
    infer()
    inference = statistics.median(infer() for _ in range(steps))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"train": batch / training, "infer": batch / inference, "peak": peak, "first": first}))


def measure_peer(case, steps, layout, threads):
    name, size, channels, batch = case[:4]
    output = subprocess.run(
        [sys.executable, __file__, "--peer", json.dumps([name, size, channels, batch, steps, layout, threads])],
        check=True, text=True, stdout=subprocess.PIPE).stdout
    return json.loads(output.splitlines()[-1])


def measure_ours(binary, case, steps, threads):
    name, size, channels, batch = case[:4]
    process = subprocess.run(
        [binary, "--mode", "benchmark", "--arch", name, "--batch-size", str(batch), "--image-size", str(size), "--set",
         f"Data.channels={channels}", "--steps", str(steps), "--threads", str(threads), "--json"],
        check=True, text=True, stdout=subprocess.PIPE)
    result = json.loads(process.stdout)
    return {"train": result["train_images_per_s"], "infer": result["infer_images_per_s"],
            "peak": result["peak_rss_mb"], "first": result["first_step_s"], "gflops": result["train_gflops"],
            "sgemm": result["sgemm_gflops"]}


def median(results, key):
    return statistics.median(result[key] for result in results)


def main():
    if sys.argv[1:2] == ["--peer"]:
        return peer(*json.loads(sys.argv[2]))
    parser = argparse.ArgumentParser()
    parser.add_argument("main", nargs="?", default=default_binary(), type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--quick", action="store_true", help="one round of Custom_1")
    options = parser.parse_args()
    binary = options.main.resolve()
    cases = [case for case in CASES if not options.only or case[0] in options.only]
    if options.quick:
        cases, options.rounds = CASES[:2], 1
    print(f"{options.threads} threads, medians of {options.rounds} rounds of {options.steps} steps; images/s ours : "
          "PyTorch's, ratio; MB; seconds of the first step")
    print("| network | training | inference | peak memory | first step | GFLOP/s, training : OpenBLAS's sgemm |")
    print("|---|---|---|---|---|---|")
    passed = True
    for case in cases:
        own, theirs = [], {layout: [] for layout in LAYOUTS}
        for _ in range(options.rounds):
            own.append(measure_ours(binary, case, options.steps, options.threads))
            for layout in LAYOUTS:
                theirs[layout].append(measure_peer(case, options.steps, layout, options.threads))
        cells = []
        for key, promise in (("train", case[4]), ("infer", case[5])):
            best = max(LAYOUTS, key=lambda layout: median(theirs[layout], key))
            ratio = statistics.median(a[key] / b[key] for a, b in zip(own, theirs[best]))
            passed = passed and ratio >= promise
            cells.append(f"{median(own, key):.1f} : {median(theirs[best], key):.1f} = {ratio:.2f}"
                         + ("" if ratio >= promise else f" (below {promise})"))
        peak = min(median(theirs[layout], "peak") for layout in LAYOUTS)
        first = min(median(theirs[layout], "first") for layout in LAYOUTS)
        cells.append(f"{median(own, 'peak'):.0f} : {peak:.0f} = {median(own, 'peak') / peak:.2f}")
        cells.append(f"{median(own, 'first'):.1f} : {first:.1f}")
        cells.append(f"{median(own, 'gflops'):.0f} : {median(own, 'sgemm'):.0f}")
        print(f"| {case[0]}, {case[1]} px, {case[2]} ch., batch {case[3]} | " + " | ".join(cells) + " |", flush=True)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
