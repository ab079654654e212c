"""Rows: what Keras 1.2.2 had beside its layers, module by module."""

from __future__ import annotations

from keras_functional_notes.legacy.table.arguments import ACTIVATION, DIM_ORDERING, GRAYSCALE, METRIC
from keras_functional_notes.legacy.table.records import Argument, Row

__all__ = ["ROWS"]


def _itself(module: str, today: str, *names: str) -> tuple[Row, ...]:
    """Names that stand for today's object of the same name; with ``old=new`` of another one."""
    pairs = [name.partition("=") for name in names]
    return tuple(Row(old, module, f"{today}.{new or old}", itself=True) for old, _, new in pairs)


def _gone(module: str, instead: str, *names: str) -> tuple[Row, ...]:
    return tuple(Row(name, module, None, instead=instead) for name in names)


def _same(*defaults: tuple[str, object]) -> tuple[Argument, ...]:
    return tuple(Argument(name, default=default) for name, default in defaults)


_DIM_ORDERING = Argument("dim_ordering", "data_format", "default", values=DIM_ORDERING)

_ENGINE = (
    *_itself("keras.engine.topology", "keras", "Layer=layers.Layer", "InputSpec"),
    *_itself("keras.engine.topology", "keras.utils", "get_source_inputs"),
    Row(
        "Input",
        "keras.engine.topology",
        "keras.Input",
        (
            *_same(("shape", None), ("batch_shape", None), ("name", None)),
            Argument("dtype", default="float32"),
            *_same(("sparse", False), ("tensor", None)),
        ),
        leading=("shape",),
        also=("batch_size", "optional", "ragged"),
        trap=(2, "Today's second and third arguments are the batch size and the dtype."),
    ),
    Row(
        "InputLayer",
        "keras.engine.topology",
        "keras.layers.InputLayer",
        (
            Argument("input_shape", "shape", None),
            Argument("batch_input_shape", "batch_shape", None),
            Argument("input_dtype", "dtype", None),
            *_same(("input_tensor", None), ("sparse", False), ("name", None)),
        ),
        leading=("shape",),
        also=("batch_size", "optional", "ragged"),
    ),
    *_gone("keras.engine.topology", "keras.Model", "Container"),
    *_gone(
        "keras.engine.topology",
        "keras_functional_notes.nodes_of(layer), which lists a layer's calls; Keras makes a call's node itself",
        "Node",
    ),
)

_MODELS = (
    *_itself("keras.models", "keras.models", "load_model", "save_model", "model_from_json"),
    *_gone(
        "keras.models",
        "keras.saving.deserialize_keras_object(config), or model.from_config(config)",
        "model_from_config",
    ),
    *_gone("keras.models", "JSON: keras.models.model_from_json(model.to_json())", "model_from_yaml"),
)

_LOSS_NAMES = (
    "mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error",
    "squared_hinge",
    "hinge",
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "binary_crossentropy",
    "poisson",
)
_SHORT = tuple(
    f"{short}={name}"
    for lower, name in (
        ("mse", "mean_squared_error"),
        ("mae", "mean_absolute_error"),
        ("mape", "mean_absolute_percentage_error"),
        ("msle", "mean_squared_logarithmic_error"),
    )
    for short in (lower, lower.upper())
)


def _cosine(module: str) -> Row:
    return Row(
        "cosine_proximity",
        module,
        "keras.losses.cosine_similarity",
        (Argument("y_true"), Argument("y_pred")),
        aliases=("cosine",),
        leading=("y_true", "y_pred"),
        also=("axis",),
        differs=("Keras 1 took the mean over the last axis, today's takes the sum.",),
    )


_OBJECTIVES = (
    *_itself("keras.objectives", "keras.losses", *_LOSS_NAMES, *_SHORT, "get"),
    *_itself("keras.objectives", "keras.losses", "kullback_leibler_divergence=kl_divergence", "kld=kl_divergence"),
    *_itself("keras.objectives", "keras.losses", "KLD=kl_divergence"),
    _cosine("keras.objectives"),
)

