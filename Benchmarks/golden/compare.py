"""Runs the cases of golden.sh with two programs and compares what they computed; exits with 1 where something differs.

    python3 Benchmarks/golden/compare.py BASE_PROGRAM PROGRAM [CASE ...]
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

import cases
import data
import reading


class Failed(Exception):
    pass


def start(program, folder, *arguments):
    return subprocess.Popen(
        [program, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def call(program, folder, *arguments, statuses=(0,)):
    process = start(program, folder, *arguments)
    out, err = process.communicate(timeout=600)
    if process.returncode not in statuses:
        raise Failed(f"{' '.join(arguments[:4])}: status {process.returncode}: {err.strip()[-600:]}")
    return out


def write_settings(folder, settings, files, more=""):
    sections = {}
    for name, value in settings.items():
        section, key = name.split(".", 1)
        sections.setdefault(section, []).append(f"{key} = {value.replace('DATA', str(files))}")
    lines = [f"[{section}]\n" + "\n".join(rows) + "\n" for section, rows in sections.items()]
    (folder / "config.ini").write_text("\n".join(lines) + more)


def predicted(program, folder, settings, files):
    images = files / ("phantoms/images" if settings["Data.dataset"] == "csi" else "photos/ant")
    model = "models/best_model.pth"
    result = {"predict": json.loads(call(
        program, folder, "--mode", "predict", "--model-path", model, "--input", str(images), "--logits"))}
    for entry in result["predict"]:
        entry.pop("path", None)
    call(program, folder, "--mode", "evaluate", "--model-path", model, "--split", "val,test", "--output-dir", "scores")
    for split in ("val", "test"):
        result[f"metrics_{split}"] = json.loads((folder / f"scores/metrics_{split}.json").read_text())
        result[f"predictions_{split}"] = reading.table(folder / f"scores/predictions_{split}.csv")
    kinds = {"safetensors": reading.safetensors, "onnx": reading.onnx}
    if "Data.masks_dir" in settings:  # A graph of images alone cannot look at masks.
        kinds.pop("onnx")
    for kind, read in kinds.items():
        output = f"model.{kind}"
        call(program, folder, "--mode", "export", "--model-path", model, "--format", kind, "--output", output)
        result[kind] = read(folder / output)
    return result


def trained(program, folder, settings, files):
    write_settings(folder, settings, files)
    call(program, folder, "--mode", "train", "--config", "config.ini")
    return {"train": reading.run(folder), **predicted(program, folder, settings, files)}


def resumed(program, folder, settings, files):
    """Ended in the second epoch, and continued."""
    write_settings(folder, settings, files)
    process = start(program, folder, "--mode", "train", "--config", "config.ini", "--json")
    for line in process.stdout:
        if json.loads(line)["event"] == "epoch_end":
            break
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=600)
    if process.returncode not in (0, 143):
        raise Failed(f"interrupted training: status {process.returncode}")
    call(program, folder, "--mode", "train", "--resume")
    return reading.run(folder)


def searched(program, folder, settings, files):
    write_settings(folder, settings, files, cases.SEARCH)
    call(
        program, folder, "--mode", "hyperopt", "--config", "config.ini", "--n-trials", "6", "--max-epochs", "2",
        "--study-name", "golden")
    best = json.loads((folder / "models/hyperopt/best_params.json").read_text())
    return {
        "journal": reading.study(folder / "models/hyperopt/golden/study.journal"), "best_params": reading.unclocked(best)}


def differences(one, other, place=""):
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}, key=str):
            if key not in one or key not in other:
                yield f"{place}/{key}: only in {'base' if key in one else 'present'}"
            else:
                yield from differences(one[key], other[key], f"{place}/{key}")
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            yield f"{place}: {len(one)} and {len(other)} entries"
        for index, pair in enumerate(zip(one, other)):
            yield from differences(*pair, f"{place}/{index}")
    elif one != other:
        yield f"{place}: {one!r} and {other!r}"


def main():
    programs = [str(pathlib.Path(name).resolve()) for name in sys.argv[1:3]]
    wanted = sys.argv[3:] or list(cases.CASES)
    work = pathlib.Path(tempfile.mkdtemp(prefix="roentgen-golden-"))
    files = work / "data"
    files.mkdir()
    data.make(files)
    jobs = [(name, "train", trained) for name in wanted]
    jobs += [(name, "resume", resumed) for name in cases.RESUMED if name in wanted]
    jobs += [(name, "search", searched) for name in cases.SEARCHED if name in wanted]
    unequal = 0
    for name, kind, job in jobs:
        results = []
        for program, label in zip(programs, ("base", "present")):
            folder = work / f"{name}-{kind}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            try:
                results.append(job(program, folder, cases.CASES[name], files))
            except Failed as failure:
                print(f"{label}: {failure}")
                results.append({"failed": label})
        rows = list(differences(*results))
        failed = any("failed" in result for result in results)
        print(f"{'equal' if not rows and not failed else 'DIFFERENT'}  {name} {kind}", flush=True)
        for row in rows[:int(os.environ.get("ROENTGEN_GOLDEN_ROWS", "8"))]:
            print(f"    {row[:300]}")
        if len(rows) > 8:
            print(f"    ... {len(rows)} differences")
        unequal += bool(rows) or failed
    shutil.rmtree(work)
    print(f"{len(jobs) - unequal} of {len(jobs)} equal")
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
