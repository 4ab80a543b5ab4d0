"""Whole training runs of `main` against PyTorch's: same initial weights, same batches, no dropout.

The losses of the first 20 steps must equal float64 PyTorch's within three times float32 PyTorch's own error, and at
least 1e-5. Errors are the largest of a run: in which step a rounding sends a ReLU or a maximum the other way is chance.
After ten steps with Adam, torch continues from our checkpoint; its next five losses are held to the same rule.

    python Benchmarks/parity/training.py [MAIN]
"""

import copy
import pathlib
import sys
import tempfile

import numpy as np
import torch
from PIL import Image
from torch import optim
from torch.nn import functional as F

from networks import Custom1, LeNet, MyNet, ZONES, csi_loss
from program import (IMAGENET_GREY, default_binary, normalized, read_idx, shared_data, split_ids, step_losses, train,
                     write_idx)

STEPS = 20
STEPS_PER_EPOCH = 10
FLOOR = 1e-5

# Each with its learning rate as a multiple of the network's.
OPTIMIZERS = {
    "sgd": (lambda p, rate: optim.SGD(p, lr=rate, momentum=0.9, weight_decay=1e-4), 10, {"momentum": 0.9}),
    "adamw": (lambda p, rate: optim.AdamW(p, lr=rate, weight_decay=1e-4), 1, {}),
    "adam": (lambda p, rate: optim.Adam(p, lr=rate, weight_decay=1e-4), 1, {}),
}


class Zones:
    """Pictures of made-up blobs and noise at the network's own size, so that no resizing differs."""

    batch, size = 16, 64

    def __init__(self, folder):
        count = self.batch * STEPS_PER_EPOCH
        random = np.random.default_rng(0)
        self.labels = random.integers(0, 5, (count, len(ZONES)))
        (folder / "images").mkdir()
        lines = [",".join(["FileID", *ZONES])]
        self.pixels = np.empty((count, self.size, self.size, 3), np.uint8)
        for i in range(count):
            coarse = Image.fromarray(random.integers(0, 128, (12, 12, 3), np.uint8))
            blobs = np.asarray(coarse.resize((self.size, self.size), Image.BILINEAR))
            picture = Image.fromarray(blobs + random.integers(0, 128, blobs.shape, np.uint8))
            picture.save(folder / f"images/{i:03}.png")
            self.pixels[i] = np.asarray(picture)
            lines.append(",".join([f"{i:03}", *map(str, self.labels[i])]))
        (folder / "labels.csv").write_text("\n".join(lines) + "\n")
        self.keys = {"dataset": "csi", "csv_path": folder / "labels.csv", "image_dir": folder / "images",
                     "image_size": self.size, "channels": 3, "normalization": "medical", "val_split": 0,
                     "test_split": 0, "shuffle": "false"}

    def tensors(self, run):
        order = [int(name) for name in split_ids(run)["train"]]
        images = normalized(self.pixels[order], 0.5, 0.5)
        return torch.from_numpy(images).permute(0, 3, 1, 2), torch.from_numpy(self.labels[order])


class Garments:
    """The first images of Fashion-MNIST, in order."""

    batch = 64

    def __init__(self, folder):
        source, count = shared_data("fashion-mnist"), self.batch * STEPS_PER_EPOCH
        self.pixels = read_idx(source / "train-images-idx3-ubyte.gz")[:count]
        self.labels = read_idx(source / "train-labels-idx1-ubyte.gz")[:count]
        for kind, first in [("train", 0), ("t10k", count - self.batch)]:
            write_idx(folder / f"{kind}-images-idx3-ubyte", self.pixels[first:])
            write_idx(folder / f"{kind}-labels-idx1-ubyte", self.labels[first:])
        self.keys = {"dataset": "idx", "root": folder, "channels": 1, "normalization": "imagenet", "val_split": 0,
                     "shuffle": "false"}

    def tensors(self, run):
        images = normalized(self.pixels, *IMAGENET_GREY)
        return torch.from_numpy(images).unsqueeze(1), torch.from_numpy(self.labels.astype(np.int64))


