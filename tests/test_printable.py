"""Names are shown, never obeyed: no control character of a name reaches a terminal."""

import keras
import pytest
from keras import layers

from keras_functional_notes import (
    call_graph,
    check_output_at,
    check_output_shape_at,
    check_shared,
    extractor,
    get_output_at,
    nodes_of,
    output_of,
)
from keras_functional_notes.__main__ import main
from keras_functional_notes.printable import printable

RED, TWO_LINES = "\x1b[31mred", "a\nb"


@pytest.fixture
def model():
    x = keras.Input((3,), name=TWO_LINES)
    shared = layers.Dense(3, name=RED)
    return keras.Model(x, layers.Add(name="\u202esum")([shared(x), shared(shared(x))]), name="\rmodel\x07")


def shown(text: str) -> None:
    assert all(line.isprintable() for line in text.split("\n"))
    assert "\na\nb" not in text
    assert "\\x1b[31mred" in text


def test_what_can_be_shown_stays_and_what_cannot_is_escaped():
    assert printable("a b, 日本語, é") == "a b, 日本語, é"
    every = "".join(map(chr, range(0x250)))
    assert printable(every).isprintable()
    assert printable(printable(every)) == printable(every)
    assert printable("\t\x7f\x9b\u2028\u202e") == r"\t\x7f\x9b\u2028\u202e"


def test_tables_and_reprs(model):
    shared = model.get_layer(RED)
    for text in (
        str(call_graph(model)),
        call_graph(model).table(ascii=True),
        repr(nodes_of(shared)),
        repr(nodes_of(shared, model=model)),
        repr(nodes_of(shared)[1]),
        str(nodes_of(shared)[1].sources[0]) + repr(nodes_of(shared)),
        call_graph(model).nodes[1].label,
    ):
        shown(text)
    assert r'Model "\rmodel\x07"' in str(call_graph(model))
    assert r"\u202esum[0]" in str(call_graph(model))
    assert call_graph(model).table(width=30).replace("\n", "").isprintable()
    assert r"a\nb[0]" in str(call_graph(model))


def test_errors(model):
    shared = model.get_layer(RED)
    for wrong in (
        lambda: output_of(shared),
        lambda: output_of(shared, model=model),
        lambda: get_output_at(shared, 9),
        lambda: get_output_at(shared, 9, model=model),
        lambda: check_output_at(shared, 0, model.inputs[0]),
        lambda: check_output_shape_at(shared, 0, (None, 9)),
        lambda: check_shared(shared, model, calls=7),
        lambda: extractor(model, calls=[RED]),
        lambda: call_graph(shared),
    ):
        with pytest.raises((Exception, AssertionError)) as caught:
            wrong()
        shown(str(caught.value))


def test_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["show", RED + TWO_LINES]) == 2
    error = capsys.readouterr().err
    assert error.endswith("\n")
    assert error[:-1].isprintable()
