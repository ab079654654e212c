"""Imports of 2016 text: Keras 1's tree, the modules beside the text, and everything else as it is."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy.running.program import run_path, run_source

pytestmark = pytest.mark.filterwarnings("ignore")  # where notices are meant, a test records them


def run(text: str, **init_globals: Any) -> dict[str, Any]:
    return run_source(textwrap.dedent(text), init_globals=init_globals)


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
    assert issubclass(names["Layer"], keras.layers.Layer)
    assert isinstance(keras.layers.Dense(2), names["Layer"])
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
    (
        "import sys\nif sys.version_info: import cPickle",
        "No module named 'cPickle': Python 2's `cPickle` is `pickle` in Python 3.",
    ),
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


def test_threads_whose_modules_import_each_other_do_not_wait_for_ever(tmp_path: Path) -> None:
    text = "import meeting\nmeeting.barrier.wait(30)\nimport {other}\nseen = {other}.__name__\n"
    (tmp_path / "meeting.py").write_text("import threading\nbarrier = threading.Barrier(2)\n")
    (tmp_path / "left.py").write_text(text.format(other="right"))
    (tmp_path / "right.py").write_text(text.format(other="left"))
    (tmp_path / "main.py").write_text(
        "import threading, meeting\n"
        "threads = [threading.Thread(target=__import__, args=(name,), daemon=True) for name in ('left', 'right')]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join(60)\n"
        "hung = [thread.is_alive() for thread in threads]\n"
        "seen = None if any(hung) else (__import__('left').seen, __import__('right').seen)\n"
    )
    assert run_path(tmp_path / "main.py")["seen"] == ("right", "left")


def test_a_module_that_a_thread_still_runs_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "state.py").write_text("import threading\nbegun, go = threading.Event(), threading.Event()\n")
    (tmp_path / "slow.py").write_text("import state\nstate.begun.set()\nstate.go.wait(30)\ndone = True\n")
    (tmp_path / "main.py").write_text(
        "import threading, state\n"
        "found = []\n"
        "def look():\n"
        "    import slow\n"
        "    found.append(hasattr(slow, 'done'))\n"
        "threads = [threading.Thread(target=look, daemon=True) for _ in range(3)]\n"
        "threads[0].start()\n"
        "state.begun.wait(30)\n"
        "for thread in threads[1:]: thread.start()\n"
        "threads[1].join(0.2)\n"
        "early = list(found)\n"
        "state.go.set()\n"
        "for thread in threads: thread.join(60)\n"
    )
    names = run_path(tmp_path / "main.py")
    assert (names["early"], names["found"]) == ([], [True] * 3)
