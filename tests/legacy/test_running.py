"""2016 text runs as it stands, and nobody else notices: imports, old methods, syntax, tracebacks, threads."""

from __future__ import annotations

import gc
import linecache
import os
import subprocess
import sys
import textwrap
import threading
import traceback
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import Keras1Warning
from keras_functional_notes.legacy.running import run_path, run_source
from keras_functional_notes.legacy.syntax import Keras1SyntaxError

pytestmark = pytest.mark.filterwarnings("ignore")  # where notices are meant, a test records them


def run(text: str, **init_globals: Any) -> dict[str, Any]:
    return run_source(textwrap.dedent(text), init_globals=init_globals)


def told(text: str, **init_globals: Any) -> list[str]:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        run(text, **init_globals)
    return [str(notice.message) for notice in seen if notice.category is Keras1Warning]


def state() -> list[Any]:
    """Return what Keras is made of, object by object."""
    import tensorflow as tf

    things = (keras, keras.layers, keras.models, tf.keras.layers, keras.Model, keras.layers.Layer, keras.Sequential)
    return [{name: id(value) for name, value in vars(thing).items()} for thing in things]


# Imports

IMPORTS = [
    ("import keras", "keras.layers.core.Dense"),
    ("import keras.layers.core", "keras.layers.core.Dense"),
    ("import keras.layers.core as core", "core.Dense"),
    ("import keras as k", "k.layers.Dense"),
    ("from keras import layers", "layers.Dense"),
    ("from keras.layers import Dense", "Dense"),
    ("from keras.layers.core import Dense as D", "D"),
    ("from keras.layers.core import *", "Dense"),
    ("from keras.layers import *", "Dense"),
    ("import keras, keras.layers as L", "L.Dense"),
    ("import tensorflow as tf", "tf.keras.layers.Dense"),
    ("import tensorflow.keras", "tensorflow.keras.layers.Dense"),
    ("import tensorflow.keras.layers as L", "L.Dense"),
    ("from tensorflow import keras", "keras.layers.Dense"),
    ("from tensorflow.keras import layers", "layers.Dense"),
    ("from tensorflow.keras.layers import Dense", "Dense"),
    ("layers = __import__('keras.layers', fromlist=['Dense'])", "layers.Dense"),
    ("keras = __import__('keras.layers')", "keras.layers.Dense"),
    ("exec('from keras.layers import Dense')", "Dense"),
]


@pytest.mark.parametrize(("line", "dense"), IMPORTS, ids=[line for line, _ in IMPORTS])
def test_each_form_of_import_finds_keras_1(line: str, dense: str) -> None:
    layer = run(f"{line}\nlayer = {dense}(output_dim=3, init='one')")["layer"]
    assert type(layer) is keras.layers.Dense
    assert layer.units == 3


def test_star_imports_bring_keras_1_s_names_and_no_others() -> None:
    names = run("from keras.layers import *")
    assert {"Dense", "Convolution2D", "merge", "Merge", "Input", "LSTM"} <= set(names)
    assert not {"Conv2DTranspose", "Concatenate"} & set(names)


def test_backend_and_modules_that_are_gone() -> None:
    names = run("""
        from keras import backend as K
        from keras.engine.topology import Layer, InputSpec
        from keras.utils.np_utils import to_categorical
        from keras.objectives import mse
        total = K.sum(K.ones((2, 3)))
        once = to_categorical([1], nb_classes=3)
    """)
    assert float(names["total"]) == 6
    assert names["once"].tolist() == [[0, 1, 0]]
    assert names["Layer"] is keras.layers.Layer
    assert names["mse"] is keras.losses.mean_squared_error


def test_functions_import_when_they_are_called_also_after_the_run() -> None:
    build = run("""
        def build():
            from keras.layers import Dense
            import keras.layers.core
            return Dense(output_dim=4), keras.layers.core.Dropout(p=0.5)
    """)["build"]
    dense, dropout = build()
    assert dense.units == 4
    assert dropout.rate == 0.5


def test_today_s_names_may_be_mixed_in() -> None:
    names = run("""
        import keras
        import keras.ops as ops
        from keras.layers import Conv2DTranspose, Convolution2D
        from keras import losses
        import tensorflow as tf
        x = keras.Input((4,))
        y = keras.layers.Dense(output_dim=2)(x)
        model = keras.Model(x, y)
        version = keras.__version__
        constant = tf.constant([1.0])
    """)
    assert names["Conv2DTranspose"] is keras.layers.Conv2DTranspose
    assert names["ops"] is keras.ops
    assert names["losses"] is keras.losses
    assert type(names["model"]) is type(keras.Model(names["x"], names["y"]))
    assert names["version"] == "1.2.2"
    assert float(names["constant"][0]) == 1.0


