"""Made-up numbers that are the same in PyTorch and in Tests/TestSupport/Fixture.swift."""

import numpy as np


def values(count, seed):
    place = np.arange(1, count + 1, dtype=np.uint32)
    hash = place * np.uint32(2654435761) + np.uint32(seed * 40503 % 2**32)
    hash = (hash ^ (hash >> np.uint32(15))) * np.uint32(2246822519)
    hash = hash ^ (hash >> np.uint32(13))
    return (((hash >> np.uint32(8)).astype(np.float64) + 0.5) / 2**23 - 1).astype(np.float32)


def swift_array(numbers, indent=4, width=96):
    """Numbers as the lines of a Swift array literal."""
    lines, line = [], " " * indent
    for number in numbers:
        text = repr(float(number)) + ", "
        if len(line) + len(text) > width:
            lines.append(line.rstrip())
            line = " " * indent
        line += text
    return "\n".join(lines + [line.rstrip()])


def published(name):
    """The name in files of what transformers 5 renames in memory."""
    for new, old in [("attention.q_proj", "attention.attention.query"), ("attention.k_proj", "attention.attention.key"),
                     ("attention.v_proj", "attention.attention.value"), ("attention.o_proj", "attention.output.dense")]:
        name = name.replace(new, old)
    return name
