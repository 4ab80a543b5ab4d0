"""Kills runs at random moments, resumes them, and compares them bit for bit with runs that nobody disturbed.

The cases together use every optimizer, every scheduler by epochs and by steps, an average of the weights, accumulation, early
stopping of both strategies, mixup, frozen phases, balanced sampling and validation within epochs. A run is ended again and
again, by SIGKILL or SIGTERM, each time at a random moment of what is left of it, and resumed with another number of
workers. In the end everything that it learned must be that of the undisturbed run: every tensor of every model file (weights,
averages, the optimizer's), histories, tables, predictions and scores, clocks aside.

    python Benchmarks/kills.py [MAIN] [--kills 50] [--seed 1] [--keep]
"""

import argparse
import hashlib
import json
import pathlib
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]

COMMON = {
    "Data.dataset": "folder", "Data.root": "../data", "Data.image_size": "28", "Data.channels": "1",
    "Data.augmentation": "default", "Training.n_epochs": "14", "Training.batch_size": "8", "Training.threads": "1",
    "Training.checkpoint_interval": "3", "Callbacks.keep_checkpoints": "2", "Callbacks.early_stopping_patience": "0",
    "Model.model_arch": "LeNet", "Model.dropout": "0.2", "Logging.log_every_n_steps": "3", "Logging.report": "false",
    "Logging.tensorboard": "false",
}
PATIENCE = {"Callbacks.early_stopping_patience": "3", "Callbacks.early_stopping_min_delta": "0.02"}
PLATEAU = {"Callbacks.early_stopping_patience": "1", "Callbacks.early_stopping_strategy": "plateau",
           "Callbacks.plateau_patience": "3", "Callbacks.plateau_threshold": "0.05",
           "Callbacks.early_stopping_min_epochs": "4"}
CASES = {
    "adam, plateau, early stopping": {
        "Optimization.optimizer": "adam", "Optimization.scheduler": "reduce_lr_on_plateau", "Optimization.patience": "1",
        "Optimization.plateau_cooldown": "1", **PATIENCE},
    "adamw, cosine by steps, average, mixup": {
        "Optimization.optimizer": "adamw", "Optimization.scheduler": "cosine", "Optimization.scheduler_interval": "step",
        "Training.ema_decay": "0.98", "Training.mixup_alpha": "0.4"},
    "sgd, one cycle, accumulation": {
        "Optimization.optimizer": "sgd", "Optimization.nesterov": "true", "Optimization.scheduler": "one_cycle",
        "Training.accumulate_grad_batches": "3", "Training.batch_size": "3"},
    "rmsprop, step, frozen phase": {
        "Optimization.optimizer": "rmsprop", "Optimization.rmsprop_momentum": "0.5", "Optimization.rmsprop_centered": "true",
        "Optimization.scheduler": "step", "Optimization.step_size": "4", "Training.freeze_epochs": "4",
        "Training.unfreeze_learning_rate": "0.0003"},
    "adagrad, multistep by steps, validation within epochs": {
        "Optimization.optimizer": "adagrad", "Optimization.scheduler": "multistep", "Optimization.scheduler_interval": "step",
        "Optimization.milestones": "20, 50", "Training.val_check_interval": "0.3"},
    "lamb, exponential, warm-up, plateau stopping": {
        "Optimization.optimizer": "lamb", "Optimization.scheduler": "exponential", "Optimization.gamma": "0.9",
        "Optimization.warmup_epochs": "2", "Training.gradient_clip_val": "1", **PLATEAU},
    "adamp, restarts, balanced sampling": {
        "Optimization.optimizer": "adamp", "Optimization.scheduler": "cosine_warm_restarts", "Optimization.t_max": "3",
        "Optimization.t_mult": "2", "Data.balanced_sampling": "true"},
    "lion, constant, validation by steps, statistics of batches": {
        "Optimization.optimizer": "lion", "Optimization.scheduler": "none", "Training.learning_rate": "0.0001",
        "Training.val_check_interval": "4", "Model.model_arch": "MyNet", "Training.n_epochs": "8"},
    "muon, cosine, frozen layers": {
        "Optimization.optimizer": "muon", "Optimization.scheduler": "cosine", "Model.freeze": "conv1",
        "Data.augmentation": "randaugment, erase(0.3)"},
    "everything at once": {
        "Optimization.optimizer": "adam", "Optimization.scheduler": "reduce_lr_on_plateau", "Optimization.patience": "0",
        "Training.ema_decay": "0.95", "Training.accumulate_grad_batches": "2", "Training.mixup_alpha": "0.2",
        "Training.batch_size": "4", "Training.freeze_epochs": "2", "Training.val_check_interval": "0.4",
        "Data.balanced_sampling": "true", "Data.augmentation": "strong", "Training.precision": "bf16-mixed",
        "Model.model_arch": "MyNet", "Training.n_epochs": "8", **PATIENCE},
}


def write_png(path, pixels, side):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + pixels[y * side:(y + 1) * side] for y in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make_data(folder, side=28, per_class=40):
    """Three classes that overlap, so that losses neither fall to 0 nor stand still."""
    noise = random.Random(7)
    for label, grey in (("a", 100), ("b", 125), ("c", 150)):
        (folder / label).mkdir(parents=True)
        for index in range(per_class):
            pixels = bytes(max(0, min(255, int(noise.gauss(grey + noise.uniform(-20, 20), 40)))) for _ in range(side * side))
            write_png(folder / label / f"{label}{index:02}.png", pixels, side)