MISSING = [
    (
        "from keras.layers import Densse",
        "keras.layers had no name `Densse` in Keras 1, nor has it today. Did you mean `Dense`?",
    ),
    (
        "import keras.layers.cor",
        "Keras 1 had no module keras.layers.cor, nor has Keras today. Did you mean `keras.layers.core`?",
    ),
    (
        "from keras.layer import Dense",
        "Keras 1 had no module keras.layer, nor has Keras today. Did you mean `keras.layers`?",
    ),
    ("from tensorflow.keras.layers import Convolution2d", "Did you mean `Convolution2D`?"),
    ("from . import blocks", "as a script. Name it: run_path(path, package='keras.applications')."),
    ("import cPickle", "No module named 'cPickle': Python 2's `cPickle` is `pickle` in Python 3."),
    ("import surely_there_is_none", "No module named 'surely_there_is_none'"),
    ("from math import surely_not", "cannot import name 'surely_not' from 'math'"),
]


@pytest.mark.parametrize(("line", "text"), MISSING, ids=[line for line, _ in MISSING])
def test_what_is_not_there_is_answered_with_the_near_match(line: str, text: str) -> None:
    with pytest.raises(ImportError) as raised:
        run(line)
    assert text in str(raised.value)


def test_a_missing_attribute_of_a_module_too() -> None:
    with pytest.raises(AttributeError, match=r"keras\.layers had no name `Densse` .* Did you mean `Dense`\?"):
        run("import keras\nkeras.layers.Densse(3)")


# Neighbours


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(**files: str) -> Path:
        for name, text in files.items():
            file = tmp_path / (name.replace("__in__", "/") + ".py")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text), encoding="utf-8")
        return tmp_path

    return write


def test_modules_beside_the_script_are_2016_text_too(write: Any) -> None:
    folder = write(
        script="""
            import blocks, parts.conv
            from parts import width
            from parts.conv import block
            layers = [blocks.dense(), parts.conv.block(), block()]
            shape = blocks.seen()
        """,
        blocks="""
            from keras.layers import Dense, Input
            import parts
            def dense():
                return Dense(output_dim=parts.width)
            def seen():
                layer = dense()
                layer(Input(shape=(3,)))
                return layer.get_output_shape_at(0)
        """,
        **{
            "parts__in____init__": "width = 5",
            "parts__in__conv": "from . import width\nfrom keras.layers import Convolution2D\n"
            "def block(): return Convolution2D(width, 3, 3)",
        },
    )
    before = set(sys.modules), list(sys.path)
    names = run_path(folder / "script.py")
    assert [type(layer) for layer in names["layers"]] == [keras.layers.Dense, keras.layers.Conv2D, keras.layers.Conv2D]
    assert names["layers"][1].kernel_size == (3, 3)
    assert names["shape"] == (None, 5)
    assert not {name for name in set(sys.modules) - before[0] if name.partition(".")[0] in ("blocks", "parts")}
    assert sys.path == before[1]


def test_neighbours_may_import_each_other(write: Any) -> None:
    folder = write(
        script="import one", one="import two\ndef here(): return two.there()", two="import one\ndef there(): return one"
    )
    one = run_path(folder / "script.py")["one"]
    assert one.here() is one


def test_each_run_has_its_own_neighbours(write: Any) -> None:
    folder = write(script="import counter\ncounter.count += 1", counter="count = 0")
    first, second = run_path(folder / "script.py"), run_path(folder / "script.py")
    assert first["counter"] is not second["counter"]
    assert second["counter"].count == 1


def test_a_neighbour_that_fails_is_forgotten_and_found_again(write: Any) -> None:
    folder = write(
        script="""
            try:
                import broken
            except ZeroDivisionError:
                pass
            try:
                import broken
            except ZeroDivisionError:
                again = True
            try:
                import asking
            except ImportError as error:
                missing = error.name
        """,
        broken="1 / 0",
        asking="import surely_there_is_none",
    )
    names = run_path(folder / "script.py")
    assert names["again"]
    assert names["missing"] == "surely_there_is_none"


def test_a_folder_of_data_hides_no_module(write: Any) -> None:
    folder = write(script="import numpy, sounds.low\nlow = sounds.low.tone", **{"sounds__in__low": "tone = 1"})
    (folder / "numpy").mkdir()
    names = run_path(folder / "script.py")
    assert names["numpy"] is np
    assert names["low"] == 1


def test_relative_imports_find_keras_s_modules_and_the_neighbours(write: Any) -> None:
    folder = write(
        tiny="""
            from ..layers import merge, Input
            from .. import backend as K
            from ..engine.topology import get_source_inputs
            from .size_utils import size
            from . import size_utils
            from keras.applications.size_utils import size as again
            def build():
                from .later import wide
                a, b = Input(shape=(size,)), Input(shape=(size,))
                return merge([a, b], mode='concat'), wide
        """,
        size_utils="from ..layers import Dense\nfrom . import tiny\nsize = 3",
        later="wide = True",
    )
    names = run_path(folder / "tiny.py", package="keras.applications")
    assert names["__name__"] == "keras.applications.tiny"
    assert names["size"] == names["again"] == 3
    assert vars(names["size_utils"].tiny) is names
    merged, wide = names["build"]()
    assert merged.shape == (None, 6)
    assert wide


