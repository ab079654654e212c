"""A text that is run as it stands, and its translation run plainly, build the same graph."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import keras
import make_docs as docs
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keras.src.legacy.preprocessing.image import ImageDataGenerator

from keras_functional_notes.legacy.running.program import run_path, run_source
from keras_functional_notes.legacy.table import MODES, REQUIRED, ROWS, Mode, Row
from keras_functional_notes.legacy.translating.translator import Translation, translate

SNIPPETS = sorted((Path(__file__).parent / "snippets").glob("*.py"))
pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own


def described(model: Any) -> Any:
    """Return what a model is made of: layers, their settings, connections and numbers of parameters.

    Layers are called by their order, because a name such as dense_3 counts the process's layers.
    """
    names: dict[str, str] = {}

    def name_all(config: Any) -> None:
        if isinstance(config, Mapping):
            if isinstance(config.get("name"), str):
                names.setdefault(config["name"], f"name {len(names)}")
            for value in config.values():
                name_all(value)
        elif isinstance(config, (list, tuple)):
            for value in config:
                name_all(value)

    def renamed(config: Any) -> Any:
        if isinstance(config, Mapping):
            if config.get("class_name") == "__lambda__":
                return "a function"
            # A function of the text's own is another object each time the text runs; for which batch a layer was built
            # is no part of the graph, and what a class of the text's own says only today is its default.
            left_out = {"function", "build_config", "autocast"}
            left_out |= {key for key in ("activity_regularizer",) if config.get(key) is None}
            return {key: renamed(value) for key, value in config.items() if key not in left_out}
        if isinstance(config, (list, tuple)):
            return [renamed(value) for value in config]
        return names.get(config, config) if isinstance(config, str) else config

    config = model.get_config()
    name_all(config)
    return renamed(config), [layer.count_params() if layer.built else None for layer in model.layers]


def run_plainly(text: str, *, notes: bool = False) -> dict[str, Any]:
    """Run text with nothing of this package to be had, unless it asks for nodes, or a layer that is kept here."""

    def import_(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "keras_functional_notes" and not notes:
            raise ModuleNotFoundError(f"the translation asks for {name}")
        return builtins.__import__(name, *args, **kwargs)

    names: dict[str, Any] = {"__name__": "__main__", "__builtins__": {**vars(builtins), "__import__": import_}}
    exec(compile(text, "<translation>", "exec", dont_inherit=True), names)
    return names


def without_what_needs_a_person(done: Translation) -> str:
    """Leave out the statements that the translation left to a person: today's Keras cannot run them."""
    left = [need.what for need in done.needs_you]
    tree = ast.parse(done.text)
    tree.body = [
        statement
        for statement in tree.body
        if not any("".join(what.replace('"', "'").split()) in "".join(ast.unparse(statement).split()) for what in left)
    ]
    return ast.unparse(tree)


def check_agreement(old: Mapping[str, Any], new: Mapping[str, Any]) -> int:
    models = {name: value for name, value in old.items() if isinstance(value, keras.Model)}
    for name, model in models.items():
        assert type(new[name]) is type(model)
        assert described(new[name]) == described(model), name
    return len(models)


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.stem)
def test_a_snippet_and_its_translation_build_the_same_models(path: Path) -> None:
    text = path.read_text()
    done = translate(text)
    if path.stem == "node_access":
        # A text that asks for nodes, with this package; what a node is today is another class, so the last lines, which
        # ask one, are listed. The text's own assertions tell whether the rest means the same.
        assert {need.line for need in done.needs_you} == {18, 31, 34, 36}
        before = translate(text.partition("\nnode = ")[0])
        assert "get_output_at(lstm, 1)" in before.text
        run_plainly(without_what_needs_a_person(before), notes=True)
        return
    new = run_plainly(without_what_needs_a_person(done), notes="get_output_at" in text)
    assert check_agreement(run_source(text), new) > 0


# Rows

EXAMPLES = list(docs.examples())
ROWS_OF_LAYERS = [
    (row, name)
    for row in ROWS
    for name in row.names
    if row.module.startswith("keras.layers.") and row.today and not row.itself
]


