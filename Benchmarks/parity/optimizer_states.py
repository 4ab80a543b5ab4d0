"""Loads the `optimizer_state_dict` of checkpoints into the optimizers of torch and timm that bear its name.

    python Benchmarks/parity/optimizer_states.py NAME models/last_model.pth [NAME FILE ...]

NAME is the value of Optimization.optimizer. Each parameter must find a state of its own shape, and a step must be possible.
"""

import sys

import torch
from timm.optim import AdamP, Lamb, Lion

MAKERS = {
    "adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad,
    "sgd": lambda p: torch.optim.SGD(p, lr=1), "lamb": Lamb, "adamp": AdamP, "lion": Lion,
}


def load(make, parameters, saved):
    """An optimizer of some parameters that goes on from a saved state."""
    optimizer = make(parameters)
    optimizer.load_state_dict(saved)
    for parameter in parameters:
        for name, value in optimizer.state[parameter].items():
            if isinstance(value, torch.Tensor) and name != "step":
                assert value.shape == parameter.shape, (name, value.shape, parameter.shape)
        parameter.grad = torch.ones_like(parameter)
    # A schedule may have ended at 0.
    for group in optimizer.param_groups:
        group["lr"] = 0.01
    before = [p.detach().clone() for p in parameters]
    optimizer.step()
    assert any(not torch.equal(a, b) for a, b in zip(before, parameters))
    return optimizer


def shapes(saved, group):
    """The shape of each parameter's state, in the order of its group."""
    tensors = [next(v for k, v in saved["state"][i].items() if k != "step") for i in group["params"]]
    return [t.shape for t in tensors]


def main():
    for name, path in zip(sys.argv[1::2], sys.argv[2::2]):
        saved = torch.load(path, weights_only=True)["optimizer_state_dict"]
        for index, group in enumerate(saved["param_groups"]):
            part = {"state": {i: saved["state"][i] for i in group["params"]}, "param_groups": [group]}
            make = MAKERS.get(name) or [torch.optim.Muon, torch.optim.AdamW][index]
            if make is torch.optim.Muon:
                # It takes matrices only: kernels of convolutions are flattened.
                part["state"] = {i: {k: v.flatten(1) for k, v in s.items()} for i, s in part["state"].items()}
            parameters = [torch.nn.Parameter(torch.ones(s)) for s in shapes(part, group)]
            optimizer = load(make, parameters, part)
            print(f"{name}: {type(optimizer).__name__} goes on with {len(parameters)} parameters")


if __name__ == "__main__":
    main()