def without(table, *names):
    return {key: value for key, value in table.items() if key not in names}


def learned(folder):
    """Everything that a run learned, without what clocks say."""
    result = {}
    for path in sorted((folder / "models").glob("*.pth")):
        with zipfile.ZipFile(path) as archive:
            # Weights, moments and averages; the pickled part holds times of epochs too, which histories and tables show.
            parts = [archive.read(name) for name in archive.namelist() if "/data/" in name]
        result[path.name] = [hashlib.sha256(part).hexdigest() for part in parts]
    logs = folder / "logs"
    for name in ("training_history.json", "validation_history.json"):
        result[name] = without(json.loads((logs / name).read_text()), "epoch_time", "images_per_s")
    rows = [line.split(",") for line in (logs / "metrics.csv").read_text().splitlines()]
    kept = [i for i, name in enumerate(rows[0]) if name not in ("epoch_time", "images_per_s")]
    result["metrics.csv"] = [[row[i] for i in kept] for row in rows]
    for name in ("steps.csv", "splits.json", "predictions_test.csv", "metrics_test.json"):
        result[name] = (logs / name).read_text()
    record = json.loads((logs / "run.json").read_text())
    result["run.json"] = {key: record.get(key) for key in (
        "name", "status", "stop_reason", "epochs_trained", "best_epoch", "best_metric", "test", "bad_steps")}
    return result


def check_files(folder):
    """After a kill every file that is there is whole."""
    for path in list(folder.glob("models/*.pth")):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None, path
    for path in folder.glob("logs/*.json"):
        json.loads(path.read_text())


class Case:
    def __init__(self, binary, folder, settings):
        self.folder = folder
        folder.mkdir()
        words = [f"{key}={value}" for key, value in {**COMMON, **settings}.items()]
        self.command = [str(binary), "--mode", "train", "--quiet"] + [w for word in words for w in ("--set", word)]

    def words(self, workers):
        resume = ["--resume"] if (self.folder / "logs/run.json").exists() else []
        return self.command + resume + ["--set", f"Training.num_workers={workers}"]

    def finish(self, workers):
        start = time.perf_counter()
        outcome = subprocess.run(self.words(workers), cwd=self.folder, capture_output=True, text=True)
        if outcome.returncode:
            sys.exit(f"{self.folder}: exit status {outcome.returncode}: {outcome.stderr.strip()}")
        return time.perf_counter() - start

    def end(self, workers, signal_number, seconds):
        """Ends a sitting after some seconds; its exit status."""
        program = subprocess.Popen(self.words(workers), cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            program.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            program.send_signal(signal_number)
        errors = program.communicate()[1].decode().strip()
        if program.returncode not in (0, 143, -signal.SIGTERM, -signal.SIGKILL):
            sys.exit(f"{self.folder}: exit status {program.returncode}: {errors}")
        return program.returncode


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", nargs="?", default=REPOSITORY / ".build/release/main")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="leave the folders of runs that differ")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    work = pathlib.Path(tempfile.mkdtemp(prefix="kills-"))
    make_data(work / "data")
    start = time.perf_counter()
    kills, wrong = 0, 0
    names = list(CASES)
    print("| run | epochs | seconds | SIGKILL | SIGTERM | ended at (step) | same |\n|---|---|---|---|---|---|---|")
    for place, name in enumerate(names):
        binary = pathlib.Path(options.binary).resolve()
        whole = Case(binary, work / f"whole{place}", CASES[name])
        seconds = whole.finish(workers=2)
        wanted = learned(whole.folder)
        quota = options.kills * (place + 1) // len(names) - options.kills * place // len(names)
        counts, moments, round_number = {signal.SIGKILL: 0, signal.SIGTERM: 0}, [], 0
        isSame = True
        while sum(counts.values()) < quota:
            # A run that came to its end before its share of kills was spent is compared, and another one begun.
            case = Case(binary, work / f"killed{place}-{round_number}", CASES[name])
            round_number += 1
            for _ in range(quota - sum(counts.values())):
                number = chance.choice(list(counts))
                status = case.end(chance.choice((1, 2, 3)), number, chance.uniform(0.01, seconds * 0.6))
                if status == 0:
                    break
                counts[number] += 1
                check_files(case.folder)
                steps = case.folder / "logs/steps.csv"
                rows = steps.read_text().splitlines() if steps.exists() else []
                moments.append(rows[-1].split(",")[0] if len(rows) > 1 else "-")
            case.finish(workers=chance.choice((1, 2, 3)))
            found = learned(case.folder)
            different = [file for file in wanted.keys() | found.keys() if wanted.get(file) != found.get(file)]
            if different:
                isSame = False
                print(f"{name}: {', '.join(sorted(different))} differ in {case.folder}", file=sys.stderr)
        kills += sum(counts.values())
        wrong += not isSame
        print(f"| {name} | {wanted['run.json']['epochs_trained']} | {seconds:.2f} | {counts[signal.SIGKILL]} | "
              f"{counts[signal.SIGTERM]} | {' '.join(moments)} | {'yes' if isSame else 'NO'} |", flush=True)
    print(f"\n{kills} kills in {time.perf_counter() - start:.0f} s, seed {options.seed}: "
          + ("all bits are the same" if not wrong else f"{wrong} of {len(names)} runs differ"))
    if not (wrong and options.keep):
        shutil.rmtree(work)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
