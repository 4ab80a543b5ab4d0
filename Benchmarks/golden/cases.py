"""The cases of golden.sh: what is trained, on what, and what follows the training.

Each case is small enough to train in seconds. Together they reach every task, several families of networks and optimizers,
augmentation, the moving average, accumulated batches, mixup, frozen phases, balanced sampling, bfloat16 and `compile = false`.
"""

COMMON = {
    "Training.threads": "2", "Training.n_epochs": "3", "Training.batch_size": "8", "Training.checkpoint_interval": "2",
    "Callbacks.early_stopping_patience": "0", "Logging.log_every_n_steps": "2", "Logging.report": "false",
    "Logging.tensorboard": "false",
}
FOLDER = {"Data.dataset": "folder", "Data.root": "DATA/photos", "Data.image_size": "32"}
LABELS = {
    "Data.dataset": "csv", "Data.csv_path": "DATA/labels.csv", "Data.image_dir": "DATA/photos", "Data.image_size": "32",
    "Data.label_column": "dark, striped",
}
ZONES = {
    "Data.dataset": "csi", "Data.csv_path": "DATA/phantoms/labels.csv", "Data.image_dir": "DATA/phantoms/images",
    "Data.group_column": "patient_id", "Data.image_size": "48",
}


def case(data, architecture, optimizer, **settings):
    table = {**COMMON, **data, "Model.model_arch": architecture, "Optimization.optimizer": optimizer}
    table.update({key.replace("__", "."): value for key, value in settings.items()})
    return table


CASES = {
    "classes-mynet-adam": case(FOLDER, "MyNet", "adam", Data__augmentation="default", Optimization__scheduler="cosine"),
    "classes-resnet18-sgd": case(
        FOLDER, "ResNet18", "sgd", Optimization__nesterov="true", Data__augmentation="strong",
        Training__ema_decay="0.9", Optimization__scheduler="one_cycle"),
    "classes-densenet121-adamw": case(
        FOLDER, "DenseNet121", "adamw", Training__accumulate_grad_batches="2", Training__mixup_alpha="0.4",
        Training__n_epochs="2"),
    "classes-efficientnet-lamb": case(
        FOLDER, "EfficientNet-B0", "lamb", Data__balanced_sampling="true", Training__n_epochs="2",
        Loss__label_smoothing="0.1"),
    "classes-vit-lion": case(
        FOLDER, "ViT-Ti/16", "lion", Training__learning_rate="0.0001", Training__precision="bf16-mixed",
        Training__n_epochs="2", Data__augmentation="randaugment, erase(0.3)"),
    "classes-lenet-muon": case(
        FOLDER, "LeNet", "muon", Training__val_check_interval="0.5", Training__gradient_clip_val="1",
        Loss__class_weights="1, 2, 0.5"),
    "classes-resnet50-plain": case(
        FOLDER, "ResNet50", "adam", Training__compile="false", Training__n_epochs="1", Data__resize="crop"),
    "labels-mynet-rmsprop": case(LABELS, "MyNet", "rmsprop", Data__augmentation="default", Optimization__warmup_epochs="1"),
    "labels-resnet18-adagrad": case(
        LABELS, "ResNet18", "adagrad", Training__freeze_epochs="1", Training__mixup_alpha="0.2"),
    "zones-custom1-adam": case(
        ZONES, "Custom_1", "adam", Data__augmentation="flip, rotate(10)", Loss__ordinal_weight="0.2",
        Data__image_size="160"),
    "zones-resnet18-masking": case(
        ZONES, "ResNet18", "adamw", Model__zone_focus="masking", Data__image_size="64", Training__ema_decay="0.8",
        Training__n_epochs="2"),
    "zones-resnet34-pooling": case(
        ZONES, "ResNet34", "sgd", Model__zone_focus="pooling", Data__image_size="64", Data__masks_dir="DATA/phantoms/masks",
        Training__recompute="true", Training__n_epochs="2"),
}

# Ended by SIGTERM within an epoch and continued: the same bits as without that.
RESUMED = ["classes-mynet-adam", "labels-mynet-rmsprop", "zones-custom1-adam"]
# Searched: six trials each.
SEARCHED = ["classes-mynet-adam", "labels-mynet-rmsprop", "zones-custom1-adam"]
SEARCH = """
[Search]
Training.learning_rate = loguniform(1e-4, 1e-2)
Optimization.optimizer = choice(adam, sgd)
Optimization.momentum = uniform(0, 0.9) if Optimization.optimizer == sgd
Model.dropout = quniform(0, 0.5, 0.1)
"""
