"""Write docs/keras1-to-today.md: each construct of Keras 1.2.2 before and after, read off the table and translated.

    python tools/make_docs.py           write the page
    python tools/make_docs.py --check   exit with 1 if the page is not what would be written

`tests/legacy/test_agreement.py` runs both sides of every example that says it can be run.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from keras_functional_notes.legacy.table import METHODS, MODES, MODULES, REQUIRED, ROWS, Row
from keras_functional_notes.legacy.translating.translator import Translation, translate

PAGE = Path(__file__).parents[1] / "docs" / "keras1-to-today.md"


@dataclass(frozen=True)
class Example:
    """One construct.

    Args:
        section: Where it stands on the page.
        name: What it is an example of.
        text: A whole text of 2016, in which ``made = ...`` is the construct.
        not_run: Why its two sides are not run and compared; empty where they are.
    """

    section: str
    name: str
    text: str
    not_run: str = ""

    @property
    def done(self) -> Translation:
        return translate(self.text)

    @property
    def old(self) -> str:
        return _made(self.text)

    @property
    def new(self) -> str:
        made = _made(self.done.text)
        # The text has other names of keras.layers already, so a new one may have come under an alias.
        for name, alias in re.findall(r"import (\w+) as (\w+)", self.done.text):
            if alias not in self.old or alias == self.name:
                made = re.sub(rf"\b{alias}\b", name, made)
        return made


def _made(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("made = ")).removeprefix("made = ")


# What stands for an argument, by its name in Keras 1.
VALUES = {
    "output_dim": "5",
    "nb_filter": "4",
    "nb_row": "3",
    "nb_col": "2",
    "filter_length": "3",
    "kernel_dim1": "3",
    "kernel_dim2": "2",
    "kernel_dim3": "1",
    "init": "'normal'",
    "inner_init": "'glorot_uniform'",
    "border_mode": "'same'",
    "dim_ordering": "'tf'",
    "W_regularizer": "'l2'",
    "b_constraint": "'nonneg'",
    "bias": "False",
    "p": "0.25",
    "sigma": "0.1",
    "length": "3",
    "stride": "2",
    "pool_length": "3",
    "input_dim": "7",
    "mask_value": "1.0",
    "target_shape": "(2, 3)",
    "dims": "(2, 1)",
    "n": "3",
    "layer": "Dense(2)",
    "forget_bias_init": "'zero'",
    "beta_init": "'one'",
    "theta": "0.5",
    "function": "abs",
    "lr": "0.1",
    "decay": "1e-6",
    "m": "3",
    "l": "0.1",
    "l1": "0.1",
    "low": "0.5",
    "high": "2.0",
    "filepath": "'model.keras'",
    "schedule": "abs",
    "monitor": "'val_acc'",
    "nb_words": "20",
    "y": "y",
    "nb_classes": "3",
    "a": "x",
    "y_true": "x",
    "y_pred": "y",
}
# Where a name wants other ones, or only some.
OWN: dict[str, dict[str, str]] = {
    "Activation": {"activation": "'relu'"},
    "Bidirectional": {"layer": "LSTM(2)"},
    **{name: {"output_shape": "(None, 9, 9, 4)", "subsample": "(2, 2)"} for name in ("Deconvolution2D", "Deconv2D")},
    "InputLayer": {"batch_input_shape": "(None, 3)"},
    "Input": {"shape": "(3,)", "name": "'image'"},
    **{
        name: {"weights": "None", "classes": "10"} for name in ("VGG16", "VGG19", "ResNet50", "InceptionV3", "Xception")
    },
}
ONLY = {
    "load_data": ("nb_words",),
}
CALLS = {
    "to_categorical": "labels, nb_classes=3",
    "normalize": "a=x, axis=1",
    "categorical_probas_to_classes": "x",
    "relu": "x, alpha=0.1",
    "hard_sigmoid": "x",
    "img_to_array": "image[0], dim_ordering='tf'",
    "array_to_img": "image[0], dim_ordering='tf'",
    "load_img": "'picture.png', grayscale=True",
    "plot": "model, show_shapes=True",
    "model_to_dot": "model, show_shapes=True",
}
NOT_RUN = {
    "load_img": "it reads a file",
    "load_data": "it fetches data",
    "plot": "it writes a file",
    "model_to_dot": "it needs pydot",
    "clear_session": "it forgets the models of the process",
    "get_uid": "it counts up",
    "set_value": "it gives nothing",
    "VGG19": "it is large",
    "InceptionV3": "it is large",
    "Xception": "it is large",
    "VGG16": "it is large",
    "ResNet50": "it is large",
    "set_floatx": "it is a setting of the process",
    "set_epsilon": "it is a setting of the process",
    "set_image_dim_ordering": "it is a setting of the process",
    "random_binomial": "it draws anew",
    "dropout": "it draws anew",
    "random_normal": "it draws anew",
    "random_uniform": "it draws anew",
}
BACKEND = {
    "any": "x > 0.5",
    "all": "x > 0.5",
    "pow": "x, 2",
    "clip": "x, 0.2, 0.5",
    "dot": "x, K.transpose(y)",
    "l2_normalize": "x, axis=1",
    "in_top_k": "x, labels, 2",
    "categorical_crossentropy": "K.softmax(x), y",
    "sparse_categorical_crossentropy": "K.softmax(x), labels",
    "binary_crossentropy": "K.sigmoid(x), y",
    "concatenate": "[x, y]",
    "reshape": "x, (3, 2)",
    "permute_dimensions": "x, (1, 0)",
    "squeeze": "K.expand_dims(x, 0), 0",
    "stack": "[x, y]",
    "stop_gradient": "x",
    "tile": "x, (1, 2)",
    "repeat_elements": "x, 2, 1",
    "one_hot": "labels, 3",
    "reverse": "x, 1",
    "gather": "x, [1, 0]",
    "cast": "x, 'int32'",
    "arange": "1, 4",
    "zeros": "(2, 3)",
    "ones": "(2, 3)",
    "eye": "3",
    "variable": "x",
    "random_normal": "(2, 3), std=0.1",
    "random_uniform": "(2, 3), low=0.5",
    "random_binomial": "(2, 3), p=0.5",
    "dropout": "x, 0.5",
    "map_fn": "lambda row: 2 * row, x",
    "conv1d": "signal, kernel1, border_mode='same'",
    "conv2d": "image, kernel2, border_mode='same', dim_ordering='tf'",
    "conv3d": "volume, kernel3",
    "pool2d": "image, (2, 2)",
    "resize_images": "image, 2, 2, 'tf'",
    "spatial_2d_padding": "image",
    "temporal_padding": "signal",
    "set_image_dim_ordering": "'tf'",
    "dtype": "v",
    "eval": "v",
    "get_value": "v",
    "batch_get_value": "[v, v]",
    "set_value": "v, x",
    "batch_set_value": "[(v, x)]",
    "get_variable_shape": "v",
    "count_params": "v",
    "cast_to_floatx": "[1, 2]",
    "batch_dot": "x, y, axes=1",
    "batch_flatten": "image",
    "repeat": "x, 3",
    "update": "v, y",
    "update_add": "v, y",
    "update_sub": "v, y",
    "moving_average_update": "v, y, 0.9",
    "switch": "x > 0.5, x, y",
    "set_epsilon": "1e-7",
    "set_floatx": "'float32'",
    "is_keras_tensor": "x",
}
ARRAYS = """import numpy as np
x, y, labels = np.arange(6.0).reshape(2, 3) / 6, np.ones((2, 3)) / 3, np.array([0, 2])
"""
PICTURES = """signal, kernel1 = np.ones((1, 8, 2)), np.ones((3, 2, 4))
image, kernel2 = np.ones((1, 8, 8, 3)), np.ones((3, 3, 3, 4))
volume, kernel3 = np.ones((1, 6, 6, 6, 2)), np.ones((3, 3, 3, 2, 4))
v = K.variable(x)
"""
TENSORS = """from keras.layers import *
from keras.models import Model, Sequential
a, b = Input(shape=(4, 4)), Input(shape=(4, 4))
"""
WHOLE = (
    (
        "A function as the mode",
        TENSORS + "made = merge([a, b], mode=lambda xs: xs[0] - xs[1], output_shape=(4, 4))\n",
    ),
    ("Merge, called", TENSORS + "made = Merge(mode='sum')([a, b])\n"),
    (
        "Merge in a Sequential",
        TENSORS + "left = Sequential([Dense(4, input_dim=8)])\nright = Sequential([Dense(4, input_dim=6)])\n"
        "made = Sequential([Merge([left, right], mode='concat')])\nmade([Input((8,)), Input((6,))])\n",
    ),
    ("A model", TENSORS + "made = Model(input=[a, b], output=[merge([a, b], mode='mul')])\n"),
)
TRAINING = """import numpy as np
from keras.layers import Dense
from keras.models import Sequential
X, Y = np.ones((8, 3)), np.ones((8, 1))
model = Sequential([Dense(1, input_dim=3)])
model.compile(loss='kullback_leibler_divergence', optimizer='sgd', metrics=['acc'])
def batches(batch_size):
    while True:
        yield X[:batch_size], Y[:batch_size]