_METRICS = (
    *_itself(
        "keras.metrics",
        "keras.metrics",
        "binary_accuracy",
        "categorical_accuracy",
        "sparse_categorical_accuracy",
        "top_k_categorical_accuracy",
        "get",
    ),
    *_itself("keras.metrics", "keras.losses", *_LOSS_NAMES, *_SHORT, "kullback_leibler_divergence=kl_divergence"),
    _cosine("keras.metrics"),
    *_gone(
        "keras.metrics",
        "keras.metrics.Precision(), Recall() or F1Score(): batch by batch, as Keras 1 had it, such a number is no mean",
        "precision",
        "recall",
        "fbeta_score",
        "fmeasure",
        "fscore",
        "f1score",
        "matthews_correlation",
    ),
)

_ACTIVATIONS = (
    *_itself(
        "keras.activations",
        "keras.activations",
        "softmax",
        "softplus",
        "softsign",
        "tanh",
        "sigmoid",
        "linear",
        "elu",
        "get",
    ),
    Row(
        "relu",
        "keras.activations",
        "keras.activations.relu",
        (Argument("x"), Argument("alpha", "negative_slope", 0.0), Argument("max_value", default=None)),
        leading=("x", "negative_slope", "max_value"),
        also=("threshold",),
    ),
    Row(
        "hard_sigmoid",
        "keras.activations",
        "keras.activations.hard_sigmoid",
        (Argument("x"),),
        leading=("x",),
        differs=(str(ACTIVATION.differs["hard_sigmoid"]),),
    ),
)

_MONITOR = Argument("monitor", default="val_loss", values=METRIC)

_CALLBACKS = (
    *_itself("keras.callbacks", "keras.callbacks", "Callback", "CallbackList", "History", "ProgbarLogger"),
    *_itself("keras.callbacks", "keras.callbacks", "RemoteMonitor", "CSVLogger"),
    *_gone("keras.callbacks", "nothing: today's Keras averages its metrics itself", "BaseLogger"),
    Row(
        "ModelCheckpoint",
        "keras.callbacks",
        "keras.callbacks.ModelCheckpoint",
        (
            Argument("filepath"),
            _MONITOR,
            *_same(("verbose", 0), ("save_best_only", False), ("save_weights_only", False), ("mode", "auto")),
            Argument("period", None, 1, refused="today's counts batches, not epochs: give save_freq."),
        ),
        leading=("filepath", "monitor", "verbose", "save_best_only", "save_weights_only", "mode"),
        also=("save_freq", "initial_value_threshold"),
    ),
    Row(
        "EarlyStopping",
        "keras.callbacks",
        "keras.callbacks.EarlyStopping",
        (_MONITOR, *_same(("min_delta", 0), ("patience", 0), ("verbose", 0), ("mode", "auto"))),
        leading=("monitor", "min_delta", "patience", "verbose", "mode"),
        also=("baseline", "restore_best_weights"),
    ),
    Row(
        "LearningRateScheduler",
        "keras.callbacks",
        "keras.callbacks.LearningRateScheduler",
        (Argument("schedule"),),
        leading=("schedule",),
        also=("verbose",),
    ),
    Row(
        "TensorBoard",
        "keras.callbacks",
        "keras.callbacks.TensorBoard",
        _same(("log_dir", "./logs"), ("histogram_freq", 0), ("write_graph", True), ("write_images", False)),
        leading=("log_dir", "histogram_freq", "write_graph", "write_images"),
        also=("update_freq", "profile_batch", "embeddings_freq", "embeddings_metadata"),
    ),
    Row(
        "ReduceLROnPlateau",
        "keras.callbacks",
        "keras.callbacks.ReduceLROnPlateau",
        (
            _MONITOR,
            *_same(("factor", 0.1), ("patience", 10), ("verbose", 0), ("mode", "auto")),
            Argument("epsilon", "min_delta", 1e-4),
            *_same(("cooldown", 0), ("min_lr", 0)),
        ),
        leading=("monitor", "factor", "patience", "verbose", "mode", "min_delta", "cooldown", "min_lr"),
    ),
    Row(
        "LambdaCallback",
        "keras.callbacks",
        "keras.callbacks.LambdaCallback",
        (
            *_same(("on_epoch_begin", None), ("on_epoch_end", None)),
            Argument("on_batch_begin", "on_train_batch_begin", None),
            Argument("on_batch_end", "on_train_batch_end", None),
            *_same(("on_train_begin", None), ("on_train_end", None)),
        ),
        leading=("on_epoch_begin", "on_epoch_end"),
    ),
)

