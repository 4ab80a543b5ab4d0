"""config/fashion_mnist.ini trained by `main` and by PyTorch, epoch by epoch in turn on one machine.

While one side trains, the other is stopped. An epoch counts from its first step to its last validation batch (ours also
writes its checkpoint). PyTorch holds all images ready as float32 in memory, and runs in the fastest of its settings.

    python Benchmarks/fashion_mnist.py [MAIN] [--epochs N]
"""

import argparse
import configparser
import json
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch
from torch.nn import functional as F

from parity.networks import MyNet
from parity.program import IMAGENET_GREY, REPOSITORY, default_binary, normalized, read_idx, shared_data, split_ids

TOLERATED_POINTS = 0.5


class Ours:
    """A training of `main` that runs only while an epoch of it is awaited."""

    def __init__(self, binary, folder, data, epochs, threads):
        self.process = subprocess.Popen(
            [binary, "--mode", "train", "--config", REPOSITORY / "config/fashion_mnist.ini", "--json", "--quiet",
             "--set", f"Data.root={data}", "--epochs", str(epochs), "--threads", str(threads)],
            cwd=folder, stdout=subprocess.PIPE, text=True)
        self.wait("run_start")
        self.process.send_signal(signal.SIGSTOP)

    def wait(self, name):
        for line in self.process.stdout:
            event = json.loads(line)
            if event["event"] == name:
                return event
        sys.exit("main ended early")

    def epoch(self):
        start = time.perf_counter()
        self.process.send_signal(signal.SIGCONT)
        event = self.wait("epoch_end")
        seconds = time.perf_counter() - start
        self.process.send_signal(signal.SIGSTOP)
        return seconds, event["val_accuracy"]

    def finish(self):
        self.process.send_signal(signal.SIGCONT)
        return self.wait("run_end")["test"]["accuracy"]


class Theirs:
    """The same training in PyTorch."""

    variants = {"default": (False, False), "channels_last": (True, False), "channels_last, fused": (True, True)}

    def __init__(self, data, order, settings, epochs):
        self.settings = settings
        self.sets = {}
        for kind in ["train", "t10k"]:
            images = normalized(read_idx(data / f"{kind}-images-idx3-ubyte.gz"), *IMAGENET_GREY)
            labels = read_idx(data / f"{kind}-labels-idx1-ubyte.gz").astype(np.int64)
            self.sets[kind] = torch.from_numpy(images).unsqueeze(1), torch.from_numpy(labels)
        self.train, self.val = order
        self.batch = settings.getint("Training", "batch_size")
        self.batches = -(-len(self.train) // self.batch)
        variant = min(self.variants, key=self.trial)
        self.begin(variant, epochs)
        print(f"PyTorch {torch.__version__} is fastest as: {variant}", flush=True)

    def begin(self, variant, epochs):
        channels_last, fused = self.variants[variant]
        self.format = torch.channels_last if channels_last else torch.contiguous_format
        torch.manual_seed(42)
        self.model = MyNet(self.settings.getfloat("Model", "dropout")).to(memory_format=self.format)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), lr=self.settings.getfloat("Training", "learning_rate"),
            weight_decay=self.settings.getfloat("Optimization", "weight_decay"), fused=fused)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimizer, self.settings.getfloat("Optimization", "max_lr"), total_steps=epochs * self.batches,
            cycle_momentum=False)

    def steps(self, rows):
        self.model.train()
        images, labels = self.sets["train"]
        loss_sum, correct = 0.0, 0
        for first in range(0, len(rows), self.batch):
            chosen = rows[first:first + self.batch]
            batch, truth = images[chosen].contiguous(memory_format=self.format), labels[chosen]
            logits = self.model(batch)
            loss = F.cross_entropy(logits, truth)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.schedule.step()
            loss_sum += loss.item() * len(chosen)
            correct += int((logits.argmax(1) == truth).sum())

    def trial(self, variant):
        """Seconds for fifty steps."""
        self.begin(variant, 1)
        self.steps(self.train[:20 * self.batch])
        start = time.perf_counter()
        self.steps(self.train[:50 * self.batch])
        return time.perf_counter() - start

    def accuracy(self, kind, rows):
        self.model.eval()
        images, labels = self.sets[kind]
        correct = 0
        with torch.no_grad():
            for chosen in torch.split(rows, self.batch):
                logits = self.model(images[chosen].contiguous(memory_format=self.format))
                correct += int((logits.argmax(1) == labels[chosen]).sum())
        return correct / len(rows)

    def epoch(self):
        start = time.perf_counter()
        self.steps(self.train[torch.randperm(len(self.train))])
        accuracy = self.accuracy("train", self.val)
        return time.perf_counter() - start, accuracy

    def finish(self):
        return self.accuracy("t10k", torch.arange(len(self.sets["t10k"][1])))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("main", nargs="?", default=default_binary(), type=pathlib.Path)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    settings = configparser.ConfigParser()
    settings.read(REPOSITORY / "config/fashion_mnist.ini")
    epochs = options.epochs or settings.getint("Training", "n_epochs")
    data = shared_data("fashion-mnist")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        ours = Ours(options.main.resolve(), folder, data, epochs, options.threads)
        try:
            ids = split_ids(folder)
            order = [torch.tensor([int(name.split("/")[-1].split("-")[-1]) for name in ids[split]])
                     for split in ["train", "val"]]
            theirs = Theirs(data, order, settings, epochs)
            sides, seconds = {"ours": ours, "PyTorch": theirs}, {"ours": [], "PyTorch": []}
            print("epoch   side       seconds   val accuracy")
            for epoch in range(1, epochs + 1):
                for name in list(sides) if epoch % 2 else list(sides)[::-1]:
                    duration, accuracy = sides[name].epoch()
                    seconds[name].append(duration)
                    print(f"{epoch:5}   {name:8} {duration:9.2f} {accuracy:14.4f}", flush=True)
            scores = {name: side.finish() for name, side in sides.items()}
        finally:
            ours.process.kill()
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    ratio = medians["PyTorch"] / medians["ours"]
    for name in sides:
        print(f"{name:8} test accuracy {100 * scores[name]:.2f} %, median epoch {medians[name]:.2f} s, "
              f"fastest {min(seconds[name]):.2f} s")
    # More than half a point above PyTorch would be no defect.
    close = scores["ours"] >= scores["PyTorch"] - TOLERATED_POINTS / 100
    print(f"accuracy {'pass' if close else 'FAIL'}; ours is {ratio:.2f} times as fast: "
          f"{'pass' if ratio >= 1 else 'FAIL'}")
    sys.exit(0 if close and ratio >= 1 else 1)


if __name__ == "__main__":
    main()