"""
METHOD_CALLS = {
    "compile": "loss='kullback_leibler_divergence', optimizer='sgd', metrics=['acc']",
    "fit": "X, Y, nb_epoch=2, verbose=0",
    "evaluate": "X, Y, verbose=0",
    "predict": "X, verbose=0",
    "predict_proba": "X",
    "predict_classes": "X",
    "fit_generator": "batches(batch_size=4), samples_per_epoch=8, nb_epoch=2, verbose=0",
    "evaluate_generator": "batches(batch_size=4), val_samples=8",
    "predict_generator": "batches(batch_size=4), val_samples=8",
}
NODES = """from keras.layers import Dense, Input
from keras.models import Model
x, y = Input(shape=(3,)), Input(shape=(3,))
shared = Dense(output_dim=2)
of_x, of_y = shared(x), shared(y)
model = Model(input=x, output=of_x)
of_model = model(y)
"""
NODE_CALLS = (
    "shared.get_output_at(1)",
    "shared.get_input_at(0)",
    "shared.get_output_shape_at(1)",
    "shared.get_input_shape_at(1)",
    "model.get_output_at(0)",
    "model.get_output_at(1)",
    "shared.output_shape",
    "shared.W",
)
SECTIONS = {
    "merge": "## Merging",
    "layers": "## Layers",
    "models": "## Models and their methods",
    "nodes": "## Nodes",
    "other": "## What Keras 1 had beside its layers",
    "backend": "## keras.backend",
}


def examples() -> Iterator[Example]:
    """Yield every example of the page."""
    for mode in MODES:
        yield Example("merge", mode.name, f"{TENSORS}made = merge([a, b], mode='{mode.name}')\n")
    for name, text in WHOLE:
        yield Example("merge" if "odel" not in name else "models", name, text)
    for row in METHODS:
        text = f"{TRAINING}made = model.{row.name}({METHOD_CALLS[row.name]})\n"
        yield Example("models", row.name, text)
    for call in NODE_CALLS:
        yield Example("nodes", call, f"{NODES}made = {call}\n")
    for row in ROWS:
        if row.itself or row.made_by in ("merging", "models", "gone_layers", "initializations"):
            continue
        if row.module == "keras.backend":
            if row.today or row.made_by == "backend":
                text = f"from keras import backend as K\n{ARRAYS}{PICTURES}made = K.{row.name}({_backend(row)})\n"
                yield Example("backend", row.name, text, NOT_RUN.get(row.name, ""))
        elif row.today:
            yield from _of_row(row)


def _backend(row: Row) -> str:
    needed = [argument.name for argument in row.arguments if argument.default is REQUIRED]
    return BACKEND.get(row.name, ", ".join(needed))


def _of_row(row: Row) -> Iterator[Example]:
    layer = row.module.startswith("keras.layers.")
    for name in row.names:
        head = f"from keras.layers import *\nfrom {row.module} import {name}\n"
        text = f"{head}{ARRAYS}image = np.ones((1, 8, 8, 3))\nmade = {call_of(row, name)}\nold = Dense(output_dim=1)\n"
        yield Example("layers" if layer else "other", name, text, NOT_RUN.get(name, ""))


def arguments_of(row: Row, name: str) -> dict[str, str]:
    """Return the arguments, in source text, of an example call of a name."""
    given = {argument.name: VALUES[argument.name] for argument in row.arguments if argument.name in VALUES}
    known = {argument.name for argument in row.arguments}
    given |= {argument: text for argument, text in OWN.get(name, {}).items() if argument in known}
    return {key: text for key, text in given.items() if key in ONLY.get(name, given)}


def call_of(row: Row, name: str) -> str:
    """Return an example call of a name."""
    if name in CALLS and not row.module.startswith("keras.layers."):
        return f"{name}({CALLS[name]})"
    return f"{name}({', '.join(f'{key}={text}' for key, text in arguments_of(row, name).items())})"


# The page


def page() -> str:
    """Return the page's text."""
    lines = [
        "# Keras 1 to today",
        "",
        "Each construct of Keras 1.2.2 and what `python -m keras_functional_notes translate` makes of it. This page is",
        "written by `tools/make_docs.py` off the package's table; a test runs both sides of its examples.",
    ]
    by_section: dict[str, list[Example]] = {section: [] for section in SECTIONS}
    for example in examples():
        by_section[example.section].append(example)
    for section, title in SECTIONS.items():
        lines += ["", title, "", "| 2016 | today |", "| --- | --- |"]
        for example in by_section[section]:
            done = example.done
            needs = "; ".join(dict.fromkeys(f"{need.why} {need.do}" for need in done.needs_you))
            lines.append(
                f"| {_code(example.old)} | {f'left to you: {_cell(needs)}' if needs else _code(example.new)} |"
            )
    lines += ["", "## Modules", "", "| 2016 | today |", "| --- | --- |"]
    for module in MODULES.values():
        if module.today != module.name:
            lines.append(f"| `{module.name}` | {f'`{module.today}`' if module.today else 'gone'} |")
    lines += ["", "## Gone", "", "What has no successor of one name is left as it stands, and listed.", ""]
    lines += ["| 2016 | use |", "| --- | --- |"]
    lines += [
        f"| `{row.module}.{row.name}` | {_cell(str(row.instead))} |" for row in ROWS if not (row.today or row.made_by)
    ]
    lines += ["", "## The same words, and something else", "", "| 2016 | what differs today |", "| --- | --- |"]
    lines += [f"| `{name}` | {_cell(sentence)} |" for name, sentence in dict.fromkeys(_differences())]
    return "\n".join(lines) + "\n"


def _differences() -> Iterator[tuple[str, str]]:
    for mode in MODES:
        yield from ((f"merge(mode={mode.name!r})", sentence) for sentence in mode.differs)
    for row in (*ROWS, *METHODS):
        yield from ((row.name, sentence) for sentence in row.differs)
        for argument in row.arguments:
            if argument.absent:
                yield row.name, argument.absent
            if argument.given:
                yield f"{row.name}({argument.name}=...)", argument.given
            if argument.values is not None:
                for value, sentence in argument.values.differs.items():
                    yield f"{argument.name}={value!r}", sentence


def _code(text: str) -> str:
    return f"`{_cell(text)}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the page, or check it."""
    if arguments == ["--check"]:
        return int(not PAGE.exists() or PAGE.read_text() != page())
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
