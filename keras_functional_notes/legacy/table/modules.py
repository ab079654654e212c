"""The modules of Keras 1.2.2: which there were, what they are today, and which names each of them had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keras_functional_notes.legacy.table.records import Row

__all__ = ["PYTHON_2_MODULES", "Module", "modules_of"]

_LAYERS = tuple(
    f"keras.layers.{name}"
    for name in [
        "core",
        "convolutional",
        "pooling",
        "local",
        "recurrent",
        "normalization",
        "embeddings",
        "noise",
        "advanced_activations",
        "wrappers",
        "convolutional_recurrent",
    ]
)

# Each module: ``old`` whose names are still there, ``old=today``, and ``old=`` whose names are nowhere.
_WRITTEN = f"""
keras keras.activations keras.applications keras.applications.audio_conv_utils= keras.applications.imagenet_utils
keras.applications.inception_v3 keras.applications.music_tagger_crnn= keras.applications.resnet50
keras.applications.vgg16 keras.applications.vgg19 keras.applications.xception
keras.backend=keras.ops keras.backend.common=keras.config keras.backend.tensorflow_backend=keras.ops
keras.backend.theano_backend= keras.callbacks keras.constraints
keras.datasets keras.datasets.cifar=
keras.datasets.cifar10 keras.datasets.cifar100 keras.datasets.imdb keras.datasets.mnist
keras.datasets.reuters keras.engine=keras keras.engine.topology=keras keras.engine.training=keras
keras.initializations=keras.initializers keras.layers {" ".join(f"{name}=keras.layers" for name in _LAYERS)}
keras.metrics keras.models keras.objectives=keras.losses keras.optimizers
keras.preprocessing keras.preprocessing.image=tensorflow.keras.preprocessing.image
keras.preprocessing.sequence=tensorflow.keras.preprocessing.sequence
keras.preprocessing.text=tensorflow.keras.preprocessing.text keras.regularizers
keras.utils keras.utils.data_utils=keras.utils keras.utils.generic_utils=keras.utils keras.utils.io_utils=
keras.utils.layer_utils=keras.utils keras.utils.np_utils=keras.utils keras.utils.test_utils=
keras.utils.visualize_util=keras.utils keras.wrappers= keras.wrappers.scikit_learn=keras.wrappers
"""
_TODAY: Mapping[str, str | None] = {
    old: (today or None) if renamed else old
    for old, renamed, today in (word.partition("=") for word in _WRITTEN.split())
}

_TOPOLOGY = "keras.engine.topology"
_LAYER_BASICS = {_TOPOLOGY: ("Layer", "InputSpec")}
_POOLING = tuple(f"{kind}Pooling{rank}D" for kind in ("Average", "Max") for rank in (1, 2, 3))

# What a module had from others: all their names, or those that it named.
_FROM_OTHERS: Mapping[str, Mapping[str, tuple[str, ...] | None]] = {
    "keras.layers": {
        _TOPOLOGY: ("Layer", "Input", "InputLayer", "Merge", "merge", "InputSpec"),
        **dict.fromkeys(_LAYERS),
    },
    **dict.fromkeys(_LAYERS, _LAYER_BASICS),
    "keras.layers.core": {_TOPOLOGY: ("Layer", "InputSpec", "Merge")},
    "keras.layers.convolutional": {**_LAYER_BASICS, "keras.layers.pooling": _POOLING},
    "keras.engine": {
        _TOPOLOGY: ("InputSpec", "Input", "InputLayer", "Layer", "Merge", "merge", "get_source_inputs"),
        "keras.engine.training": ("Model",),
    },
    "keras.models": {
        "keras.engine.training": ("Model",),
        _TOPOLOGY: ("get_source_inputs", "Node", "Layer", "Merge"),
        "keras.optimizers": ("optimizer_from_config",),
    },
    "keras.applications": {
        f"keras.applications.{module}": (name,)
        for module, name in (
            ("vgg16", "VGG16"),
            ("vgg19", "VGG19"),
            ("resnet50", "ResNet50"),
            ("inception_v3", "InceptionV3"),
            ("xception", "Xception"),
        )
    },
    "keras.backend.common": {"keras.backend": None},
    "keras.backend.tensorflow_backend": {"keras.backend": None},
    "keras.backend.theano_backend": {"keras.backend": None},
}

# `import keras` loaded these.
_LOADED_BY_KERAS = tuple(
    [
        "backend",
        "datasets",
        "engine",
        "layers",
        "preprocessing",
        "utils",
        "wrappers",
        "callbacks",
        "constraints",
        "initializations",
        "metrics",
        "models",
        "objectives",
        "optimizers",
        "regularizers",
    ]
)


@dataclass(frozen=True)
class Module:
    """One module of Keras 1.2.2.

    Args:
        name: Its dotted name.
        today: Where its names are today, in the main; None where nowhere.
        names: Each public name that it had, with its row, which tells the module that defined it.
        modules: Its submodules' own names.
        loaded: Those submodules that importing it loaded too.
    """

    name: str
    today: str | None
    names: Mapping[str, Row]
    modules: tuple[str, ...]
    loaded: tuple[str, ...]


def modules_of(rows: Iterable[Row]) -> Mapping[str, Module]:
    """Return every module by its name, with the names that the rows give it."""
    own: dict[str, dict[str, Row]] = {name: {} for name in _TODAY}
    for row in rows:
        own[row.module] |= dict.fromkeys(row.names, row)
    return {name: _module(name, own) for name in _TODAY}


def _module(name: str, own: Mapping[str, Mapping[str, Row]]) -> Module:
    names: dict[str, Row] = {}
    for source, some in _FROM_OTHERS.get(name, {}).items():
        names |= {each: own[source][each] for each in some or own[source]}
    children = tuple(child.rpartition(".")[2] for child in _TODAY if child.rpartition(".")[0] == name)
    return Module(name, _TODAY[name], {**names, **own[name]}, children, _LOADED_BY_KERAS if name == "keras" else ())


PYTHON_2_MODULES: Mapping[str, str] = {
    "cPickle": "pickle",
    "cStringIO": "io",
    "StringIO": "io",
    "ConfigParser": "configparser",
    "Queue": "queue",
    "urllib2": "urllib.request",
    "urlparse": "urllib.parse",
    "__builtin__": "builtins",
}
"""Modules of Python 2's library, by what they are called today."""
