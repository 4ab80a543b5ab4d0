"""Prints as JSON what TensorBoard's own reader finds in a folder of event files.

    python tensorboard_reader.py logs
"""

import json
import sys

from google.protobuf.json_format import MessageToDict
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util import tensor_util


def main(folder):
    events = EventAccumulator(folder, size_guidance={name: 0 for name in ("scalars", "images", "histograms", "tensors")})
    events.Reload()
    tags = events.Tags()
    start = plugin_data_pb2.HParamsPluginData.FromString(
        events.PluginTagToContent("hparams")["_hparams_/session_start_info"])
    print(json.dumps({
        "scalars": {tag: [[row.step, row.value] for row in events.Scalars(tag)] for tag in tags["scalars"]},
        "images": {tag: [events.Images(tag)[0].width, events.Images(tag)[0].height] for tag in tags["images"]},
        "histograms": {tag: [row.histogram_value.num for row in events.Histograms(tag)] for tag in tags["histograms"]},
        "texts": {tag: tensor_util.make_ndarray(events.Tensors(tag)[0].tensor_proto)[0].decode()
                  for tag in tags["tensors"] if not tag.startswith("_hparams_")},
        "hyperparameters": MessageToDict(start)["sessionStartInfo"]["hparams"],
    }))


if __name__ == "__main__":
    main(sys.argv[1])
