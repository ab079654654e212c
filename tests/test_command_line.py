import importlib.metadata
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import keras
import pytest
from example_models import nested_twice, two_tweets
from keras import layers

from keras_functional_notes.__main__ import main
from keras_functional_notes.graph import call_graph


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    told = capsys.readouterr()
    return code, told.out, told.err


def test_show_prints_the_table(folder, capsys):
    model = two_tweets()
    model.save("model.keras")
    assert run(capsys, "show", "model.keras") == (0, f"{call_graph(model)}\n", "")


def test_show_nested_opens_nested_models(folder, capsys):
    model = nested_twice()
    model.save("model.keras")
    assert run(capsys, "show", "model.keras", "--nested") == (0, f"{call_graph(model, nested=True)}\n", "")


def test_show_draws_to_a_file(folder, capsys):
    model = nested_twice()
    model.save("model.keras")
    call_graph(model, nested=True).save("expected.svg")
    assert run(capsys, "show", "model.keras", "--nested", "-o", "model.svg") == (0, "", "")
    assert without_tooltips("model.svg") == without_tooltips("expected.svg")


def without_tooltips(file: str) -> str:
    """A picture, but for what its boxes tell of arguments: a file does not know which have their defaults."""
    return re.sub(r"(<title>[^<\n]*)\n[^<]*", r"\1", Path(file).read_text(encoding="utf-8"))


def test_show_opens_what_the_picture_folds(folder, capsys):
    x = y = keras.Input((4,), name="x")
    for number in range(30):
        y = layers.Dense(4, name=f"dense_{number}")(y)
    keras.Model(x, y, name="chain").save("model.keras")
    boxes = {}
    for name, options in (("folded", []), ("open", ["--open", "dense_0[0]"]), ("whole", ["--no-fold"])):
        assert run(capsys, "show", "model.keras", "-o", f"{name}.svg", *options) == (0, "", "")
        boxes[name] = Path(f"{name}.svg").read_text(encoding="utf-8").count('class="node"')
    assert boxes == {"folded": 2, "open": 31, "whole": 31}
    told = failure(capsys, "show", "model.keras", "-o", "m.svg", "--open", "dense")
    assert told.startswith("There is no fold 'dense' to open; the picture folds 'dense_0[0]'.")


def test_show_reads_an_h5_file_and_a_compiled_model(folder, capsys):
    model = two_tweets()
    model.compile("sgd", "mse")
    model.save("model.h5")
    assert run(capsys, "show", "model.h5")[:2] == (0, f"{call_graph(model)}\n")


def test_show_reads_without_loading_what_load_loads(folder, capsys):
    model = nested_twice()
    model.save("model.keras")
    assert run(capsys, "show", "--load", "model.keras", "--nested") == (0, f"{call_graph(model, nested=True)}\n", "")


def failure(capsys, *arguments: str) -> str:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    start = "python -m keras_functional_notes: "
    assert err.startswith(start)
    return err.removeprefix(start).strip()


def test_a_missing_file(folder, capsys):
    assert failure(capsys, "show", "no.keras") == "there is no file no.keras; give one that model.save() wrote."


@pytest.mark.parametrize("name", ["text.keras", "zip.keras", "cut.keras", "text.h5", "text.txt", "folder"])
def test_a_file_that_is_no_model(folder, capsys, name):
    two_tweets().save("model.keras")
    Path("text.keras").write_text("no model")
    Path("text.h5").write_text("no model")
    Path("text.txt").write_text("no model")
    Path("cut.keras").write_bytes(Path("model.keras").read_bytes()[:500])
    Path("folder").mkdir()
    with zipfile.ZipFile("zip.keras", "w") as archive:
        archive.writestr("a", "b")
    told = failure(capsys, "show", "--load", name)
    assert told.startswith(
        f"{name} is no file that Keras can load a model from; give one that model.save() wrote, .keras or .h5. "
        "(Keras says: "
    )


def test_a_class_that_is_not_known(folder, capsys):
    class Mine(layers.Layer):
        def call(self, x):
            return x

    x = keras.Input((3,))
    keras.Model(x, Mine()(x)).save("model.keras")
    assert failure(capsys, "show", "--load", "model.keras") == (
        "model.keras needs 'Mine', a class or function of your own. In Python, import the module that defines it, "
        'then: print(call_graph(keras.models.load_model("model.keras"))).'
    )


