"""What is built holds what it should, and works where nothing else of this project is: `make wheel`."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return folder


def test_the_wheel_holds_the_data_and_the_types_and_is_well_described(built):
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"keras_functional_notes/py.typed", "keras_functional_notes/data/excerpts.json"} <= set(names)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"keras_functional_notes"}
    files = [str(file) for file in built.iterdir()]
    assert len(files) == 2
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *files], check=True, capture_output=True)


def test_the_wheel_works_alone(built, tmp_path):
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = """
import keras, keras_functional_notes as notes
from keras_functional_notes.texts import excerpts
x, dense = keras.Input((3,)), keras.layers.Dense(2)
y = [dense(x), dense(x)]
assert notes.get_output_at(dense, 1) is y[1]
print(len(excerpts()), notes.__file__)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    count, file = ran.stdout.split(maxsplit=1)
    assert count == "6800"
    assert Path(file.strip()).is_relative_to(tmp_path)
