"""Rows: what Keras 1.2.2 had beside its layers, module by module."""

from __future__ import annotations

from typing import Any

from keras_functional_notes.legacy.table import losses
from keras_functional_notes.legacy.table.arguments import (
    INIT,
    ORTHOGONAL_GAIN,
    argument,
    gone,
    itself,
    row,
)
from keras_functional_notes.legacy.table.initial_values import DRAWN
from keras_functional_notes.legacy.table.records import DROPPED, OURS, Argument, Row, Values

__all__ = ["ESTIMATORS", "ROWS"]

_ENGINE = (
    *itself("keras.engine.topology", "keras", "Layer=layers.Layer InputSpec"),
    *itself("keras.engine.topology", "keras.utils", "get_source_inputs"),
    row(
        "Input",
        "keras.engine.topology",
        "keras.Input",
        "shape:None | batch_shape:None name:None dtype:'float32' sparse:False tensor:None",
        also="batch_size optional ragged",
        example="shape=(3,), name='image'",
        trap=(2, "Today's second and third arguments are the batch size and the dtype."),
    ),
    row(
        "InputLayer",
        "keras.engine.topology",
        "keras.layers.InputLayer",
        "input_shape=shape:None |",
        Argument("batch_input_shape", "batch_shape", None),
        Argument("input_dtype", "dtype", None),
        "input_tensor:None sparse:False name:None",
        also="batch_size optional ragged",
        example="batch_input_shape=(None, 3)",
    ),
    *gone("keras.engine.topology", "keras.Model", "Container"),
    *gone(
        "keras.engine.topology",
        "keras_functional_notes.nodes_of(layer), which lists a layer's calls; Keras makes a call's node itself",
        "Node",
    ),
)

_MODELS = (
    *itself("keras.models", "keras.models", "load_model save_model model_from_json"),
    *gone(
        "keras.models",
        "keras.saving.deserialize_keras_object(config), or model.from_config(config)",
        "model_from_config",
    ),
    *gone("keras.models", "JSON: keras.models.model_from_json(model.to_json())", "model_from_yaml"),
)


def _callback(name: str, *written: str | Argument, **more: Any) -> Row:
    return row(name, "keras.callbacks", f"keras.callbacks.{name}", *written, **more)


_CALLBACKS = (
    *itself(
        "keras.callbacks", "keras.callbacks", "Callback CallbackList History ProgbarLogger RemoteMonitor CSVLogger"
    ),
    *gone("keras.callbacks", "nothing: today's Keras averages its metrics itself", "BaseLogger"),
    _callback(
        "ModelCheckpoint",
        "filepath monitor verbose:0 save_best_only:False save_weights_only:False mode:'auto' |",
        argument("period=:1", refused="today's counts batches, not epochs: give save_freq."),
        also="save_freq initial_value_threshold",
        by_hand=True,
        example="filepath='model.keras', monitor='val_acc'",
    ),
    _callback(
        "EarlyStopping",
        "monitor min_delta:0",
        argument("patience:0", then="one more"),
        "verbose:0 mode:'auto' |",
        also="baseline restore_best_weights",
    ),
    _callback("LearningRateScheduler", "schedule |", also="verbose"),
    _callback(
        "TensorBoard",
        "log_dir:'./logs' histogram_freq:0 write_graph:True write_images:False |",
        also="update_freq profile_batch embeddings_freq embeddings_metadata",
    ),
    _callback(
        "ReduceLROnPlateau",
        "monitor factor:0.1 patience:10 verbose:0 mode:'auto' epsilon=min_delta:1e-4 cooldown:0 min_lr:0 |",
        then_today=f"{OURS}ReduceLROnPlateau",
    ),
    _callback(
        "LambdaCallback",
        "on_epoch_begin:None on_epoch_end:None | on_batch_begin=on_train_batch_begin:None",
        "on_batch_end=on_train_batch_end:None on_train_begin:None on_train_end:None",
    ),
)