_CONSTRAINTS = (
    *_itself("keras.constraints", "keras.constraints", "Constraint", "NonNeg", "nonneg=NonNeg", "get"),
    Row(
        "MaxNorm",
        "keras.constraints",
        "keras.constraints.MaxNorm",
        (Argument("m", "max_value", 2), Argument("axis", default=0)),
        aliases=("maxnorm",),
        leading=("max_value", "axis"),
    ),
    Row(
        "UnitNorm",
        "keras.constraints",
        "keras.constraints.UnitNorm",
        (Argument("axis", default=0),),
        aliases=("unitnorm",),
        leading=("axis",),
    ),
    Row(
        "MinMaxNorm",
        "keras.constraints",
        "keras.constraints.MinMaxNorm",
        (
            Argument("low", "min_value", 0.0),
            Argument("high", "max_value", 1.0),
            *_same(("rate", 1.0), ("axis", 0)),
        ),
        leading=("min_value", "max_value", "rate", "axis"),
    ),
)


def _regularizer(name: str, today: str, aliases: tuple[str, ...], *arguments: Argument) -> Row:
    return Row(
        name,
        "keras.regularizers",
        f"keras.regularizers.{today}",
        arguments,
        aliases=aliases,
        leading=tuple(str(argument.new) for argument in arguments),
    )


_REGULARIZERS = (
    *_itself("keras.regularizers", "keras.regularizers", "Regularizer", "get"),
    _regularizer("l1", "L1", ("activity_l1",), Argument("l", "l1", 0.01)),
    _regularizer("l2", "L2", ("activity_l2",), Argument("l", "l2", 0.01)),
    # Today's L1L2 has zeros for its defaults, as L1L2Regularizer had, but l1l2() had not.
    _regularizer(
        "l1l2",
        "L1L2",
        ("activity_l1l2",),
        Argument("l1", default=0.01, kept=True),
        Argument("l2", default=0.01, kept=True),
    ),
    _regularizer(
        "L1L2Regularizer",
        "L1L2",
        ("WeightRegularizer", "ActivityRegularizer"),
        Argument("l1", default=0.0),
        Argument("l2", default=0.0),
    ),
    *_gone(
        "keras.regularizers",
        "a keras.regularizers.Regularizer of your own that computes the eigenvalue by keras.ops.power iteration",
        "EigenvalueRegularizer",
    ),
)

_INITIALIZATIONS = (
    *_itself("keras.initializations", "keras.initializers", "get"),
    *(
        Row(
            name,
            "keras.initializations",
            f"keras.initializers.{today}",
            (Argument("shape"), *scale, *_same(("name", None), ("dim_ordering", "th"))),
            made_by="initializations",
        )
        for name, today, scale in (
            ("uniform", "RandomUniform", _same(("scale", 0.05))),
            ("normal", "RandomNormal", _same(("scale", 0.05))),
            ("lecun_uniform", "LecunUniform", ()),
            ("glorot_normal", "GlorotNormal", ()),
            ("glorot_uniform", "GlorotUniform", ()),
            ("he_normal", "HeNormal", ()),
            ("he_uniform", "HeUniform", ()),
            ("orthogonal", "Orthogonal", _same(("scale", 1.1))),
            ("identity", "Identity", _same(("scale", 1))),
            ("zero", "Zeros", ()),
            ("one", "Ones", ()),
        )
    ),
)

