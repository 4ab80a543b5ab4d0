"""Our networks against torchvision's, timm's and transformers' on their own random weights.

For each network, batch sizes 1, 2 and 7, and 224 pixels and an odd size, torch writes its weights, model-probe reads them
and computes three batches: logits within 1e-4 of float64 PyTorch's, relative to the largest; each parameter's gradient no
further from float64 PyTorch's than three times float32 PyTorch's own distance (gradients that are zero in truth: below 1e-6
of the norm of all); running statistics within 1e-5, or three times float32's distance.

Deep networks with fresh weights amplify rounding ten thousandfold, and in which batch a rounding sends a ReLU the other way
is chance: with one such unit the gradients behind it are a thousand times as far off as without. A parameter is therefore
held to its nearest batch of the three (an error of the rule itself would show in all), float32 PyTorch's distance is the
larger one of its two memory layouts, and where its logits are off by more than 1e-4 themselves, ours may be off by three
times as much. The column "typical" is the median of the ratios of all parameters in all batches.

    python Benchmarks/parity/backbones.py [--probe .build/release/model-probe] [--quick] [NETWORK]...
"""

import argparse
import copy
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional as F

from fixture import published, values
from peers import NETWORKS

CLASSES = 10
BATCHES = 3
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def made_up(shape, seed):
    return torch.from_numpy(values(int(torch.Size(shape).numel()), seed)).reshape(shape)


def stir(model):
    """Weights as after some training: no batch norm is the identity, no running statistic fresh."""
    with torch.no_grad():
        for index, (name, parameter) in enumerate(model.named_parameters()):
            if parameter.dim() == 1:
                parameter.add_(0.1 * made_up(parameter.shape, index))
        for index, (name, buffer) in enumerate(model.named_buffers()):
            if name.endswith("running_mean"):
                buffer.add_(0.1 * made_up(buffer.shape, index))
            elif name.endswith("running_var"):
                buffer.add_(0.5 * made_up(buffer.shape, index))


def peer(model, images, labels, dtype, layout=torch.contiguous_format):
    """What PyTorch computes: evaluation logits, then a training pass."""
    model = copy.deepcopy(model).to(dtype=dtype, memory_format=layout)
    images = images.permute(0, 3, 1, 2).to(dtype=dtype, memory_format=layout)
    with torch.no_grad():
        evaluation = model.eval()(images)
    training = model.train()(images)
    loss = F.cross_entropy(training, labels)
    loss.backward()
    result = {"evaluation": evaluation, "training": training.detach(), "loss": loss.detach()}
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            result["gradient." + name] = parameter.grad
    for name, buffer in model.named_buffers():
        if buffer.dtype.is_floating_point:
            result["buffer." + name] = buffer
    return {published(name): tensor.double().contiguous() for name, tensor in result.items()}