def _rule(kind: str, names: str, today: str, written: str) -> Row:
    return row(names, f"keras.{kind}", f"keras.{kind}.{today}", written, "|")


_RULES = (
    *itself("keras.constraints", "keras.constraints", "Constraint NonNeg nonneg=NonNeg get"),
    _rule("constraints", "MaxNorm maxnorm", "MaxNorm", "m=max_value:2 axis:0"),
    _rule("constraints", "UnitNorm unitnorm", "UnitNorm", "axis:0"),
    _rule("constraints", "MinMaxNorm", "MinMaxNorm", "low=min_value:0.0 high=max_value:1.0 rate:1.0 axis:0"),
    *itself("keras.regularizers", "keras.regularizers", "Regularizer get"),
    _rule("regularizers", "l1 activity_l1", "L1", "l=l1:0.01"),
    _rule("regularizers", "l2 activity_l2", "L2", "l=l2:0.01"),
    # Today's L1L2 has zeros for its defaults, as L1L2Regularizer had, but l1l2() had not.
    _rule("regularizers", "l1l2 activity_l1l2", "L1L2", "l1:0.01! l2:0.01!"),
    _rule("regularizers", "L1L2Regularizer WeightRegularizer ActivityRegularizer", "L1L2", "l1:0.0 l2:0.0"),
    *gone(
        "keras.regularizers",
        "a keras.regularizers.Regularizer of your own that computes the eigenvalue by keras.ops.power iteration",
        "EigenvalueRegularizer",
    ),
)

# Keras 1's functions of a shape, which as a value of `init=` stand for their names: the scales.
_SCALES = {
    "uniform": ("0.05", "-scale, scale"),
    "normal": ("0.05", "stddev=scale"),
    "orthogonal": (str(ORTHOGONAL_GAIN), "scale"),
    "identity": ("1", "scale"),
}


def _drawn(name: str) -> str:
    """Return the expression of what today's initializer of the same name draws otherwise."""
    scale, mode, distribution = DRAWN.get(name, (1.0, "", "uniform"))
    scaling = f"keras.initializers.VarianceScaling({scale}, {mode!r}, {distribution!r})(shape)"
    return "" if distribution == "uniform" else scaling


def _initialization(name: str, today: str) -> Row:
    dotted = f"keras.initializers.{today.title().replace('_', '')}"
    default, scaled = _SCALES.get(name, ("", ""))
    return row(
        name,
        "keras.initializations",
        dotted,
        f"shape scale:{default} name=:None" if scaled else "shape name=:None",
        Argument("dim_ordering", None, "th"),
        expression=f"{dotted}({scaled})(shape)",
        then_expression=_drawn(name),
        example="(2, 3)",
        not_run="" if name in ("identity", "zero", "one") else "it draws anew",
    )


_INITIALIZATIONS = (
    *itself("keras.initializations", "keras.initializers", "get"),
    *(_initialization(*names) for names in INIT.today.items()),
)

