"""Names that modules of Keras 1.2.2 had beside their own: what they imported, and helpers that have no row.

A star, and ``keras.layers.core.K``, brought the first kind along: where such a name leads is told here.

>>> passed_on("keras.layers.core", "K"), passed_on("keras.layers", "np"), passed_on("keras.layers", "Dense")
('keras.backend', 'numpy', None)
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final

__all__ = ["LEFT_OUT", "brought_along", "passed_on", "reason_for"]

# What a module called what it imported.
_KERAS = {
    "K": "keras.backend",
    "cbks": "keras.callbacks",
    "metrics_module": "keras.metrics",
    **{
        name: f"keras.{name}"
        for name in (
            "activations",
            "constraints",
            "initializations",
            "objectives",
            "optimizers",
            "regularizers",
        )
    },
}
_PYTHON = {
    "np": "numpy",
    "h5py": "h5py",
    "tf": "tensorflow",
    **{
        name: name
        for line in (
            "copy csv functools gzip hashlib inspect json marshal multiprocessing os queue random re shutil string sys",
            "tarfile threading time types warnings",
        )
        for name in line.split()
    },
}

# Each module, and which of these it had.
_WRITTEN = """
activations: K
applications.audio_conv_utils: K np
applications.imagenet_utils: K json np
applications.inception_v3: K warnings
applications.music_tagger_crnn: K
applications.resnet50: K warnings
applications.vgg16: K warnings
applications.vgg19: K warnings
applications.xception: K warnings
backend: json os sys
backend.common: np
backend.tensorflow_backend: np os tf warnings
backend.theano_backend: inspect np
callbacks: K csv json np os tf time warnings
constraints: K
datasets.cifar: sys
datasets.cifar10: K np os
datasets.cifar100: K np os
datasets.imdb: gzip np sys
datasets.mnist: gzip sys
datasets.reuters: np sys
engine.topology: K copy initializations inspect np os warnings
engine.training: K cbks copy metrics_module multiprocessing np objectives optimizers queue threading time warnings
initializations: K np
layers.advanced_activations: K initializations np
layers.convolutional: K activations constraints functools initializations regularizers
layers.convolutional_recurrent: K activations initializations np regularizers warnings
layers.core: K activations constraints copy initializations inspect np regularizers warnings
layers.embeddings: K constraints initializations regularizers
layers.local: K activations constraints initializations regularizers
layers.noise: K np
layers.normalization: K initializations regularizers
layers.pooling: K
layers.recurrent: K activations initializations np regularizers
layers.wrappers: K copy
metrics: K
models: K copy json np optimizers os warnings
objectives: K
optimizers: K tf
preprocessing.image: K np os re threading warnings
preprocessing.sequence: np random
preprocessing.text: np string sys
regularizers: K warnings
utils.data_utils: functools hashlib os shutil sys tarfile
utils.generic_utils: marshal np sys time
utils.io_utils: h5py np sys
utils.layer_utils: K inspect
utils.np_utils: K np
utils.test_utils: K inspect np
utils.visualize_util: os
wrappers.scikit_learn: copy inspect np types
"""
_OF: Mapping[str, frozenset[str]] = {
    f"keras.{module}": frozenset(names.split())
    for module, _, names in (line.partition(": ") for line in _WRITTEN.strip().splitlines())
}


@functools.cache
def passed_on(module: str, name: str) -> str | None:
    """Return the module that a name stood for because it was imported there; None if it was not."""
    if name not in _KERAS and name not in _PYTHON:
        return None
    # `keras.layers` took all of its modules' names by stars.
    places = [place for place in _OF if place.startswith("keras.layers.")] if module == "keras.layers" else [module]
    if any(name in _OF.get(place, ()) for place in places):
        return _KERAS.get(name) or _PYTHON[name]
    return None


@functools.cache
def brought_along(module: str) -> tuple[str, ...]:
    """Return the names that a star brought along, besides the module's own.

    >>> "K" in brought_along("keras.layers.core"), brought_along("keras.layers.wrappers")
    (True, ('K', 'copy'))
    """
    return tuple(name for name in (*_KERAS, *_PYTHON) if passed_on(module, name) is not None)


# Names without a row, and why.

_PYTHON_2 = "It is Python 2's own, or a library's, by another name: import what it stands for."
_INSIDE = "It was a part of Keras 1's own workings, which today's Keras does otherwise."
_FOUND = "The module only used it: import it from where Keras 1 defined it."
_FILE = "It was the address of a file of weights; today's keras.applications load their own."
_BLOCK = "It built a part of a network with an old spelling: take its few lines into your own text and translate them."
_THEANO = "It was Theano's; today's Keras has no Theano."

_REASONS: tuple[tuple[str, str, str], ...] = (
    ("*", "absolute_import division print_function range zip maketrans cPickle six python_types", _PYTHON_2),
    ("*", "OrderedDict deque defaultdict Iterable urlopen urlretrieve URLError HTTPError parse_version", _PYTHON_2),
    ("*", "requests librosa linalg ndi pil_image pydot tables assert_allclose ctc moving_averages", _PYTHON_2),
    ("*", "control_flow_ops tensor_array_ops py_all", _PYTHON_2),
    ("*", "get_from_module get_file get_source_inputs get_custom_objects convert_all_kernels_in_model", _FOUND),
    ("*", "convert_kernel conv_output_length conv_input_length func_dump func_load to_categorical", _FOUND),
    ("*", "Activation AveragePooling2D BatchNormalization Conv2D Convolution2D Dense Dropout ELU Flatten GRU", _FOUND),
    ("*", "GlobalAveragePooling2D Input MaxPooling2D Permute Reshape SeparableConv2D ZeroPadding2D merge", _FOUND),
    ("*", "Container Model Sequential Progbar Wrapper model_from_json", _FOUND),
    ("*", "ask_to_proceed_with_overwrite object_list_uid to_list", _INSIDE),
    ("*", "TF_WEIGHTS_PATH TF_WEIGHTS_PATH_NO_TOP TH_WEIGHTS_PATH TH_WEIGHTS_PATH_NO_TOP", _FILE),
    ("*", "CLASS_INDEX CLASS_INDEX_PATH", _FILE),
    ("keras.applications.audio_conv_utils", "TAGS decode_predictions preprocess_input", _FILE),
    ("keras.applications.music_tagger_crnn", "decode_predictions preprocess_input", _FILE),
    ("keras.applications.inception_v3", "conv2d_bn", _BLOCK),
    ("keras.applications.resnet50", "conv_block identity_block", _BLOCK),
    ("*", "reset_uids tf_major_version tf_minor_version", _INSIDE),
    (
        "keras.backend.theano_backend",
        "Print RandomStreams T T_softsign conv3d2d ctc_cost ctc_create_skip_idxs",
        _THEANO,
    ),
    ("keras.backend.theano_backend", "ctc_interleave_blanks ctc_path_probs ctc_update_log_p", _THEANO),
    ("keras.backend.theano_backend", "is_explicit_shape pattern_broadcast pool th_sparse_module theano", _THEANO),
    ("*", "load_batch", "It read one file of CIFAR; keras.datasets.cifar10.load_data() gives all."),
    ("keras.engine.training", "GeneratorEnqueuer", "A generator runs in the training's own thread today."),
    ("keras.engine.training", "batch_shuffle check_array_lengths check_loss_and_target_compatibility", _INSIDE),
    ("keras.engine.training", "collect_metrics make_batches standardize_class_weights standardize_input_data", _INSIDE),
    ("keras.engine.training", "standardize_sample_or_class_weights standardize_sample_weights", _INSIDE),
    ("keras.engine.training", "standardize_weights weighted_objective", _INSIDE),
    ("keras.engine.training", "slice_X", "Write [x[start:stop] for x in X] of a list of arrays, X[start:stop] of one."),
    ("keras.initializations", "get_fans", "Give a keras.initializers.VarianceScaling(mode=...), which counts them."),
    ("keras.layers.convolutional_recurrent", "ConvRecurrent2D", "To write such a layer, give keras.layers.RNN a cell."),
    (
        "keras.layers.recurrent",
        "time_distributed_dense",
        "Write keras.ops.matmul(x, w) + b: today's matmul takes the steps along.",
    ),
    ("keras.optimizers", "clip_norm", "Give the optimizer global_clipnorm=..., which clips so."),
    (
        "keras.preprocessing.image",
        "DirectoryIterator Iterator NumpyArrayIterator",
        "It is tensorflow.keras.preprocessing.image's of the same name, or ImageDataGenerator.flow makes it.",
    ),
    ("keras.utils.data_utils", "validate_file", "keras.utils.get_file(..., file_hash=...) checks a file's hash."),
    ("keras.utils.test_utils", "get_test_data keras_test layer_test", "It was for Keras 1's own tests."),
)
LEFT_OUT: Final[Mapping[tuple[str, str], str]] = {
    (module, name): reason for module, names, reason in _REASONS for name in names.split()
}
"""Why a name has no row, by (module, name); the module ``*`` stands for each that had it."""


def reason_for(module: str, name: str) -> str:
    """Return why a name that a module of Keras 1 had has no row; nothing if there is no such reason.

    >>> reason_for("keras.engine.training", "slice_X")
    'Write [x[start:stop] for x in X] of a list of arrays, X[start:stop] of one.'
    """
    if passed_on(module, name) is not None:
        return f"It is {passed_on(module, name)}, which the module imported."
    return LEFT_OUT.get((module, name), LEFT_OUT.get(("*", name), ""))
