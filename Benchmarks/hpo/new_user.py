#!/usr/bin/env python3
"""What a search gains: default settings against `hyperopt`, `train-optimized` and `evaluate`, on the same images and epochs.

  new_user.py --program MAIN --data FASHION_MNIST [--seeds 1,2,3] [--trials 20] [--epochs 10] [--phantoms]

Fashion-MNIST: LeNet on the first 4,000 images of the training set, tested on the first 4,000 of the test set. Phantoms: the 320
that `init` writes, at 64 pixels, LeNet. Nothing else is set: the searched space is the shipped one. Prints the test metric of
both, and how the wall-clock time of the search compares with what its trials trained.
"""
import argparse
import gzip
import json
import pathlib
import struct
import subprocess
import tempfile
import time


def write_fashion(folder, source, count=4000):
    folder.mkdir(parents=True)
    for part in ("train", "t10k"):
        for kind, header, size in (("images-idx3", 16, 784), ("labels-idx1", 8, 1)):
            with gzip.open(source / f"{part}-{kind}-ubyte.gz") as whole:
                content = whole.read(header + size * count)
            content = content[:4] + struct.pack(">I", count) + content[8:]
            (folder / f"{part}-{kind}-ubyte").write_bytes(content)


def evaluate(program, folder):
    subprocess.run(
        [program, "--mode", "evaluate", "--model-path", "models/best_model.pth", "--quiet"], cwd=folder, check=True
    )
    metrics = json.loads((folder / "logs/metrics_test.json").read_text())
    return metrics.get("f1_macro_pooled", metrics.get("accuracy"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--phantoms", action="store_true")
    parser.add_argument("--threads", default="auto")
    arguments = parser.parse_args()
    program = str(arguments.program.resolve())
    for seed in arguments.seeds.split(","):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            if arguments.phantoms:
                subprocess.run([program, "--mode", "init", "--quiet"], cwd=folder, check=True)
                task = ["--set", "Data.image_size=64"]
            else:
                write_fashion(folder / "data/fashion-mnist", arguments.data)
                task = ["--set", "Data.dataset=idx", "--set", "Data.root=data/fashion-mnist"]
            task += ["--set", "Model.model_arch=LeNet", "--seed", seed, "--threads", arguments.threads, "--quiet"]
            words = [*task, "--epochs", str(arguments.epochs)]
            subprocess.run([program, "--mode", "train", *words], cwd=folder, check=True)
            default = evaluate(program, folder)
            search = ["--n-trials", str(arguments.trials), "--max-epochs", str(arguments.epochs)]
            search += ["--set", f"Hyperopt.seed={seed}"]
            start = time.perf_counter()
            subprocess.run([program, "--mode", "hyperopt", *task, *search], cwd=folder, check=True)
            wall = time.perf_counter() - start
            trained = 0.0
            for record in folder.glob("models/hyperopt/*/trials/*/logs/run.json"):
                trained += json.loads(record.read_text())["training_time"]
            subprocess.run([program, "--mode", "train-optimized", *words], cwd=folder, check=True)
            found = evaluate(program, folder)
            print(
                f"seed {seed}: default {default:.4f}, found {found:.4f}; "
                f"search {wall:.1f} s, its trials trained {trained:.1f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