def comparable(made: Any) -> Any:
    """Return what two objects that were made alike have alike."""
    if isinstance(made, keras.Model):
        return described(made)
    if isinstance(made, (list, tuple)):
        return [comparable(part) for part in made]
    if isinstance(made, keras.KerasTensor):
        # Which call of which layer gave it, and what that layer is.
        operation, node, tensor = made._keras_history
        return made.shape, made.dtype, node, tensor, comparable(operation)
    if isinstance(made, keras.callbacks.History):
        # Keras 1 logged acc.
        return {name.replace("accuracy", "acc") for name in made.history}, len(made.epoch)
    if hasattr(made, "get_config"):
        return type(made), nameless(made.get_config())
    if isinstance(made, (keras.callbacks.Callback, ImageDataGenerator)):
        # Neither has a config: they are what they were given.
        return type(made), {name: comparable(value) for name, value in vars(made).items()}
    if isinstance(made, np.ndarray) or keras.ops.is_tensor(made) or isinstance(made, keras.Variable):
        return np.round(keras.ops.convert_to_numpy(made).astype("float64"), 5).tolist()
    return made if isinstance(made, (str, int, float, tuple, type(None))) else type(made)


def nameless(config: Any) -> Any:
    """Leave out the names that count a process's layers, and functions, which are two objects."""
    if isinstance(config, dict):
        return {key: nameless(value) for key, value in config.items() if key not in ("name", "function")}
    return [nameless(part) for part in config] if isinstance(config, (list, tuple)) else config


OLDEST_KERAS_CANNOT = {
    "Deconv": "take an output_padding of 0",
    "time_distributed_model": "put a Sequential in TimeDistributed",
    "visual_question": "put a Sequential in TimeDistributed",
    "merged2": "count the parameters of a Sequential that starts with a model",
}


@pytest.fixture(autouse=True)
def _possible_in_this_keras(request: pytest.FixtureRequest) -> None:
    """Skip what the oldest Keras cannot do in today's spelling either; it is told by Conv2DTranspose's signature."""
    if "output_padding" in inspect.signature(keras.layers.Conv2DTranspose).parameters:
        return
    for part, cannot in OLDEST_KERAS_CANNOT.items():
        if part in request.node.name:
            pytest.skip(f"Keras {keras.__version__} cannot {cannot}")


def run_made(run: Any, text: str) -> Any:
    """Run a text; return what it made, and the variable that it may have written to."""
    keras.utils.set_random_seed(1)
    names = run(text)
    return names["made"], names.get("v")


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{example.section} {example.name}" for example in EXAMPLES])
def test_both_sides_of_each_example_of_the_page_make_the_same(example: Any) -> None:
    done = example.done
    if done.needs_you:
        assert example.old in done.text
        return
    notes = example.section == "nodes" or any(row.is_kept for row in ROWS if example.name in row.names)
    if example.not_run and example.not_run not in RUN_HERE:
        check_that_the_call_is_taken(done.text)
        return
    old = run_made(run_source, example.text)
    new = run_made(lambda text: run_plainly(text, notes=notes), done.text)
    assert [comparable(part) for part in old] == [comparable(part) for part in new]


# What a page that runs by itself leaves out, and a test can see to: both sides draw from one seed, a variable that is
# written to is compared afterwards, and the settings are those that are made already.
RUN_HERE = {"it draws anew", "it gives nothing", "it is a setting of the process"}


def check_that_the_call_is_taken(text: str) -> None:
    """Check that today's Keras has what is called, and that it takes these arguments; it is not called."""
    before, _, rest = text.partition("made = ")
    names = run_plainly(before)
    [statement, *_] = ast.parse(rest).body
    assert isinstance(statement, ast.Expr)
    node = statement.value
    assert isinstance(node, ast.Call)
    function = eval(ast.unparse(node.func), names)
    keywords = {str(keyword.arg): keyword.value for keyword in node.keywords}
    inspect.signature(function).bind(*node.args, **keywords)
    for keyword in keywords:
        assert keyword in inspect.signature(function).parameters


def test_the_page_is_what_the_table_says() -> None:
    assert docs.PAGE.read_text() == docs.page(), "run python tools/make_docs.py"


def test_few_examples_are_left_to_a_person() -> None:
    left = {example.name for example in EXAMPLES if example.done.needs_you}
    assert left == {"predict_classes"}


@pytest.mark.parametrize(("row", "name"), ROWS_OF_LAYERS, ids=[name for _, name in ROWS_OF_LAYERS])
@pytest.mark.parametrize("how", ["by position", "bare"])
def test_a_row_and_its_translation_make_the_same_layer(row: Row, name: str, how: str) -> None:
    given = docs.arguments_of(row)
    required = [argument.name for argument in row.arguments if argument.default is REQUIRED]
    if how == "by position":
        positional = [argument.name for argument in row.arguments if not argument.keyword]
        leading = list(takewhile(lambda key: key in given, positional))
        arguments = [given.pop(key) for key in leading] + [f"{key}={value}" for key, value in given.items()]
    else:
        arguments = [f"{key}={given[key]}" for key in required]
    text = f"from keras.layers import *\nmade = {name}({', '.join(arguments)})\nold = Dense(output_dim=1)\n"
    done = translate(text)
    assert done.needs_you == ()
    new = run_made(lambda text: run_plainly(text, notes=row.is_kept), done.text)
    assert comparable(run_made(run_source, text)) == comparable(new)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
