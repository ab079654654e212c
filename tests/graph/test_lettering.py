"""The widths that boxes are made of, and the letters that a PNG is painted with, are the package's own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import keras
import matplotlib
import pytest
from example_models import EXAMPLES
from fontTools.ttLib import TTFont
from keras import layers

from keras_functional_notes.graph import call_graph, drawing, lettering

TESTS = Path(__file__).parent.parent
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def advance(font: TTFont, text: str, size: float) -> float:
    """How far a text goes on in a font, read from the font itself."""
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    return sum(metrics[cmap[ord(sign)]][0] for sign in text) * size / font["head"].unitsPerEm


@pytest.mark.parametrize(("file", "bold"), [*zip(lettering.FACES, (False, True), strict=True)])
def test_a_width_is_that_of_the_font_it_was_taken_from(file, bold):
    font = TTFont(FONTS / file)  # matplotlib's, not ours
    for text in ("MMMM", "conv2_block1_1_conv[0]", "(None, 56, 56, 64) · 36,928 parameters", "Größe", "слой", "→…"):
        exact = advance(font, text, 13)
        assert exact <= lettering.width(text, 13, bold=bold) <= max(exact, 13 * 0.61 * len(text)) + 0.02 * len(text) + 1


def test_a_width_is_enough_for_a_monospaced_face_too():
    font = TTFont(FONTS / "DejaVuSansMono.ttf")
    for text in ("illicit_fill[0]", "lll", "MMM", "x"):
        assert lettering.width(text, 11) >= advance(font, text, 11)


@pytest.mark.parametrize("file", lettering.FACES)
def test_the_shipped_font_holds_what_the_widths_promise(file):
    (path,) = [path for path in lettering.face_paths() if path.name == file]
    signs = set(map(chr, TTFont(path).getBestCmap()))
    told = json.loads((path.parent / "widths.json").read_text(encoding="utf-8"))[
        "bold" if "Bold" in file else "regular"
    ]
    assert signs == set("".join(told.values()))
    assert all(lettering.has_letters_for(sign) for sign in signs) or "Bold" in file


def test_what_a_png_has_no_letters_for_is_written_as_escapes():
    assert lettering.spelt("a 日 → é") == "a \\u65e5 → é"
    assert lettering.spelt("\N{GRINNING FACE}") == "\\U0001f600"
    assert not lettering.has_letters_for("日本")


def test_a_png_of_such_a_name_is_the_png_of_its_escapes():
    def picture(name: str) -> bytes:
        x = keras.Input((3,), name="x")
        return drawing.png(call_graph(keras.Model(x, layers.Dense(2, name=name)(x), name="m")))

    assert picture("日") == picture("\\u65e5")
    assert picture("日") != picture("本")


def test_a_notebook_shows_the_png_that_is_saved_where_an_argument_has_no_letters():
    class Answer(layers.Layer):
        def call(self, x, 質問):  # noqa: N803  # these letters have no case
            return x + 質問

    x, question = keras.Input((3,), name="x"), keras.Input((3,), name="question")
    graph = call_graph(keras.Model([x, question], Answer(name="answer")(x, 質問=question)))
    data, _ = graph._repr_mimebundle_()
    assert "質問" in data["image/svg+xml"]
    assert data["image/png"] == drawing.png(graph)


CODE = """
import hashlib, json, sys
sys.path.insert(0, sys.argv[1])
import keras
from example_models import EXAMPLES
from keras_functional_notes.graph import call_graph, drawing
told = {}
print("Drawing.", file=sys.stderr, flush=True)  # what stands before it, Keras and matplotlib wrote while they loaded
for name, build, nested in EXAMPLES:
    keras.utils.clear_session()
    graph = call_graph(build(), nested=nested)
    told[name] = [drawing.svg(graph), drawing.dot(graph)]
    if name in ("two_tweets", "odd_names"):
        told[name].append(hashlib.sha256(drawing.png(graph)).hexdigest())
json.dump(told, sys.stdout)
"""


def drawn_where(fonts: str | None) -> tuple[dict[str, list[str]], str]:
    """Draw every example where these fonts are found (a file of Fontconfig's, or None for the machine's own).

    Returns what was drawn, and what was written to the standard error meanwhile.
    """
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONHASHSEED": "0"}
    if fonts is not None:
        environment |= {"FONTCONFIG_FILE": fonts, "FONTCONFIG_PATH": "", "HOME": str(Path(fonts).parent)}
    run = subprocess.run(
        [sys.executable, "-c", CODE, str(TESTS)], env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout), run.stderr.partition("Drawing.\n")[2]


def configuration(folder: Path, *fonts: str) -> str:
    """Write a Fontconfig configuration that knows these fonts of matplotlib's alone, and return its name."""
    (folder / "fonts").mkdir(parents=True)
    for font in fonts:
        shutil.copy(FONTS / font, folder / "fonts")
    file = folder / "fonts.conf"
    file.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{folder / "fonts"}</dir>'
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return str(file)


def test_pictures_are_the_same_whatever_fonts_the_machine_has(tmp_path):
    own, _ = drawn_where(None)
    for name, _, _ in EXAMPLES:
        assert own[name][0] + "\n" == (TESTS / "golden" / f"{name}.svg").read_text(encoding="utf-8"), name
    (tmp_path / "empty.conf").touch()
    for fonts in (str(tmp_path / "empty.conf"), configuration(tmp_path / "wide", "DejaVuSansMono-Bold.ttf")):
        drawn, told = drawn_where(fonts)
        assert drawn == own, fonts
        assert told == ""