def probe(binary, network, folder, images, labels):
    save_file({"images": images.contiguous(), "labels": labels}, folder / "input.safetensors")
    result = subprocess.run(
        [binary, network, str(CLASSES), folder / "weights.pth", folder / "input.safetensors",
         folder / "output.safetensors"], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0 or "loaded" not in result.stdout:
        sys.exit(f"{network}: {result.stdout}")
    return {name: tensor.double() for name, tensor in load_file(folder / "output.safetensors").items()}


def relative(mine, truth):
    return float((mine - truth).norm()) / max(float(truth.norm()), 1e-30)


def judge(ours, contiguous, channels_last, exact):
    """The columns of the table, and what is wrong."""
    problems = []
    for name, gap in [("missing", set(exact[0]) - set(ours[0])), ("extra", set(ours[0]) - set(exact[0]))]:
        if gap:
            problems.append(f"{len(gap)} {name}: {sorted(gap)[0]}")
    worst, worst_name, logits, running, everything = 0.0, "", 0.0, 0.0, []
    beyond = [0, 0, 0]  # ours, PyTorch's other layout, of so many
    whole = [math.hypot(*(float(v.norm()) for k, v in truth.items() if k.startswith("gradient."))) for truth in exact]
    for k in set(ours[0]) & set(exact[0]):
        own = [relative(mine[k], truth[k]) for mine, truth in zip(ours, exact)]
        theirs = [max(relative(a[k], truth[k]), relative(b[k], truth[k]))
                  for a, b, truth in zip(contiguous, channels_last, exact)]
        if not k.startswith("gradient."):
            if k in ("evaluation", "training"):
                logits = max(logits, *own)
            if k.startswith("buffer."):
                running = max(running, *own)
            floor = 1e-5 if k.startswith("buffer.") else 1e-4
            if not max(own) < max(floor, 3 * max(theirs)):
                problems.append(f"{k} {max(own):.1e}, float32 {max(theirs):.1e}")
        elif all(float(truth[k].norm()) < 1e-9 * norm for truth, norm in zip(exact, whole)):
            rest = max(float(mine[k].norm()) / norm for mine, norm in zip(ours, whole))
            if not rest < 1e-6:
                problems.append(f"{k} is 0 in truth, ours {rest:.1e} of the gradient")
        else:
            ratios = [a / max(b, 1e-9) for a, b in zip(own, theirs)]
            for mine, one, other, truth in zip(ours, contiguous, channels_last, exact):
                bound = 3 * max(relative(one[k], truth[k]), 1e-9)
                beyond[0] += relative(mine[k], truth[k]) > bound
                beyond[1] += relative(other[k], truth[k]) > bound
                beyond[2] += 1
            everything += ratios
            ratio = min(ratios)
            if not ratio <= worst:
                worst, worst_name = ratio, k
            if not ratio <= 3:
                problems.append(f"{k} {ratio:.2f} times as far as float32 ({max(own):.1e})")
    return logits, statistics.median(everything), worst, worst_name, running, beyond, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--probe", default=REPOSITORY / ".build/release/model-probe")
    parser.add_argument("--quick", action="store_true", help="batch size 2 at the odd size only")
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help=", ".join(NETWORKS))
    options = parser.parse_args()
    binary = pathlib.Path(options.probe).resolve()
    passed = True
    torch.set_num_threads(2)
    print(f"{'network':14} batch size   logits  typical  worst gradient / float32's              statistics  beyond, ours : layouts of parameters")
    for network in options.networks or NETWORKS:
        make, sizes = NETWORKS[network]
        cases = [(2, sizes[-1])] if options.quick else [(n, s) for s in sizes for n in (1, 2, 7)]
        for batch, size in cases:
            torch.manual_seed(batch)
            model = make(CLASSES, size)
            stir(model)
            found = ([], [], [], [])
            with tempfile.TemporaryDirectory() as scratch:
                folder = pathlib.Path(scratch)
                torch.save(model.state_dict(), folder / "weights.pth")
                for index in range(BATCHES):
                    images = made_up((batch, size, size, 3), 40 + index) * 2
                    labels = torch.tensor([(3 * i + index) % CLASSES for i in range(batch)])
                    found[0].append(probe(binary, network, folder, images, labels))
                    found[1].append(peer(model, images, labels, torch.float32))
                    found[2].append(peer(model, images, labels, torch.float32, torch.channels_last))
                    found[3].append(peer(model, images, labels, torch.float64))
            logits, typical, worst, name, running, beyond, problems = judge(*found)
            print(f"{network:14} {batch:5} {size:4} {logits:8.1e} {typical:8.2f} {worst:6.2f} {name[9:][:34]:34} {running:8.1e}  "
                  f"{beyond[0]:4} : {beyond[1]:4} of {beyond[2]:5}  "
                  f"{'FAIL: ' + '; '.join(problems[:4]) if problems else 'pass'}", flush=True)
            passed = passed and not problems
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