_UTILS = (
    *_itself("keras.utils.data_utils", "keras.utils", "get_file"),
    *_itself("keras.utils.generic_utils", "keras.utils", "Progbar", "CustomObjectScope", "custom_object_scope"),
    *_itself("keras.utils.generic_utils", "keras.utils", "get_custom_objects"),
    *_gone(
        "keras.utils.generic_utils",
        "keras.saving.serialize_keras_object and deserialize_keras_object",
        "func_dump",
        "func_load",
        "get_from_module",
    ),
    *_gone("keras.utils.generic_utils", "tuple(...)", "make_tuple"),
    *_gone("keras.utils.io_utils", "h5py.File and a keras.utils.PyDataset over it", "HDF5Matrix"),
    *_gone("keras.utils.io_utils", "numpy.save and numpy.load", "save_array", "load_array"),
    *_itself("keras.utils.layer_utils", "keras.layers", "layer_from_config=deserialize"),
    *_gone("keras.utils.layer_utils", "model.summary()", "print_summary"),
    *_gone("keras.utils.layer_utils", "model.count_params()", "count_total_params"),
    *_gone(
        "keras.utils.layer_utils",
        "nothing: kernels saved by Keras 1 on Theano are flipped, and need kernel[::-1, ::-1] by hand",
        "convert_all_kernels_in_model",
    ),
    *_gone("keras.utils.np_utils", "kernel[::-1, ::-1], for kernels saved by Keras 1 on Theano", "convert_kernel"),
    *_gone("keras.utils.np_utils", "layer.compute_output_shape(shape)", "conv_output_length", "conv_input_length"),
    *_gone(
        "keras.utils.np_utils",
        "keras.losses.binary_crossentropy and categorical_crossentropy",
        "binary_logloss",
        "multiclass_logloss",
    ),
    *_gone("keras.utils.np_utils", "numpy.mean(p == y)", "accuracy"),
    *_gone(
        "keras.utils.np_utils", "(p > 0.5).astype(int) of one column, p.argmax(axis=-1) of several", "probas_to_classes"
    ),
    Row(
        "to_categorical",
        "keras.utils.np_utils",
        "keras.utils.to_categorical",
        (Argument("y", "x"), Argument("nb_classes", "num_classes", None)),
        leading=("x", "num_classes"),
    ),
    Row(
        "normalize",
        "keras.utils.np_utils",
        "keras.utils.normalize",
        (Argument("a", "x"), *_same(("axis", -1), ("order", 2))),
        leading=("x", "axis", "order"),
    ),
    Row(
        "categorical_probas_to_classes",
        "keras.utils.np_utils",
        "numpy.argmax",
        (Argument("p", "a"),),
        leading=("a",),
        adds={"axis": 1},
    ),
    *(
        Row(
            name,
            "keras.utils.visualize_util",
            f"keras.utils.{today}",
            (
                Argument("model"),
                *extra,
                Argument("show_shapes", default=False),
                Argument("show_layer_names", default=True, kept=True),
            ),
            leading=("model",),
            also=("dpi", "expand_nested", "rankdir", "show_dtype", "show_layer_activations", "show_trainable"),
        )
        for name, today, extra in (
            ("plot", "plot_model", _same(("to_file", "model.png"))),
            ("model_to_dot", "model_to_dot", ()),
        )
    ),
)

_PREPROCESSING = (
    *_itself("keras.preprocessing.sequence", "keras.utils", "pad_sequences"),
    # Outside today's `keras`, but still in TensorFlow's.
    *_itself(
        "keras.preprocessing.sequence", "tensorflow.keras.preprocessing.sequence", "make_sampling_table", "skipgrams"
    ),
    *_itself("keras.preprocessing.text", "tensorflow.keras.preprocessing.text", "text_to_word_sequence", "one_hot"),
    Row(
        "Tokenizer",
        "keras.preprocessing.text",
        "tensorflow.keras.preprocessing.text.Tokenizer",
        (
            Argument("nb_words", "num_words", None),
            Argument("filters", default='!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'),
            *_same(("lower", True), ("split", " "), ("char_level", False)),
        ),
        leading=("num_words", "filters", "lower", "split", "char_level"),
        also=("oov_token", "analyzer", "document_count"),
    ),
    *_itself(
        "keras.preprocessing.image",
        "tensorflow.keras.preprocessing.image",
        "random_rotation",
        "random_shift",
        "random_shear",
        "random_zoom",
        "random_channel_shift",
    ),
    Row(
        "load_img",
        "keras.preprocessing.image",
        "keras.utils.load_img",
        (
            Argument("path"),
            Argument("grayscale", "color_mode", False, values=GRAYSCALE),
            Argument("target_size", default=None),
        ),
        leading=("path",),
        also=("interpolation", "keep_aspect_ratio"),
    ),
    Row(
        "img_to_array",
        "keras.preprocessing.image",
        "keras.utils.img_to_array",
        (Argument("img"), _DIM_ORDERING),
        leading=("img", "data_format"),
        also=("dtype",),
    ),
    Row(
        "array_to_img",
        "keras.preprocessing.image",
        "keras.utils.array_to_img",
        (Argument("x"), _DIM_ORDERING, Argument("scale", default=True)),
        leading=("x", "data_format", "scale"),
        also=("dtype",),
    ),
    Row(
        "ImageDataGenerator",
        "keras.preprocessing.image",
        "tensorflow.keras.preprocessing.image.ImageDataGenerator",
        (
            *_same(
                ("featurewise_center", False),
                ("samplewise_center", False),
                ("featurewise_std_normalization", False),
                ("samplewise_std_normalization", False),
                ("zca_whitening", False),
                ("rotation_range", 0.0),
                ("width_shift_range", 0.0),
                ("height_shift_range", 0.0),
                ("shear_range", 0.0),
                ("zoom_range", 0.0),
                ("channel_shift_range", 0.0),
                ("fill_mode", "nearest"),
                ("cval", 0.0),
                ("horizontal_flip", False),
                ("vertical_flip", False),
                ("rescale", None),
                ("preprocessing_function", None),
            ),
            _DIM_ORDERING,
        ),
        also=("validation_split", "interpolation_order", "brightness_range", "zca_epsilon", "dtype"),
    ),
    *_gone(
        "keras.preprocessing.image",
        "tensorflow.keras.preprocessing.image.apply_affine_transform, or a keras.layers.RandomFlip and its kin",
        "apply_transform",
        "transform_matrix_offset_center",
        "flip_axis",
        "list_pictures",
    ),
)