def test_a_package_of_one_s_own(write: Any) -> None:
    folder = write(
        **{
            "net__in__models__in__deep": "from ..parts import width\nfrom . import scale\nimport net.parts\n"
            "total = width * scale * net.parts.width",
            "net__in__models__in____init__": "scale = 2",
            "net__in__parts": "width = 5",
        }
    )
    assert run_path(folder / "net/models/deep.py", package="net.models")["total"] == 50


def test_beside_the_text_there_may_be_no_such_module(write: Any) -> None:
    folder = write(script="import parts.cnov", **{"parts__in____init__": ""})
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'parts\.cnov' lies beside the text\."):
        run_path(folder / "script.py")


# Files


def test_a_script_sees_itself_as_a_script(write: Any) -> None:
    folder = write(
        script="""
            import sys
            if __name__ == '__main__':
                arguments = sys.argv[1:]
            file = __file__
        """
    )
    before = sys.argv
    names = run_path(folder / "script.py", argv=["--epochs", "3"])
    assert names["arguments"] == ["--epochs", "3"]
    assert names["file"] == str(folder / "script.py")
    assert sys.argv is before
    assert run_path(os.fspath(folder / "script.py"))["arguments"] == before[1:]
    module = run_path(folder / "script.py", argv=["x"], package="keras.applications")
    assert (module["__name__"], "arguments" in module) == ("keras.applications.script", False)
    with pytest.raises(FileNotFoundError):
        run_path(folder / "none.py")


