"""The networks of torchvision, timm and transformers that ours are compared with, dropout and stochastic depth off."""

from torchvision import models


def resnet(depth):
    return lambda classes, size: getattr(models, f"resnet{depth}")(num_classes=classes)


def densenet(depth):
    return lambda classes, size: getattr(models, f"densenet{depth}")(num_classes=classes)


# Each with its image sizes.
NETWORKS = {
    **{f"ResNet{depth}": (resnet(depth), (224, 97)) for depth in (18, 34, 50, 101, 152)},
    **{f"DenseNet{depth}": (densenet(depth), (224, 97)) for depth in (121, 169, 201)},
}