_DATASETS = (
    *_itself("keras.datasets.mnist", "keras.datasets.mnist", "load_data"),
    *_itself("keras.datasets.cifar10", "keras.datasets.cifar10", "load_data"),
    *_itself("keras.datasets.cifar100", "keras.datasets.cifar100", "load_data"),
    *_itself("keras.datasets.imdb", "keras.datasets.imdb", "get_word_index"),
    *_itself("keras.datasets.reuters", "keras.datasets.reuters", "get_word_index"),
    *(
        Row(
            "load_data",
            f"keras.datasets.{name}",
            f"keras.datasets.{name}.load_data",
            (
                Argument("path", default=f"{path}.pkl"),
                Argument("nb_words", "num_words", None),
                *_same(("skip_top", 0), ("maxlen", None), *split),
                *_same(("seed", 113), ("start_char", 1), ("oov_char", 2), ("index_from", 3)),
            ),
            leading=("path", "num_words", "skip_top", "maxlen"),
        )
        for name, path, split in (("imdb", "imdb_full", ()), ("reuters", "reuters", (("test_split", 0.2),)))
    ),
)

_APPLICATIONS = (
    *(
        row
        for name, module in (
            ("VGG16", "vgg16"),
            ("VGG19", "vgg19"),
            ("ResNet50", "resnet50"),
            ("InceptionV3", "inception_v3"),
            ("Xception", "xception"),
        )
        for row in (
            Row(
                name,
                f"keras.applications.{module}",
                f"keras.applications.{name}",
                _same(
                    ("include_top", True),
                    ("weights", "imagenet"),
                    ("input_tensor", None),
                    ("input_shape", None),
                    ("classes", 1000),
                ),
                leading=("include_top", "weights", "input_tensor", "input_shape"),
                also=("pooling", "classifier_activation", "name"),
                differs=("Today's ResNet50 pads before its first pooling, and has another epsilon.",)
                if name == "ResNet50"
                else (),
            ),
            *_itself(
                f"keras.applications.{module}", f"keras.applications.{module}", "preprocess_input", "decode_predictions"
            ),
        )
    ),
    *_itself(
        "keras.applications.imagenet_utils",
        "keras.applications.imagenet_utils",
        "preprocess_input",
        "decode_predictions",
    ),
    *_gone("keras.applications.music_tagger_crnn", "nothing: its weights are not served any more", "MusicTaggerCRNN"),
)

_WRAPPERS = _gone(
    "keras.wrappers.scikit_learn",
    "keras.wrappers.SKLearnClassifier and SKLearnRegressor (Keras 3.8 on), or the package scikeras",
    "KerasClassifier",
    "KerasRegressor",
    "BaseWrapper",
)

ROWS = (
    *_ENGINE,
    *_MODELS,
    *_OBJECTIVES,
    *_METRICS,
    *_ACTIVATIONS,
    *_CALLBACKS,
    *_CONSTRAINTS,
    *_REGULARIZERS,
    *_INITIALIZATIONS,
    *_UTILS,
    *_PREPROCESSING,
    *_DATASETS,
    *_APPLICATIONS,
    *_WRAPPERS,
)
