"""2016 text runs as it stands, and nobody else notices: imports, old methods, syntax, tracebacks, threads."""

from __future__ import annotations

import gc
import linecache
import os
import pickle
import runpy
import subprocess
import sys
import textwrap
import threading
import traceback
import warnings
from pathlib import Path
from typing import Any

import keras
import pytest

from keras_functional_notes.legacy import Keras1Warning
from keras_functional_notes.legacy.running.program import run_path, run_source

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
    # What is loaded when first used: Keras's own, and this package's.
    own = ("keras.", "tensorflow.", "keras_functional_notes.")
    assert not {name for name in set(sys.modules) - modules if not name.startswith(own)}
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


def test_a_class_of_a_text_pickles_as_little_as_one_that_runpy_ran(tmp_path: Path) -> None:
    file = tmp_path / "script.py"
    file.write_text("class A(object): pass\nmade = A()\n")
    for names in (run_path(file), runpy.run_path(str(file), run_name="__main__")):
        with pytest.raises(pickle.PicklingError, match="__main__"):
            pickle.dumps(names["made"])
