"""Our own architectures in PyTorch, with the parameter names of our checkpoints, and the loss of the zones."""

import torch
from torch import nn
from torch.nn import functional as F

ZONES = ["right_sup", "left_sup", "right_mid", "left_mid", "right_inf", "left_inf"]


class Custom1(nn.Module):
    """With six zones of five classes, or with one head `fc` of `classes`."""

    def __init__(self, channels=3, classes=None):
        super().__init__()
        for i, (width, kernel) in enumerate(zip([64, 128, 256, 512, 1024], [7, 5, 3, 3, 3]), 1):
            setattr(self, f"conv{i}", nn.Conv2d(channels, width, kernel, 2, kernel // 2))
            setattr(self, f"bn{i}", nn.BatchNorm2d(width))
            channels = width
        if classes is None:
            self.zones = nn.ModuleDict({zone: nn.Linear(1024, 5) for zone in ZONES})
        else:
            self.fc = nn.Linear(1024, classes)

    def forward(self, x):
        for i in range(1, 6):
            x = F.relu(getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x)))
            if i <= 2:
                x = F.max_pool2d(x, 3, 2, 1)
        x = x.mean((2, 3))
        return self.fc(x) if hasattr(self, "fc") else torch.stack([self.zones[zone](x) for zone in ZONES], 1)


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(F.relu(self.conv1(x)), 2)
        x = F.avg_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))


class MyNet(nn.Module):
    def __init__(self, dropout=0.0):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5, padding=2)
        self.bn1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 16, (5, 1), padding=(2, 0))
        self.bn2 = nn.BatchNorm2d(16)
        self.conv3 = nn.Conv2d(16, 16, (1, 5), padding=(0, 2))
        self.bn3 = nn.BatchNorm2d(16)
        self.fc1 = nn.Linear(16 * 7 * 7, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.dropout = dropout

    def forward(self, x):
        x = F.max_pool2d(F.silu(self.bn1(self.conv1(x))), 2)
        x = F.silu(self.bn2(self.conv2(x)))
        x = F.max_pool2d(F.silu(self.bn3(self.conv3(x))), 2).flatten(1)
        x = F.dropout(F.silu(self.fc1(x)), self.dropout * 2 / 3, self.training)
        x = F.dropout(F.silu(self.fc2(x)), self.dropout, self.training)
        return self.fc3(x)


def csi_loss(logits, labels, unknown_weight=0.3):
    """WeightedCSILoss: the mean over all zone labels, weighted by class, of -log softmax."""
    weight = torch.tensor([1, 1, 1, 1, unknown_weight], dtype=logits.dtype)
    return F.cross_entropy(logits.reshape(-1, 5), labels.reshape(-1), weight=weight)