def test_a_script_s_own_encoding_and_line_ends(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_bytes("# -*- coding: latin-1 -*-\r\nname = 'Krüger'\r\n".encode("latin-1"))
    assert run_path(script)["name"] == "Krüger"
    script.write_bytes(b"\xef\xbb\xbfname = '\xc3\xbc'\n")
    assert run_path(script)["name"] == "ü"


def test_argv_and_exit_codes_are_put_back_and_passed_on(write: Any) -> None:
    folder = write(script="import sys\nsys.exit(3)")
    before = sys.argv
    with pytest.raises(SystemExit) as left:
        run_path(folder / "script.py", argv=[])
    assert left.value.code == 3
    assert sys.argv is before


def test_init_globals_are_found_and_not_changed() -> None:
    given = {"width": 3}
    names = run_source("width += 1", init_globals=given)
    assert names["width"] == 4
    assert given == {"width": 3}


# What text reads of Keras's objects


def test_a_model_owns_node_0_and_its_calls_count_from_1() -> None:
    names = run("""
        from keras.layers import Input, Dense
        from keras.models import Model
        a, b, c = Input((3,)), Input((3,)), Input((3,))
        dense = Dense(2)
        y = dense(a)
        model = Model(a, y)
        assert model.output is y and model.input is a
        of_b, of_c = model(b), model(c)
        assert [model.get_input_at(i) is x for i, x in enumerate([a, b, c])] == [True] * 3
        assert [model.get_output_at(i) is x for i, x in enumerate([y, of_b, of_c])] == [True] * 3
        assert model.get_output_at(-1) is of_c
        assert not hasattr(model, 'output')
        assert model.output_shape == (None, 2)
        assert len(model.inbound_nodes) == 3 and model.inbound_nodes[0].inbound_layers == []
        assert dense.get_output_at(0) is y and dense.output is y
        top = Dense(1)
        z = top(of_c)
        node, = top.inbound_nodes
        assert node.inbound_layers == [model] and node.node_indices == [2] and node.tensor_indices == [0]
        assert model.outbound_nodes == [node] and node in model.outbound_nodes
        assert a._keras_history[0].inbound_nodes[0].output_tensors == [a]
        assert a._keras_history[0].input is a
        try:
            model.get_output_at(3)
        except ValueError as error:
            complaint = str(error)
    """)
    assert "there is no node 3; " in names["complaint"]
    assert "has nodes 0 to 2, in Keras 1's count:" in names["complaint"]
    assert ": the model itself -> (None, 2)" in names["complaint"]


def test_a_growing_sequential_calls_each_layer_once() -> None:
    run("""
        from keras.models import Sequential, Model
        from keras.layers import Dense, Dropout, Input
        model = Sequential()
        model.add(Dense(4, input_dim=3))
        early = model.layers[0].output
        model.add(Dropout(0.5))
        model.add(Dense(2))
        model.add(Dense(9))
        model.pop()
        assert [len(layer.inbound_nodes) for layer in model.layers] == [1, 1, 1]
        assert [len(layer.outbound_nodes) for layer in model.layers[:2]] == [1, 1]
        inner = Model(input=model.input, output=model.layers[1].output)
        assert inner.output_shape == (None, 4)
        assert model.output is model.layers[-1].output
        assert model.get_output_at(0) is model.output
        called = model(Input((3,)))
        assert model.get_output_at(1) is called
        assert [len(layer.inbound_nodes) for layer in model.layers] == [1, 1, 1]
    """)


def test_a_model_that_comes_first_in_a_sequential_is_not_called() -> None:
    run("""
        from keras.models import Sequential, Model
        from keras.layers import Dense, Input
        x = Input((3,))
        base = Model(x, Dense(4)(x))
        model = Sequential()
        model.add(base)
        model.add(Dense(1))
        assert len(base.inbound_nodes) == 1
        assert base.output_shape == (None, 4) and base.output is base.outputs[0]
        other = Model(x, Dense(4)(x))
        model = Sequential([other, Dense(1)])
        assert isinstance(model, Sequential) and len(other.inbound_nodes) == 1 and other.output is other.outputs[0]
    """)


def test_layers_that_are_small_models_today_own_no_node() -> None:
    run("""
        from keras.layers import Input, MaxoutDense, Highway
        from keras.layers.core import Highway as again
        assert isinstance(Highway(input_dim=3), again)
        x = Input((3,))
        for layer in (MaxoutDense(3), Highway(input_dim=3)):
            y = layer(x)
            assert layer.get_output_at(0) is y is layer.output and len(layer.inbound_nodes) == 1
            assert y._keras_history[0].inbound_nodes[0].input_tensors == [x]
    """)


def test_masks_travel_with_their_calls() -> None:
    run("""
        from keras.layers import Input, Embedding, LSTM
        words = Input(shape=(7,), dtype='int32')
        embedding = Embedding(10, 4, mask_zero=True)
        lstm = LSTM(3, return_sequences=True)
        out = lstm(embedding(words))
        assert lstm.get_input_mask_at(0) is embedding.output_mask is lstm.input_mask
        assert lstm.get_input_mask_at(0).shape == (None, 7)
        assert lstm.get_input_at(0) is embedding.output is lstm.input
        assert lstm.get_output_mask_at(0).shape == (None, 7)
        assert embedding.input_mask is None
    """)


def test_a_layer_that_was_never_called_says_so() -> None:
    names = run("""
        from keras.layers import Dense
        dense = Dense(2, name='lonely')
        assert not hasattr(dense, 'output') and not hasattr(dense, 'output_shape')
        assert getattr(dense, 'input', None) is None
        assert dense.inbound_nodes == []
        try:
            dense.get_output_at(0)
        except RuntimeError as error:
            complaint = str(error)
    """)
    assert names["complaint"] == (
        "dense.get_output_at(0): lonely (Dense) was never called, so it has no nodes. Call it first: y = layer(x)."
    )


def test_references_and_names_in_strings_are_answered_too() -> None:
    run("""
        from keras.layers import Input, Dense
        x, dense = Input((3,)), Dense(2)
        y = dense(x)
        at = dense.get_output_at
        assert at(0) is y and at(node_index=0) is y and at.__name__ == 'get_output_at'
        assert getattr(dense, 'get_output_at')(0) is y
        assert [getattr(layer, 'output_shape') for layer in [dense]] == [(None, 2)]
        assert list(map(lambda layer: layer.output, [dense])) == [y]
        assert hasattr(dense, 'get_output_at') and not hasattr(dense, 'get_ouput_at')
        assert getattr(dense, 'nothing', 3) == 3
    """)


def test_renamed_attributes() -> None:
    names = run("""
        from keras.layers import Input, Dense, Embedding, LSTM, BatchNormalization
        from keras.optimizers import SGD
        from keras import backend as K
        x, dense = Input((3,)), Dense(2)
        y = dense(x)
        assert dense.W is dense.kernel and dense.b is dense.bias
        assert K.int_shape(dense.W) == (3, 2) and y._keras_shape == (None, 2)
        assert not hasattr(dense, 'U')
        norm = BatchNormalization()
        norm(y)
        assert norm.running_mean is norm.moving_mean
        sgd = SGD(lr=0.5)
        first = K.get_value(sgd.lr)
        sgd.lr = 0.25
        sgd.lr *= 0.5
        second = K.get_value(sgd.lr)
    """)
    assert (names["first"], names["second"]) == (0.5, 0.125)
    assert keras.ops.convert_to_numpy(names["sgd"].learning_rate) == 0.125


def test_other_people_s_classes_do_not_notice() -> None:
    class Today(keras.layers.Layer):
        """A layer of today, with attributes of the old names."""

        output_shape = "mine"

        def __init__(self) -> None:
            super().__init__()
            self.b = "also mine"

        def get_output_at(self, node_index: int) -> str:
            return f"own {node_index}"

        def fit(self, **kwargs: Any) -> Any:
            return kwargs

    class Trained(keras.Sequential):
        def fit(self, *args: Any, **kwargs: Any) -> Any:
            return kwargs

    names = run(
        """
        class Plain(object):
            output = 'out'
            def __init__(self): self.input, self.lr, self.trainable_weights = 'in', 3, []
            @property
            def output_shape(self): return 'shape'
            def get_output_at(self, i): return i
            def fit(self, nb_epoch): return nb_epoch
            def get_output_shape_for(self, shape): return 'for ' + shape
        class Forwards(object):
            def __getattr__(self, name): return 'forwarded ' + name
        plain = Plain()
        plain.lr += 1
        seen = [plain.output, plain.input, plain.output_shape, plain.get_output_at(3), plain.fit(nb_epoch=2), plain.lr,
                plain.get_output_shape_for('a'), hasattr(plain, 'compute_output_shape'), Forwards().history]
        layer = Today()
        theirs = [layer.output_shape, layer.b, layer.get_output_at(1), layer.fit(nb_epoch=1), Trained().fit(nb_epoch=2)]
        numbers = set()
        numbers.add(1)
        numbers.pop()
        try:
            plain.outbound_nodes
        except AttributeError as error:
            missing = str(error)
        """,
        Today=Today,
        Trained=Trained,
    )
    assert names["seen"] == ["out", "in", "shape", 3, 2, 4, "for a", False, "forwarded history"]
    assert names["theirs"] == ["mine", "also mine", "own 1", {"nb_epoch": 1}, {"nb_epoch": 2}]
    assert names["missing"] == "'Plain' object has no attribute 'outbound_nodes'"


def test_every_place_where_an_attribute_may_stand() -> None:
    names = run("""
        class Plain(object): pass
        plain, seen = Plain(), []
        plain.output = 1
        plain.output += 1
        plain.lr: int = 3
        for plain.lr in range(3): pass
        plain.input, (plain.lr, *plain.b) = 1, (2, 3)
        with open(__import__('os').devnull) as plain.lr: pass
        match 2:
            case plain.output if plain.output == 2:
                seen.append(f'{plain.output} {plain.input=}')
        del plain.output
        seen += [hasattr(plain, 'output'), plain.b, (lambda: plain.input)(), [plain.input for _ in plain.b]]
    """)
    assert names["seen"] == ["2 plain.input=1", False, [3], 1, [1]]


# Layers of one's own

OWN_LAYER = """
    from keras import backend as K
    from keras.engine.topology import Layer, InputSpec
    from keras.layers import Input
    from keras.models import Model

    class Linear(Layer):
        def __init__(self, output_dim, **kwargs):
            self.output_dim = output_dim
            super(Linear, self).__init__(**kwargs)

        def build(self, input_shape):
            self.input_spec = [InputSpec(shape=input_shape)]
            self.W = self.add_weight(shape=(input_shape[1], self.output_dim), initializer='one', name='W')
            self.b = self.add_weight(shape=(self.output_dim,), initializer='zero', name='b')
            self.trainable_weights = [self.W, self.b]
            super(Linear, self).build(input_shape)

        def call(self, x, mask=None):
            return K.dot(x, self.W) + self.b

        def get_output_shape_for(self, input_shape):
            assert input_shape and len(input_shape) == 2
            return (input_shape[0], self.output_dim)

    class Wider(Linear):
        def get_output_shape_for(self, input_shape):
            return super(Wider, self).get_output_shape_for(input_shape)

    class Same(Layer):
        def call(self, x, mask=None):
            return x * 2

        def get_output_shape_for(self, input_shape):
            return super().get_output_shape_for(input_shape)
"""


def test_a_layer_of_2016_is_a_layer_of_today() -> None:
    names = run(
        OWN_LAYER
        + """
    x = Input(shape=(3,))
    linear = Wider(4)
    y = linear(x)
    model = Model(input=x, output=y)
    assert linear.get_output_shape_for((None, 3)) == (None, 4)
    assert linear.output_shape == (None, 4)
    """
    )
    linear, model = names["linear"], names["model"]
    assert linear.compute_output_shape((None, 3)) == (None, 4)
    assert [weight.shape for weight in linear.trainable_weights] == [(3, 4), (4,)]
    np.testing.assert_array_equal(model.predict(np.ones((2, 3)), verbose=0), np.full((2, 4), 3.0))


def test_weights_that_today_s_layers_do_not_know_are_refused_with_the_remedy() -> None:
    with pytest.raises(
        TypeError, match=r"collect their own weights, and .* Make each weight in build\(\) by self\.W = "
    ):
        run("""
            from keras.engine import Layer
            import numpy as np
            class Own(Layer):
                def build(self, input_shape):
                    self.trainable_weights = [np.zeros(3)]
            Own().build((None, 3))
        """)


# Training


def test_old_keywords_and_methods_of_training() -> None:
    names = run("""
        import numpy as np
        from keras.models import Sequential
        from keras.layers import Dense
        from keras.callbacks import Callback
        class Losses(Callback):
            def on_train_begin(self, logs={}): self.losses = []
            def on_batch_end(self, batch, logs={}): self.losses.append(logs.get('loss'))
        model = Sequential([Dense(8, input_dim=4, activation='relu'), Dense(3, activation='softmax')])
        model.compile(loss='categorical_crossentropy', optimizer='sgd', metrics=['accuracy'])
        X, Y = np.random.random((32, 4)), np.eye(3)[np.arange(32) % 3]
        losses = Losses()
        history = model.fit(X, Y, nb_epoch=2, batch_size=8, verbose=0, validation_split=0.25, callbacks=[losses])
        def batches():
            while True:
                yield X[:8], Y[:8]
        generated = model.fit_generator(batches(), samples_per_epoch=16, nb_epoch=3, verbose=0)
        assert model.history.history['acc']
        classes = model.predict_classes(X, verbose=0)
        logs = history.history
        assert 'acc' in logs and 'val_acc' in logs and 'nothing' not in logs
        assert logs.get('val_acc') == logs['val_acc'] == logs['val_accuracy'] and logs.get('nothing', 3) == 3
        try:
            logs['nothing']
        except KeyError as error:
            missing = error.args
    """)
    assert len(names["losses"].losses) == 6
    assert len(names["history"].epoch) == 2
    assert len(names["generated"].epoch) == 3
    assert names["classes"].shape == (32,)
    assert names["missing"] == ("nothing",)
    assert type(names["history"].history) is dict


def test_one_loss_and_one_list_of_metrics_are_for_every_output() -> None:
    names = run("""
        import numpy as np
        from keras.models import Model
        from keras.layers import Dense, Input
        x = Input((4,))
        model = Model(input=x, output=[Dense(1, name='a')(x), Dense(1, name='b')(x)])
        X, y = np.ones((8, 4)), np.ones((8, 1))
        model.compile('sgd', 'mse', ['accuracy'], loss_weights=[1., 0.2])
        first = model.fit(X, [y, y], nb_epoch=1, verbose=0).history
        assert first['b_acc'] == first['b_accuracy']
    """)
    # Newer versions log each output's loss, too.
    assert {"loss", "a_accuracy", "b_accuracy"} <= set(names["first"])


def test_accuracy_is_monitored_under_either_name() -> None:
    names = run("""
        import numpy as np
        from keras.models import Sequential
        from keras.layers import Dense
        from keras.callbacks import EarlyStopping
        epochs = []
        for metric in ('acc', 'accuracy'):
            model = Sequential([Dense(1, input_dim=3, activation='sigmoid')])
            model.compile('sgd', 'binary_crossentropy', metrics=[metric])
            stop = EarlyStopping(monitor='val_acc', patience=1)
            history = model.fit(np.zeros((8, 3)), np.zeros((8, 1)), nb_epoch=9, verbose=0, validation_split=0.5,
                                callbacks=[stop])
            epochs.append(len(history.epoch))
            assert len(history.history['val_acc']) == epochs[-1]
    """)
    assert names["epochs"] == [2, 2]


# Notices


def test_notices_are_ready_to_paste() -> None:
    seen = told("""
        from keras.layers import Input, Dense
        from keras.models import Model
        x, layers = Input((3,)), [Dense(2)]
        y = layers[0](x)
        layers[0].get_output_at(0)
        shape = layers[0].output_shape
        layers[0].output
        model = Model(x, y)
        model(x)
        model.get_output_at(0)
        model.get_output_shape_at(1)
        model.get_output_mask_at(1)
        model.output_shape
    """)
    assert seen == [
        "`layers[0].get_output_at(0)` is `keras_functional_notes.get_output_at(layers[0], 0)` today.",
        "`layers[0].output_shape` is `keras_functional_notes.output_shape_of(layers[0])` today.",
        "`model.get_output_at(0)` is `model.output` today. A model's own inputs and outputs were its node 0 in Keras "
        "1.",
        "`model.get_output_shape_at(1)` is `keras_functional_notes.get_output_shape_at(model, 0)` today. A model's "
        "calls counted from 1 in Keras 1, and count from 0 today.",
        "`model.get_output_mask_at(1)` has no name today; here it is the mask that travels with the tensor "
        "get_output_at(model, 0), which only layers read today.",
    ]


def test_a_notice_is_given_at_the_text_s_own_line(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("from keras.layers import Dense\n\nDense(output_dim=3)\n")
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        run_path(script)
    [notice] = [notice for notice in seen if notice.category is Keras1Warning]
    assert (notice.filename, notice.lineno) == (str(script), 3)


def test_convolution2d_says_what_today_s_keras_would_have_done() -> None:
    [notice] = told("from keras.layers import Convolution2D\nlayer = Convolution2D(64, 3, 3)")
    assert "Today's Keras reads the old text as a kernel of 3 with strides of 3." in notice
    layer = run("from keras.layers import Convolution2D\nlayer = Convolution2D(64, 3, 3)")["layer"]
    assert (layer.kernel_size, layer.strides) == ((3, 3), (1, 1))


# Syntax

OF_THE_AGE = [
    ("from keras.layers improt Input", 1, "`improt` is no word of Python's. Did you mean `import`?"),
    ("x = 1\nwhlie x: pass", 2, "`whlie` is no word of Python's. Did you mean `while`?"),
    ("x = 1\nprint 'loss', x", 2, "`print` is a function since Python 3: write `print(...)`."),
    ("print x % 3", 1, "`print` is a function since Python 3: write `print(...)`."),
    ("exec 'x = 1'", 1, "`exec` is a function since Python 3: write `exec(...)`."),
    ("try:\n    pass\nexcept IOError, e:\n    pass", 3, "Python 3 writes `except Error as name:`"),
    ("raise ValueError, 'no'", 1, "Python 3 writes `raise Error(message)`"),
    ("if 1 <> 2: pass", 1, "Python 3 writes `!=` where Python 2 also had `<>`."),
    ("x = `1`", 1, "Python 3 writes `repr(x)` where Python 2 had backticks."),
    ("x = 0777", 1, "Python 3 writes octal numbers `0o17` where Python 2 had `017`."),
    ("x = 10L", 1, "Python 3's whole numbers need no `L` at their end."),
    ("x = ur'a'", 1, "Python 3 writes raw text `r'...'` where Python 2 had `ur'...'`."),
    ("def f(a, (b, c)):\n    pass", 1, "Python 3 takes no tuple for a parameter"),
    ("f = lambda (a, b): a", 1, "Python 3 takes no tuple for a parameter"),
    ("run(async=True)", 1, "`async` is a keyword since Python 3.7: give the name another one."),
    (">>> import keras", 1, "That is an interpreter's prompt: leave it out."),
    ("%matplotlib inline", 1, "That is a notebook's own command: leave it out, or put %%keras1 on top"),
    ("if 1:\n\tx = 1\n        y = 2", 3, "Python 3 lets no line mix tabs and spaces: indent with spaces alone."),
    ("def f():\n    from keras.layers import *", 2, "Python 3 has `from ... import *` outside functions only"),
    ("form = (1,\n", 1, "'(' was never closed"),
]


@pytest.mark.parametrize(("text", "line", "message"), OF_THE_AGE, ids=[text for text, _, _ in OF_THE_AGE])
def test_syntax_of_the_age_is_answered_with_the_line_and_the_remedy(text: str, line: int, message: str) -> None:
    with pytest.raises(Keras1SyntaxError) as raised:
        run_source(text, filename="<old>")
    assert message in raised.value.msg
    assert (raised.value.filename, raised.value.lineno) == ("<old>", line)
    shown = "".join(traceback.format_exception_only(raised.value))
    assert text.splitlines()[line - 1].strip() in shown


# Tracebacks


def test_tracebacks_show_the_text_s_own_lines() -> None:
    text = "from keras.layers import Dense, Input\n\ndef fail(layer):\n    return layer.get_output_at(5)\n"
    with pytest.raises(ValueError, match="no node 5") as raised:
        run_source(text + "\ndense = Dense(2)\ndense(Input((3,)))\nfail(dense)\n", filename="<lines>")
    frames = [frame for frame in traceback.extract_tb(raised.tb) if frame.filename == "<lines>"]
    assert [(frame.lineno, frame.line) for frame in frames] == [
        (8, "fail(dense)"),
        (4, "return layer.get_output_at(5)"),
    ]


def test_lines_are_counted_as_python_counts_them() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        run_source("x = 1\r\n\x0c\r\n# a page ends above\r\n1 / 0\r\n", filename="<page>")
    frame = traceback.extract_tb(raised.tb)[-1]
    assert (frame.lineno, frame.line) == (4, "1 / 0")


def test_texts_under_one_name_keep_their_own_lines_while_they_live() -> None:
    first = run_source("def f():\n    return 1 / 0\n", filename="<one name>")
    second = run_source("def f():\n    raise KeyError(3)\n", filename="<one name>")
    lines = []
    for names, error in ((first, ZeroDivisionError), (second, KeyError)):
        with pytest.raises(error) as raised:
            names["f"]()
        lines.append(traceback.extract_tb(raised.tb)[-1].line)
        del raised
    assert lines == ["return 1 / 0", "raise KeyError(3)"]
    assert {"<one name>", "<one name 2>"} <= set(linecache.cache)
    del first, second, names
    gc.collect()
    assert not {"<one name>", "<one name 2>"} & set(linecache.cache)


# Nothing is changed for anybody else

BUSY = """
    import keras, keras.engine.topology, keras.layers.core
    import tensorflow as tf
    from keras.layers import *
    from keras.models import Sequential, Model
    x = Input((3,))
    dense = Dense(output_dim=2)
    model = Model(input=x, output=dense(x))
    model.compile('sgd', 'mse')
    dense.get_output_at(0), dense.output_shape, tf.keras.layers.Dense(output_dim=1)
    keras.layers.Dense = keras.layers.mine = None
    keras.engine.mine = None
"""


@pytest.mark.parametrize("last", ["", "\n    1 / 0", "\n    from keras.layers import Nothing", "\n    dense.output_at"])
def test_nothing_in_keras_has_changed_after_a_run_also_one_that_raised(last: str) -> None:
    import builtins

    before, modules, names = state(), set(sys.modules), dict(vars(builtins))
    if last:
        with pytest.raises((ZeroDivisionError, ImportError, AttributeError)):
            run(BUSY + last)
    else:
        run(BUSY)
    assert state() == before
    assert dict(vars(builtins)) == names
    assert not [name for name in sys.modules if name.startswith(("keras.engine", "keras.layers.core"))]
    assert not {name for name in set(sys.modules) - modules if not name.startswith(("keras.", "tensorflow."))}
    assert not hasattr(keras.layers.Dense(2), "get_output_at")


def test_a_fresh_python_keeps_its_keras_to_itself() -> None:
    code = '''
import warnings; warnings.simplefilter("ignore")
from keras_functional_notes.legacy.running import run_source
names = run_source("""
import keras
from keras.engine.topology import merge
def again():
    import keras
    return keras
""")
import keras, sys
print(keras.__version__ != names["keras"].__version__ == names["again"]().__version__, "keras.engine" in sys.modules)
'''
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True", "False"]


def test_eight_threads_of_old_and_plain_code_do_not_disturb_each_other() -> None:
    old = textwrap.dedent("""
        from keras.layers import Input, Dense, merge
        from keras.models import Model, Sequential
        def build(width):
            a, b = Input(shape=(width,)), Input(shape=(width,))
            dense = Dense(output_dim=width)
            joined = merge([dense(a), dense(b)], mode='concat')
            assert dense.get_output_at(1).shape == (None, width) and not hasattr(dense, 'output')
            grown = Sequential()
            grown.add(Dense(3, input_dim=width))
            grown.add(Dense(output_dim=1))
            assert grown.layers[0].output_shape == (None, 3)
            return Model(input=[a, b], output=joined)
    """)
    before = state()
    start, failures = threading.Barrier(8), []

    def legacy(width: int) -> None:
        for _ in range(5):
            model = run_source(old)["build"](width)
            assert model.output_shape == (None, 2 * width)

    def plain(width: int) -> None:
        for _ in range(20):
            x, dense = keras.Input((width,)), keras.layers.Dense(width)
            dense(x), dense(x)
            assert not hasattr(dense, "get_output_at")
            # Today's answer, and not Keras 1's.
            assert dense.output.shape == (None, width)
            with pytest.raises((TypeError, ValueError)):
                keras.Model(input=x, output=x)
            with pytest.raises(ImportError):
                exec("from keras.layers import Convolution2D_", {})

    def work(function: Any, width: int) -> None:
        try:
            start.wait()
            function(width)
        except BaseException as error:  # what fails in a thread is to fail here
            failures.append(error)

    threads = [threading.Thread(target=work, args=((legacy, plain)[n % 2], 3 + n)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert state() == before


def test_threads_of_one_program_share_its_neighbours(write: Any) -> None:
    folder = write(
        script="""
            import threading
            found = []
            def find():
                import slow
                found.append(slow.value)
            threads = [threading.Thread(target=find) for _ in range(4)]
            for thread in threads: thread.start()
            for thread in threads: thread.join(20)
        """,
        slow="""
            import threading, time
            def inner():
                import other
            thread = threading.Thread(target=inner)
            thread.start()
            thread.join(20)
            assert not thread.is_alive()
            time.sleep(0.05)
            value = object()
        """,
        other="",
    )
    found = run_path(folder / "script.py")["found"]
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_setting_that_the_text_makes_is_keras_s_own() -> None:
    assert keras.config.image_data_format() == "channels_last"
    try:
        names = run("""
            from keras import backend as K
            K.set_image_dim_ordering('th')
            from keras.layers import Convolution2D
            ordering = K.image_dim_ordering()
            layer = Convolution2D(8, 3, 3)
        """)
        assert names["ordering"] == "th"
        assert names["layer"].data_format == keras.config.image_data_format() == "channels_first"
    finally:
        keras.config.set_image_data_format("channels_last")