def test_code_in_the_file_is_not_run_unasked(folder, capsys):
    x = keras.Input((3,))
    keras.Model(x, layers.Lambda(lambda t: t * 2, output_shape=(3,))(x)).save("model.keras")
    assert failure(capsys, "show", "--load", "model.keras") == (
        "model.keras holds Python code in a Lambda layer, which Keras does not run unasked. If you trust the file, in "
        'Python: print(call_graph(keras.models.load_model("model.keras", safe_mode=False))).'
    )


def test_a_model_without_a_graph(folder, capsys):
    keras.Sequential([layers.Dense(2)], name="unbuilt").save("model.keras")
    assert "'unbuilt' is not built, so it has made no calls yet. Put keras.Input" in failure(
        capsys, "show", "--load", "model.keras"
    )


def test_a_file_that_cannot_be_shown_without_loading_says_so(folder, capsys):
    keras.Sequential([layers.Dense(2)], name="unbuilt").save("model.keras")
    assert failure(capsys, "show", "model.keras") == (
        "model.keras cannot be shown without loading it. The configuration of 'unbuilt' (Sequential) tells of no "
        "calls: a subclassed model keeps no graph, nor does a Sequential that is not built. To load it with Keras: "
        "--load"
    )
    Path("folder").mkdir()
    assert failure(capsys, "show", "folder") == "folder cannot be read: Is a directory."
    Path("text.keras").write_text("no model")
    assert "It holds no configuration of a model." in failure(capsys, "show", "text.keras")


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out.strip() == importlib.metadata.version("keras-functional-notes")


def test_a_picture_that_cannot_be_written(folder, capsys):
    two_tweets().save("model.keras")
    assert "A picture is saved as .svg, .png or .dot" in failure(capsys, "show", "model.keras", "-o", "m.gif")
    assert "cannot be written" in failure(capsys, "show", "model.keras", "-o", str(Path("no", "m.svg")))
    assert sorted(path.name for path in folder.iterdir()) == ["model.keras"]


@pytest.mark.parametrize("arguments", [[], ["draw"], ["show"], ["show", "a", "b"]])
def test_what_is_no_command(capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: python -m keras_functional_notes" in capsys.readouterr().err


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "keras_functional_notes", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
    )


def test_it_runs_as_a_module(folder):
    model = two_tweets()
    model.save("model.keras")
    ran = command("show", "model.keras", PYTHONIOENCODING="utf-8")
    assert (ran.returncode, ran.stdout) == (0, f"{call_graph(model)}\n")
    # Where the terminal has no lines to draw with, the table does without.
    ran = command("show", "model.keras", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stdout) == (0, f"{call_graph(model).table(ascii=True)}\n")
    ran = command("show", "--load", "no.keras")
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)


def test_an_error_is_one_line_whatever_tensorflow_tells_of_its_machine(tmp_path):
    path = tmp_path / "no_model.keras"
    path.write_text("no model", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "keras_functional_notes", "show", "--load", str(path)],
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("TF_")},
    )
    assert ran.returncode == 2
    assert len(ran.stderr.splitlines()) == 1
    assert f"{path} is no file that Keras can load a model from" in ran.stderr


SAVED = Path(__file__).parent / "legacy" / "judge" / "saved"


def test_convert_writes_a_file_of_today_s(folder, capsys):
    new = folder / "new.keras"
    assert run(capsys, "convert", str(SAVED / "gru_gpu.h5"), str(new)) == (0, "", "")
    assert keras.models.load_model(new).layers[0].reset_after is False
    old = SAVED / "embedding_dropout.h5"
    told = (
        "embedding_1: Today's Keras has no such layer: a file with it is opened after `import "
        "keras_functional_notes.legacy.kept_layers`."
    )
    assert run(capsys, "convert", str(old), str(new))[:2] == (0, f"{new}: {old}: {told}\n")


def test_convert_says_in_one_line_what_it_cannot(folder, capsys):
    code, out, err = run(capsys, "convert", str(SAVED / "with_lambda.h5"), "new.keras")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "The layer 'lambda_1' holds byte code" in err
    assert not (folder / "new.keras").exists()


def test_run_as_in_2016_computes_what_was_computed(folder, capsys):
    text = """
from keras.layers import GRU
print(GRU(3).reset_after)
"""
    Path("old.py").write_text(text)
    assert run(capsys, "run", "--as-in-2016", "old.py")[:2] == (0, "False\n")
    assert run(capsys, "run", "old.py")[:2] == (0, "True\n")
