"""The trainer's step on random images against PyTorch's, in turn on one machine: Custom_1 with Adam.

PyTorch runs the same step (forward, loss, backward, Adam, loss and hits read out) in the fastest of its settings.

    python Benchmarks/training_speed.py [MAIN] [--rounds N] [--steps N]
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

import torch
from torch.nn import functional as F

from parity.networks import Custom1
from parity.program import default_binary

CASES = [(224, 3, 16), (128, 1, 16)]
VARIANTS = {"default": (False, False), "channels_last": (True, False), "channels_last, fused": (True, True)}


class Theirs:
    def __init__(self, size, channels, batch, variant):
        channels_last, fused = VARIANTS[variant]
        format = torch.channels_last if channels_last else torch.contiguous_format
        torch.manual_seed(0)
        self.images = torch.randn(batch, channels, size, size).contiguous(memory_format=format)
        self.labels = torch.arange(batch) % 10
        self.model = Custom1(channels, 10).to(memory_format=format)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-4, fused=fused)

    def step(self):
        start = time.perf_counter()
        self.model.train()
        logits = self.model(self.images)
        loss = F.cross_entropy(logits, self.labels)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        loss.item()
        int((logits.argmax(1) == self.labels).sum())
        return time.perf_counter() - start

    def infer(self):
        start = time.perf_counter()
        self.model.eval()
        with torch.inference_mode():
            self.model(self.images)
        return time.perf_counter() - start

    def rates(self, steps):
        """Median images per second of training and of inference; the first of each is no measurement."""
        return [len(self.labels) / statistics.median([act() for _ in range(steps + 1)][1:])
                for act in (self.step, self.infer)]


def ours(binary, size, channels, batch, steps, threads):
    output = subprocess.run(
        [binary, "--mode", "benchmark", "--arch", "Custom_1", "--batch-size", str(batch), "--image-size", str(size),
         "--set", f"Data.channels={channels}", "--steps", str(steps), "--threads", str(threads), "--json"],
        check=True, text=True, stdout=subprocess.PIPE).stdout
    result = json.loads(output)
    return [result["train_images_per_s"], result["infer_images_per_s"]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("main", nargs="?", default=default_binary(), type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    binary = options.main.resolve()
    print(f"Custom_1, images per second, medians of {options.rounds} rounds in turn, {options.threads} threads, "
          f"PyTorch {torch.__version__}")
    passed = True
    for size, channels, batch in CASES:
        peers = {name: Theirs(size, channels, batch, name) for name in VARIANTS}
        variant = max(VARIANTS, key=lambda name: peers[name].rates(2)[0])
        rounds = [(ours(binary, size, channels, batch, options.steps, options.threads),
                   peers[variant].rates(options.steps)) for _ in range(options.rounds)]
        for index, act in enumerate(["train", "infer"]):
            mine, theirs = (statistics.median(round[side][index] for round in rounds) for side in (0, 1))
            # Neighbours on the machine slow both sides of a round alike.
            ratio = statistics.median(round[0][index] / round[1][index] for round in rounds)
            best = max(round[0][index] for round in rounds) / max(round[1][index] for round in rounds)
            print(f"{size:4} px, {channels} channels, batch {batch}: {act}  ours {mine:7.1f}  "
                  f"PyTorch ({variant}) {theirs:7.1f}  median ratio {ratio:.2f}, of the best rounds {best:.2f}",
                  flush=True)
            passed = passed and (act != "train" or ratio >= 1)
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