@pytest.mark.parametrize("axis", ["", ", concat_axis=1, dot_axes=1"])
def test_a_mode_and_its_translation_make_the_same_graph(mode: Mode, axis: str) -> None:
    text = (
        "from keras.layers import Input, merge\nfrom keras.models import Model\n"
        f"a, b = Input((4, 4)), Input((4, 4))\nmodel = Model([a, b], merge([a, b], mode={mode.name!r}{axis}))\n"
    )
    done = translate(text)
    assert done.needs_you == ()
    assert check_agreement(run_source(text), run_plainly(done.text)) == 1


SEQUENTIAL = """
from keras.models import Sequential, Model
from keras.layers import Dense, Merge, Input, merge, Lambda, Activation
left = Sequential()
left.add(Dense(4, input_dim=8))
right = Sequential([Dense(4, input_dim=6), Activation('tanh')])
{merged}
model.add(Dense(output_dim=1))
"""


@pytest.mark.parametrize(
    "merged",
    [
        "model = Sequential()\nmodel.add(Merge([left, right], mode='concat'))",
        "model = Sequential([Merge([left, right], mode='sum', name='joined')])",
        "model = Sequential()\nmodel.add(Merge(layers=[left, right], mode=lambda t: t[0] - t[1], output_shape=(4,)))",
    ],
)
def test_a_merge_in_a_sequential_becomes_functional_code(merged: str) -> None:
    text = SEQUENTIAL.format(merged=merged)
    done = translate(text)
    assert done.needs_you == ()
    old, new = run_source(text), run_plainly(done.text)
    # Today's Sequential that begins with a model of two inputs makes its other layers' weights when it first runs.
    assert "first runs" in "".join(difference.why for difference in done.differences)
    assert len(old["model"].get_weights()) == 6
    for names in (old, new):
        names["model"].predict([np.ones((1, 8)), np.ones((1, 6))], verbose=0)
    if "lambda" in merged:
        # The two functions are two objects, so their configurations hold two codes.
        assert [type(layer) for layer in old["model"].layers] == [type(layer) for layer in new["model"].layers]
        assert old["model"].count_params() == new["model"].count_params()
    else:
        assert check_agreement(old, new) == 3


OF_THE_AGE = """
from keras import backend as K, objectives
from keras.engine.topology import Layer
from keras.layers import Input, Dense, Lambda, LSTM, Embedding, Bidirectional, TimeDistributed, merge, Reshape
from keras.layers.convolutional import UpSampling2D, Convolution2D, AveragePooling2D, ZeroPadding2D
from keras.layers.core import Flatten, Dropout, Activation, Masking
from keras.layers.normalization import BatchNormalization
from keras.models import Sequential, Model
from keras.optimizers import RMSprop
from keras.regularizers import l2, activity_l1
from keras.constraints import maxnorm

class Twice(Layer):
    def call(self, x, mask=None):
        return 2 * K.abs(x)
    def get_output_shape_for(self, input_shape):
        return input_shape

def sampling(args):
    mean, deviation = args
    return mean + K.exp(deviation / 2)

def distance(vectors):
    x, y = vectors
    return K.sqrt(K.maximum(K.sum(K.square(x - y), axis=1, keepdims=True), K.epsilon()))

def distance_shape(shapes):
    return (shapes[0][0], 1)

def generator(size, init='glorot_normal'):
    model = Sequential()
    model.add(Dense(input_dim=100, output_dim=64, init='glorot_normal', activity_regularizer=activity_l1(0.01)))
    model.add(Reshape((8, 8, 1)))
    model.add(BatchNormalization(mode=0, axis=-1))
    model.add(UpSampling2D(size=(2, 2)))
    model.add(ZeroPadding2D((1, 1)))
    model.add(Convolution2D(size, 5, 5, border_mode='same', W_regularizer=l2(0.1), b_constraint=maxnorm(2)))
    model.add(AveragePooling2D())
    return model

x = Input(shape=(784,))
h = Dense(64, activation='relu')(x)
z = Lambda(sampling, output_shape=(2,))([Dense(2)(h), Dense(output_dim=2)(h)])
variational = Model(x, Dense(784, activation='sigmoid', b_regularizer=None)(z))
variational.compile(loss=objectives.binary_crossentropy, optimizer=RMSprop(lr=1e-3))
a, b = Input(shape=(32,)), Input(shape=(32,))
siamese = Model(input=[a, b], output=[merge([Twice()(a), b], mode=distance, output_shape=distance_shape)])
words = Input(shape=(9,), dtype='int32')
read = Bidirectional(LSTM(4, inner_activation='sigmoid', forget_bias_init='one', return_sequences=True))
tags = Model(words, TimeDistributed(Dense(5, activation='softmax'))(read(Embedding(50, 8, input_length=9)(words))))
painter = generator(3)
judge = Sequential([Flatten(input_shape=painter.output_shape[1:]), Dropout(p=0.5), Dense(1, bias=False)])
both = Sequential([painter, judge])
"""