NETWORKS = {
    "Custom_1": (Custom1, Zones, csi_loss, 1e-4),
    "LeNet": (LeNet, Garments, F.cross_entropy, 2e-3),
    "MyNet": (MyNet, Garments, F.cross_entropy, 2e-3),
}


def torch_losses(make, weights, make_optimizer, loss, data, batch, steps, dtype, optimizer_state=None):
    model = make()
    model.load_state_dict(weights, strict=True)
    model = model.to(dtype).train()
    optimizer = make_optimizer(model.parameters())
    if optimizer_state is not None:
        # A copy, because torch goes on counting in the loaded tensors themselves.
        optimizer.load_state_dict(copy.deepcopy(optimizer_state))
    images, labels = data
    losses = []
    for step in range(steps):
        rows = slice(batch * (step % STEPS_PER_EPOCH), batch * (step % STEPS_PER_EPOCH + 1))
        value = loss(model(images[rows].to(dtype)), labels[rows])
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        losses.append(float(value.detach()))
    return np.array(losses)


def judge(name, ours, exact, single):
    """A line of the table; whether ours is close enough at every step."""
    if len(ours) != len(exact):
        sys.exit(f"{name}: {len(ours)} steps were logged, not {len(exact)}")
    own, theirs = np.abs(ours - exact), np.abs(single - exact)
    passed = bool(own.max() <= max(FLOOR, 3 * theirs.max()))
    print(f"{name:34} {len(exact):5} {exact[0]:8.5f} {exact[-1]:8.5f} {own.max():10.1e} {theirs.max():10.1e}  "
          f"{'pass' if passed else 'FAIL'}", flush=True)
    return passed


def run(binary, folder, name, rule):
    make, make_data, loss, rate = NETWORKS[name]
    make_rule, factor, options = OPTIMIZERS[rule]
    rate *= factor
    source, output = folder / "data", folder / "run"
    source.mkdir(parents=True)
    output.mkdir()
    data = make_data(source)
    torch.manual_seed(1)
    torch.save(make().state_dict(), folder / "start.pth")
    train(binary, output, {
        "Data": data.keys,
        "Training": {"batch_size": data.batch, "learning_rate": rate, "n_epochs": STEPS // STEPS_PER_EPOCH,
                     "checkpoint_interval": 1},
        "Model": {"model_arch": name, "pretrained": folder / "start.pth", "dropout": 0},
        "Optimization": {"optimizer": rule, "weight_decay": 0.0001, "scheduler": "none", **options},
        "Logging": {"log_every_n_steps": 1},
    })
    ours, tensors = step_losses(output), data.tensors(output)

    def make_optimizer(parameters):
        return make_rule(parameters, rate)

    if rule != "adam":
        start = torch.load(folder / "start.pth", weights_only=True)
        exact, single = (torch_losses(make, start, make_optimizer, loss, tensors, data.batch, STEPS, dtype)
                         for dtype in (torch.float64, torch.float32))
        return judge(f"{name}, {rule}", ours, exact, single)
    saved = torch.load(output / "models/checkpoint_epoch_1.pth", weights_only=True)
    exact, single = (torch_losses(make, saved["model_state_dict"], make_optimizer, loss, tensors, data.batch, 5, dtype,
                                  saved["optimizer_state_dict"]) for dtype in (torch.float64, torch.float32))
    return judge(f"{name}, adam continued by torch", ours[STEPS_PER_EPOCH:STEPS_PER_EPOCH + 5], exact, single)


def main():
    binary = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else default_binary()).resolve()
    torch.set_num_threads(2)
    print(f"{'':34} steps    first     last       ours    float32  (largest error against float64 PyTorch "
          f"{torch.__version__})")
    with tempfile.TemporaryDirectory() as scratch:
        passed = [run(binary, pathlib.Path(scratch) / name / rule, name, rule)
                  for name in NETWORKS for rule in OPTIMIZERS]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