_GENERIC, _NUMPY = "keras.utils.generic_utils", "keras.utils.np_utils"
_UTILS = (
    *itself("keras.utils.data_utils", "keras.utils", "get_file"),
    *itself(_GENERIC, "keras.utils", "Progbar CustomObjectScope custom_object_scope get_custom_objects"),
    *gone(
        _GENERIC,
        "keras.saving.serialize_keras_object and deserialize_keras_object",
        "func_dump func_load get_from_module",
    ),
    *gone(_GENERIC, "tuple(...)", "make_tuple"),
    *gone("keras.utils.io_utils", "h5py.File and a keras.utils.PyDataset over it", "HDF5Matrix"),
    *gone("keras.utils.io_utils", "numpy.save and numpy.load", "save_array load_array"),
    *itself("keras.utils.layer_utils", "keras.layers", "layer_from_config=deserialize"),
    *gone("keras.utils.layer_utils", "model.summary()", "print_summary"),
    *gone("keras.utils.layer_utils", "model.count_params()", "count_total_params"),
    *gone(
        "keras.utils.layer_utils",
        "nothing: kernels saved by Keras 1 on Theano are flipped, and need kernel[::-1, ::-1] by hand",
        "convert_all_kernels_in_model",
    ),
    *gone(_NUMPY, "kernel[::-1, ::-1], for kernels saved by Keras 1 on Theano", "convert_kernel"),
    *gone(_NUMPY, "layer.compute_output_shape(shape)", "conv_output_length conv_input_length"),
    *gone(_NUMPY, "keras.losses.binary_crossentropy and categorical_crossentropy", "binary_logloss multiclass_logloss"),
    *gone(_NUMPY, "numpy.mean(p == y)", "accuracy"),
    *gone(_NUMPY, "(p > 0.5).astype(int) of one column, p.argmax(axis=-1) of several", "probas_to_classes"),
    row(
        "to_categorical",
        _NUMPY,
        "keras.utils.to_categorical",
        "y=x nb_classes=num_classes:None |",
        example="labels, nb_classes=3",
    ),
    row("normalize", _NUMPY, "keras.utils.normalize", "a=x axis:-1 order:2 |", example="a=x, axis=1"),
    row("categorical_probas_to_classes", _NUMPY, "numpy.argmax", "p=a |", adds={"axis": 1}, example="x"),
    *(
        row(
            name,
            "keras.utils.visualize_util",
            f"keras.utils.{today}",
            f"model | {file} show_shapes:False show_layer_names:True!",
            also="dpi expand_nested rankdir show_dtype show_layer_activations show_trainable",
            example="model, show_shapes=True",
            not_run=why,
        )
        for name, today, file, why in (
            ("plot", "plot_model", "to_file:'model.png'", "it writes a file"),
            ("model_to_dot", "model_to_dot", "", "it needs pydot"),
        )
    ),
)

# Outside today's `keras`, but still in TensorFlow's.
_TEXT, _IMAGE = "tensorflow.keras.preprocessing.text", "tensorflow.keras.preprocessing.image"
_PREPROCESSING = (
    *itself("keras.preprocessing.sequence", "keras.utils", "pad_sequences"),
    *itself("keras.preprocessing.sequence", "tensorflow.keras.preprocessing.sequence", "make_sampling_table skipgrams"),
    *itself("keras.preprocessing.text", _TEXT, "text_to_word_sequence one_hot"),
    row(
        "Tokenizer",
        "keras.preprocessing.text",
        f"{_TEXT}.Tokenizer",
        "nb_words=num_words:None",
        Argument("filters", default='!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'),
        "lower:True",
        Argument("split", default=" "),
        "char_level:False |",
        also="oov_token analyzer document_count",
    ),
    *itself(
        "keras.preprocessing.image",
        _IMAGE,
        "random_rotation random_shift random_shear random_zoom random_channel_shift",
    ),
    row(
        "load_img",
        "keras.preprocessing.image",
        "keras.utils.load_img",
        "path |",
        argument("grayscale=color_mode:False", values=Values({True: "grayscale", False: DROPPED})),
        "target_size:None",
        also="interpolation keep_aspect_ratio",
        example="'picture.png', grayscale=True",
        not_run="it reads a file",
    ),
    row(
        "img_to_array",
        "keras.preprocessing.image",
        "keras.utils.img_to_array",
        "img dim_ordering |",
        also="dtype",
        example="image[0], dim_ordering='tf'",
    ),
    row(
        "array_to_img",
        "keras.preprocessing.image",
        "keras.utils.array_to_img",
        "x dim_ordering scale:True |",
        also="dtype",
        example="image[0], dim_ordering='tf'",
    ),
    row(
        "ImageDataGenerator",
        "keras.preprocessing.image",
        f"{_IMAGE}.ImageDataGenerator",
        "featurewise_center:False samplewise_center:False featurewise_std_normalization:False",
        "samplewise_std_normalization:False zca_whitening:False rotation_range:0.0 width_shift_range:0.0",
        "height_shift_range:0.0 shear_range:0.0 zoom_range:0.0 channel_shift_range:0.0 fill_mode:'nearest' cval:0.0",
        "horizontal_flip:False vertical_flip:False rescale:None preprocessing_function:None dim_ordering",
        also="validation_split interpolation_order brightness_range zca_epsilon dtype",
    ),
    *gone(
        "keras.preprocessing.image",
        "tensorflow.keras.preprocessing.image.apply_affine_transform, or a keras.layers.RandomFlip and its kin",
        "apply_transform transform_matrix_offset_center flip_axis list_pictures",
    ),
)