def test_text_of_many_constructs() -> None:
    done = translate(OF_THE_AGE)
    assert done.needs_you == ()
    assert check_agreement(run_source(OF_THE_AGE), run_plainly(done.text)) == 6


# Keras 1.2.2's own models


@pytest.fixture
def translated(keras_1_source: Path, tmp_path: Path) -> Iterator[Path]:
    """Translate the applications into a package of their own."""
    package = tmp_path / "translated_applications"
    package.mkdir()
    (package / "__init__.py").touch()
    for path in (keras_1_source / "keras" / "applications").glob("*.py"):
        if path.name != "__init__.py":
            (package / path.name).write_text(translate(path.read_text(), package="keras.applications").text)
    sys.path.insert(0, str(tmp_path))
    yield package
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("translated_applications")]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("module", "name", "count"), [("vgg16", "VGG16", 138357544), ("resnet50", "ResNet50", 25636712)]
)
def test_the_models_of_keras_1_itself(
    keras_1_source: Path, translated: Path, module: str, name: str, count: int
) -> None:
    assert "keras_functional_notes" not in (translated / f"{module}.py").read_text()
    new = getattr(importlib.import_module(f"translated_applications.{module}"), name)(weights=None)
    old = run_path(keras_1_source / "keras" / "applications" / f"{module}.py", package="keras.applications")[name]
    assert described(old(weights=None)) == described(new)
    assert new.count_params() == count


def test_the_whole_of_keras_1s_applications_and_layers_goes_through(keras_1_source: Path) -> None:
    keras_1 = keras_1_source / "keras"
    for path in sorted([*keras_1.glob("applications/*.py"), *keras_1.glob("layers/*.py")]):
        package = f"keras.{path.parent.name}"
        done = translate(path.read_text(), package=package)
        compile(done.text, path.name, "exec", dont_inherit=True)
        assert translate(done.text, package=package).text == done.text


# Any layout, alias and order

REWRITTEN = ["residual", "inception_block", "two_tweets", "headline"]


class Rewriting(ast.NodeTransformer):
    """Gives imported names other ones, and keyword arguments another order."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.names: dict[str, str] = {}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        for alias in node.names:
            if alias.name != "*" and (node.module or "").startswith("keras"):
                bound = alias.asname or alias.name
                self.names[bound] = alias.asname = self.data.draw(st.sampled_from([bound, f"{bound}_", f"old_{bound}"]))
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        node.keywords = self.data.draw(st.permutations(node.keywords))
        return node


def laid_out(tree: ast.Module, data: st.DataObject) -> str:
    """Write a tree with line breaks and comments between arguments."""
    text = ast.unparse(tree)
    gap = data.draw(st.sampled_from([", ", ",", ",\n  ", ",  # and\n  "]))
    lines = [
        line.replace(", ", gap) if "(" in line and not line.startswith(("from", "import", "for")) else line
        for line in text.split("\n")
    ]
    candidate = "\n".join(lines)
    try:
        same = ast.dump(ast.parse(candidate)) == ast.dump(ast.parse(text))
    except SyntaxError:
        same = False
    return candidate if same else text


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(REWRITTEN))
def test_a_rewritten_snippet_agrees_too(data: st.DataObject, stem: str) -> None:
    text = next(path for path in SNIPPETS if path.stem == stem).read_text()
    tree = ast.parse(text)
    tree.body = [statement for statement in tree.body if ".fit(" not in ast.unparse(statement)]
    rewritten = laid_out(ast.fix_missing_locations(Rewriting(data).visit(tree)), data)
    done = translate(rewritten)
    assert done.needs_you == ()
    assert translate(done.text).text == done.text
    assert check_agreement(run_source(rewritten), run_plainly(done.text)) == 1