_DATASETS = (
    *(
        one
        for name in ("mnist", "cifar10", "cifar100")
        for one in itself(f"keras.datasets.{name}", f"keras.datasets.{name}", "load_data")
    ),
    *itself("keras.datasets.imdb", "keras.datasets.imdb", "get_word_index"),
    *itself("keras.datasets.reuters", "keras.datasets.reuters", "get_word_index"),
    *(
        row(
            "load_data",
            f"keras.datasets.{name}",
            f"keras.datasets.{name}.load_data",
            f"path:'{path}.pkl' nb_words=num_words:None skip_top:0 maxlen:None | {split}",
            "seed:113 start_char:1 oov_char:2 index_from:3",
            example="nb_words=20",
            not_run="it fetches data",
        )
        for name, path, split in (("imdb", "imdb_full", ""), ("reuters", "reuters", "test_split:0.2"))
    ),
)

_NETWORKS = {
    "VGG16": "vgg16",
    "VGG19": "vgg19",
    "ResNet50": "resnet50",
    "InceptionV3": "inception_v3",
    "Xception": "xception",
}
_CHANGED = {"ResNet50": ("Today's ResNet50 pads before its first pooling, and has another epsilon.",)}
_BESIDE = "preprocess_input decode_predictions"
_APPLICATIONS = (
    *(
        one
        for name, module in _NETWORKS.items()
        for one in (
            row(
                name,
                f"keras.applications.{module}",
                f"keras.applications.{name}",
                "include_top:True",
                Argument("weights", default="imagenet"),
                "input_tensor:None input_shape:None | classes:1000",
                also="pooling classifier_activation name",
                differs=_CHANGED.get(name, ()),
                example="weights=None, classes=10",
                not_run="it is large",
            ),
            *itself(f"keras.applications.{module}", f"keras.applications.{module}", _BESIDE),
        )
    ),
    *itself("keras.applications.imagenet_utils", "keras.applications.imagenet_utils", _BESIDE),
    *gone("keras.applications.music_tagger_crnn", "nothing: its weights are not served any more", "MusicTaggerCRNN"),
)

ESTIMATORS = (
    "keras.wrappers.SKLearnClassifier or SKLearnRegressor (Keras 3.8 on) with model=build, fit_kwargs={'epochs': ...}: "
    "build(X, y) takes the data, and of classes it has as many outputs as there are; a regressor's score is R2 then"
)
_WRAPPERS = (
    Row("KerasClassifier", "keras.wrappers.scikit_learn", None, by_hand=True, instead=ESTIMATORS),
    Row("KerasRegressor", "keras.wrappers.scikit_learn", None, by_hand=True, instead=ESTIMATORS),
    *gone("keras.wrappers.scikit_learn", ESTIMATORS, "BaseWrapper"),
)

ROWS = (
    *_ENGINE,
    *_MODELS,
    *losses.ROWS,
    *_CALLBACKS,
    *_RULES,
    *_INITIALIZATIONS,
    *_UTILS,
    *_PREPROCESSING,
    *_DATASETS,
    *_APPLICATIONS,
    *_WRAPPERS,
)
