import errno
import itertools
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import keras
import pytest
from example_models import EXAMPLES, odd_names, resnet50, states, two_tweets
from keras import layers

from keras_functional_notes.graph import CallGraph, call_graph, drawing, placing, styling
from keras_functional_notes.graph.folding import Stretch, sizes_text, stretches

GOLDEN = Path(__file__).parent.parent / "golden"
REFRESH = "REFRESH_GOLDEN" in os.environ
SVG = "{http://www.w3.org/2000/svg}"


def example(name: str) -> CallGraph:
    build, nested = next((build, nested) for this, build, nested in EXAMPLES if this == name)
    keras.utils.clear_session()  # names that Keras gives, `not_equal`, count from the start again
    return call_graph(build(), nested=nested)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def groups(svg: str, kind: str) -> list[ElementTree.Element]:
    return [group for group in parsed(svg).iter(f"{SVG}g") if kind in group.get("class", "").split()]


def texts(svg: str) -> list[str]:
    return [text.text for text in parsed(svg).iter(f"{SVG}text")]


def title(group: ElementTree.Element) -> str:
    """What a group is; what else a box tells when a pointer rests on it stands in further lines."""
    return group.find(f"{SVG}title").text.split("\n")[0]


def contrast(one: str, other: str) -> float:
    """How much two colours differ in brightness, as WCAG 2.2 measures it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


NAMES = [name for name, _, _ in EXAMPLES]


# Golden files: `REFRESH_GOLDEN=1 pytest tests/graph/test_drawing.py` writes them anew; look at them then.


@pytest.mark.parametrize("name", NAMES)
def test_golden_table(name):
    graph = example(name)
    told = graph.table(width=100) + "\n"
    file = GOLDEN / f"{name}.txt"
    if REFRESH:
        file.write_text(told, encoding="utf-8", newline="\n")
    assert told == file.read_text(encoding="utf-8")
    # And it is right: a row a call, a total that Keras agrees with.
    body = re.split(r"^─+$", told, flags=re.MULTILINE)[1]
    rows = [line for line in body.splitlines() if re.match(r"\S.*", line) and not line.startswith(" ")]
    assert len(rows) >= len(graph.nodes) + len(graph.frames)
    assert f"{graph.model.count_params():,} parameter" in told
    assert all(len(line) <= 100 for line in told.splitlines())


@pytest.mark.parametrize("name", NAMES)
def test_golden_picture(name):
    graph = example(name)
    svg = drawing.svg(graph)
    file = GOLDEN / f"{name}.svg"
    if REFRESH:
        file.write_text(svg + "\n", encoding="utf-8", newline="\n")
    assert svg + "\n" == file.read_text(encoding="utf-8")
    boxes, arrows = groups(svg, "node"), groups(svg, "edge")
    shown = stretches(graph)
    # And it is right: boxes are calls, arrows are edges, frames are opened calls.
    assert Counter(map(title, boxes)) == Counter(stretch.calls[0].label for stretch in shown)
    assert Counter(map(title, groups(svg, "cluster"))) == Counter(frame.label for frame in graph.frames)
    if not any(stretch.is_folded for stretch in shown):
        assert len(boxes) == len(graph.nodes)
        assert Counter(map(title, arrows)) == Counter(
            f"{edge.source.label} → {edge.target.label}" for edge in graph.edges
        )


@pytest.mark.parametrize("name", NAMES)
def test_every_call_is_in_the_picture_with_its_own_shape(name):
    graph = example(name)
    svg = drawing.svg(graph, fold=False)
    boxes = {title(box): [text.text for text in box.iter(f"{SVG}text")] for box in groups(svg, "node")}
    assert set(boxes) == {call.label for call in graph.nodes}
    for call in graph.nodes:
        told = " ".join(boxes[call.label])
        assert call.type in told
        assert all(str(shape) in told for shape in call.output_shapes)
        assert (f"call {call.position + 1} of {call.calls}" in told) == (call.calls > 1 and not call.is_input)
    assert len(groups(svg, "edge")) == len(graph.edges)


# What a picture says


def test_calls_of_a_shared_layer_have_one_colour_and_say_which_they_are():
    svg = drawing.svg(call_graph(two_tweets()))
    fills = {title(box): box.find(f"{SVG}rect") for box in groups(svg, "node")}
    shared = {fills["shared_lstm[0]"].get("fill"), fills["shared_lstm[1]"].get("fill")}
    assert len(shared) == 1
    assert fills["both[0]"].get("fill") not in shared
    assert {"LSTM, call 1 of 2", "LSTM, call 2 of 2"} <= set(texts(svg))


def test_edges_out_of_shared_and_of_multi_output_layers_are_labelled():
    front = [text for text in texts(drawing.svg(call_graph(states()))) if re.search(r"\]\[\d+\]$", text)]
    assert Counter(front) == Counter({"encoder[0][1]": 2, "encoder[0][2]": 2, "decoder[1][0]": 1, "decoder[2][0]": 1})


def test_the_order_of_operands_can_be_read():
    x = keras.Input((3,), name="x")
    a, b = layers.Dense(2, name="a")(x), layers.Dense(2, name="b")(x)
    minus, swapped = layers.Subtract(name="minus"), layers.Subtract(name="swapped")
    graph = call_graph(keras.Model(x, [minus([a, b]), swapped([b, a])]))
    numbers = {call.name: number for number, call in enumerate(graph.nodes)}
    # Where each arrow enters: the cell of the operand.
    enters = {
        (int(source), int(target)): int(cell)
        for source, target, cell in re.findall(r"call_(\d+) -> call_(\d+):in(\d+):n", drawing.dot(graph))
    }
    assert enters == {
        (numbers["a"], numbers["minus"]): 0,
        (numbers["b"], numbers["minus"]): 1,
        (numbers["b"], numbers["swapped"]): 0,
        (numbers["a"], numbers["swapped"]): 1,
    }
    rows = [text for text in texts(drawing.svg(graph)) if text in ("0", "1")]
    assert rows == ["0", "1", "0", "1"]


def test_a_keyword_stands_where_its_tensor_enters():
    assert "mask" in texts(drawing.svg(example("with_a_mask")))


def test_inputs_and_outputs_are_told_apart_by_line_and_by_word():
    svg = drawing.svg(example("two_heads"))
    boxes = {title(box): box for box in groups(svg, "node")}

    def lines(label: str) -> int:
        return len(boxes[label].findall(f"{SVG}rect"))

    def corner(label: str) -> str | None:
        return boxes[label].find(f"{SVG}rect").get("rx")

    assert corner("words[0]") is not None
    assert corner("lstm[0]") is None
    assert (lines("main[0]"), lines("lstm[0]")) == (2, 1)
    assert {"output 1 of 2", "output 2 of 2", "InputLayer"} <= set(texts(svg))


def test_calls_elsewhere_are_counted_in_the_box():
    assert texts(drawing.svg(call_graph(states()))).count("also called 2 times elsewhere") == 2


def test_names_survive_as_they_are():
    graph = call_graph(odd_names())
    name = 'a "quoted" <b>name & 日本語 \\N[0]'
    svg = drawing.svg(graph)
    assert name in [text for text in texts(svg)]
    assert name in [title(box) for box in groups(svg, "node")]
    assert parsed(svg).find(f"{SVG}title").text == 'Calls of the model <"odd"> & names'


@pytest.mark.parametrize(
    "name", ["\x01", "\n", "\\n", "&amp;", "a\\", '"', "<>", "->", ":n", "日本", "é", "%", "x" * 300]
)
def test_no_name_breaks_a_picture(name):
    x = keras.Input((3,), name=f"{name}in")
    graph = call_graph(keras.Model(x, layers.Dense(2, name=name)(x), name=name))
    svg = drawing.svg(graph)
    assert (len(groups(svg, "node")), len(groups(svg, "edge"))) == (2, 1)
    shown = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in name)
    assert f"{shown}[0]" in [title(box) for box in groups(svg, "node")]
    assert f"{shown}in[0] → {shown}[0]" in map(title, groups(svg, "edge"))
    assert drawing.png(graph).startswith(b"\x89PNG")


# What an SVG needs besides


def test_a_screen_reader_is_told_what_it_shows():
    root = parsed(drawing.svg(example("two_tweets")))
    assert root.get("role") == "img"
    assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "Calls of the model two_tweets"
    assert root[1].text == (
        "6 calls. tweet_a[0] (InputLayer) gives (None, 140, 256). tweet_b[0] (InputLayer) gives (None, 140, 256). "
        "shared_lstm[0] (LSTM, call 1 of 2) takes tweet_a[0][0] and gives (None, 32). "
        "shared_lstm[1] (LSTM, call 2 of 2) takes tweet_b[0][0] and gives (None, 32). "
        "both[0] (Concatenate) takes shared_lstm[0][0], shared_lstm[1][0] and gives (None, 64). "
        "same_author[0] (Dense) takes both[0][0] and gives (None, 1), output."
    )


@pytest.mark.parametrize("name", NAMES)
def test_pictures_can_stand_in_one_page_in_any_number(name):
    svg = drawing.svg(example(name))
    # No id can clash, nothing refers to one, and no rule of the style reaches another part of the page.
    assert not any("id" in element.attrib for element in parsed(svg).iter())
    assert "#" not in "".join(re.findall(r'(?:href|url)[("=]+[^")]*', svg))
    selectors = re.findall(r"[{}]([^{}]+)\{", parsed(svg).find(f"{SVG}style").text)
    assert selectors
    assert all(selector.startswith(".keras-call-graph ") for selector in selectors)
    assert parsed(svg).get("class") == "keras-call-graph"


@pytest.mark.parametrize("name", NAMES)
def test_every_colour_has_its_dark_one(name):
    svg = drawing.svg(example(name))
    used = {element.get(use) for element in parsed(svg).iter() for use in ("fill", "stroke")} - {None, "none"}
    assert used <= set(styling.DARK)


def test_colours_are_read_on_light_and_on_dark_pages():
    dark = styling.DARK
    page, inks = "#ffffff", ["#1b1f24", "#4d5761"]
    fills = [page, styling.BOX, styling.FRAME, *(light.fill for light, _ in styling._SHARED)]
    lines = [styling.LINE, *(light.line for light, _ in styling._SHARED)]
    for ink, fill in itertools.product(inks, fills):
        assert contrast(ink, fill) >= 4.5
        assert contrast(dark[ink], dark[fill]) >= 4.5
    for line in lines:
        assert contrast(line, page) >= 3
        assert contrast(dark[line], dark[page]) >= 3


def test_more_shared_layers_than_colours_are_drawn_too():
    x = keras.Input((3,), name="x")
    shared = [layers.Dense(3, name=f"shared_{number}") for number in range(8)]
    y = x
    for layer in shared:
        y = layer(layer(y))
    svg = drawing.svg(call_graph(keras.Model(x, y)))
    assert len(groups(svg, "node")) == 17


# Long pictures


def test_repeating_blocks_fold_into_one_box_that_says_how_many():
    graph = call_graph(resnet50())
    shown = stretches(graph)
    assert [(s.calls[0].name, len(s.block), s.times) for s in shown if s.times > 1] == [
        ("conv2_block2_1_conv", 10, 2),
        ("conv3_block2_1_conv", 10, 3),
        ("conv4_block2_1_conv", 10, 5),
        ("conv5_block2_1_conv", 10, 2),
    ]
    # Every call is in one box, once.
    assert Counter(call for s in shown for call in s.calls) == Counter(graph.nodes)
    svg = drawing.svg(graph)
    assert {"10 calls, 2 times", "10 calls, 3 times", "10 calls, 5 times"} <= set(texts(svg))
    assert len(groups(svg, "node")) == len(shown) < 65
    assert float(re.search(r'height="([\d.]+)pt"', svg).group(1)) < 4800  # about six screens
    whole = drawing.svg(graph, fold=False)
    assert (len(groups(whole, "node")), len(groups(whole, "edge"))) == (len(graph.nodes), len(graph.edges))


def chain(count: int, *, shared: bool, width: int = 4) -> keras.Model:
    x = keras.Input((width,), name="x")
    y, layer = x, layers.Dense(width, name="s")
    for number in range(count):
        y = (layer if shared else layers.Dense(width, name=f"dense_{number}"))(y)
    return keras.Model(x, y, name="chain")


@pytest.mark.parametrize("shared", [True, False])
def test_a_long_chain_folds(shared):
    graph = call_graph(chain(300, shared=shared))
    assert [(len(s.block), s.times) for s in stretches(graph)] == [(1, 1), (1, 300)]
    svg = drawing.svg(graph)
    assert "Dense, 300 times" in texts(svg)
    assert "(None, 4) · 20 parameters" if shared else "(None, 4) · 6,000 parameters" in texts(svg)


def test_a_short_chain_is_drawn_call_by_call():
    assert len(stretches(call_graph(chain(19, shared=False)))) == 20


def test_what_gives_a_tensor_to_something_behind_is_not_folded_away():
    x = keras.Input((4,), name="x")
    y, kept = x, []
    for number in range(60):
        y = layers.Dense(4, name=f"dense_{number}")(y)
        if number in (19, 39):
            kept.append(y)
    graph = call_graph(keras.Model(x, layers.Add(name="add")([y, *kept])))
    shown = stretches(graph)
    # A block that is used further on is the last of its stretch, so that its arrow still leaves from it.
    assert [(s.calls[0].name, s.calls[-1].name) for s in shown] == [
        ("x", "x"),
        ("dense_0", "dense_19"),
        ("dense_20", "dense_39"),
        ("dense_40", "dense_59"),
        ("add", "add"),
    ]
    assert len(groups(drawing.svg(graph), "edge")) == 6


def test_outputs_on_the_way_are_not_folded_away():
    x = y = keras.Input((4,), name="x")
    outputs = []
    for number in range(60):
        y = layers.Dense(4, name=f"dense_{number}")(y)
        if number in (19, 39):
            outputs.append(y)
    graph = call_graph(keras.Model(x, [*outputs, y]))
    shown = [(s.calls[0].name, s.calls[-1].name) for s in stretches(graph)]
    assert shown == [("x", "x"), ("dense_0", "dense_19"), ("dense_20", "dense_39"), ("dense_40", "dense_59")]
    assert {"output 1 of 3", "output 2 of 3", "output 3 of 3"} <= set(texts(drawing.svg(graph)))


def test_few_boxes_are_folded_by_size_alone():
    x = keras.Input((4,), name="x")
    y = x
    for number in range(50):
        y = layers.Dense(4 + number % 7 * (number // 7 % 2), name=f"dense_{number}")(y)
    graph = call_graph(keras.Model(x, y))
    looks = {call: (call.type, call.input_shapes, call.output_shapes, call.params) for call in graph.nodes}
    for stretch in stretches(graph):
        blocks = [stretch.calls[i : i + len(stretch.block)] for i in range(0, len(stretch.calls), len(stretch.block))]
        assert len({tuple(looks[call] for call in block) for block in blocks}) == 1


def growing(blocks: int) -> keras.Model:
    """Blocks of three calls whose channels grow by 8, as those of a DenseNet do."""
    x = y = keras.Input((4, 4, 8), name="x")
    for number in range(blocks):
        new = layers.Conv2D(8, 3, padding="same", name=f"conv_{number}")(layers.ReLU(name=f"relu_{number}")(y))
        y = layers.Concatenate(name=f"join_{number}")([y, new])
    return keras.Model(x, y, name="growing")


def test_many_boxes_are_folded_by_kind_with_the_range_of_their_sizes():
    graph = call_graph(growing(25))
    shown = stretches(graph)
    assert [(s.calls[0].name, s.calls[-1].name, s.times) for s in shown] == [("x", "x", 1), ("relu_0", "join_24", 25)]
    assert Counter(call for s in shown for call in s.calls) == Counter(graph.nodes)
    # By hand: 8 channels come in, and each block adds 8. A convolution has 3 x 3 x channels x 8 weights and 8 biases.
    params = sum(9 * 8 * number * 8 + 8 for number in range(1, 26))
    assert f"16 to 208 channels · {params:,} parameters" in texts(drawing.svg(graph))


def test_what_is_folded_by_kind_has_the_same_kinds_and_wiring():
    graph = call_graph(keras.applications.DenseNet121(weights=None, input_shape=(32, 32, 3), classes=10))
    shown = stretches(graph)
    assert len(shown) < 60
    sources = {call: [] for call in graph.nodes}
    for edge in graph.edges:
        sources[edge.target].append(edge.source)
    for stretch in shown:
        length = len(stretch.block)
        place = {call: number for number, call in enumerate(stretch.calls)}
        for number, call in enumerate(stretch.calls[length:], length):
            twin = stretch.calls[number - length]
            assert (call.type, len(call.output_shapes[0])) == (twin.type, len(twin.output_shapes[0]))
            assert len(sources[call]) == len(sources[twin])
            for source, other in zip(sources[call], sources[twin], strict=True):
                assert place.get(source, 0) - place.get(other, -length) in (0, length) or other not in place


def test_the_sizes_of_a_fold_are_said_from_the_first_to_the_last_or_from_the_least_to_the_most():
    def folded(widths: list[int]) -> Stretch:
        x = y = keras.Input((4,), name="x")
        for number, width in enumerate(widths):
            y = layers.Dense(width, name=f"dense_{number}")(y)
        return Stretch(call_graph(keras.Model(x, y)).nodes[1:], len(widths))

    assert sizes_text(folded([4, 8, 16])) == "4 to 16 features"
    assert sizes_text(folded([1024, 8, 2])) == "1,024 to 2 features"
    assert sizes_text(folded([4, 16, 8])) == "4 to 16 features"
    assert sizes_text(folded([4, 4, 4])) == ""


def test_a_transformer_folds_at_its_blocks():
    x = keras.Input((10, 8), name="x")
    y = x
    for number in range(8):
        normal = layers.LayerNormalization(name=f"norm_{number}")(y)
        y = layers.Add(name=f"add_{number}")(
            [y, layers.MultiHeadAttention(2, 4, name=f"attention_{number}")(normal, normal)]
        )
        normal = layers.LayerNormalization(name=f"second_norm_{number}")(y)
        y = layers.Add(name=f"second_add_{number}")([y, layers.Dense(8, name=f"dense_{number}")(normal)])
    graph = call_graph(keras.Model(x, layers.LayerNormalization(name="last_norm")(y)))
    assert [(s.calls[0].name, s.calls[-1].name, s.times) for s in stretches(graph)] == [
        ("x", "x", 1),
        ("norm_0", "second_add_7", 8),
        ("last_norm", "last_norm", 1),
    ]


# Where it is shown and saved


def test_a_notebook_shows_the_picture_and_a_terminal_the_table():
    graph = call_graph(two_tweets())
    data, metadata = graph._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "image/png", "text/plain"}
    assert data["image/svg+xml"] == drawing.svg(graph)
    assert data["image/png"] == drawing.png(graph)
    assert data["text/plain"] == repr(graph) == str(graph) == graph.table()
    # Shown at half its size, the PNG is as large as the SVG and sharp on fine screens; both say what they show.
    width, height = png_size(data["image/png"])
    assert metadata["image/png"]["width"] == width // 2
    assert metadata["image/png"]["height"] == height // 2
    assert metadata["image/png"]["alt"] == parsed(data["image/svg+xml"])[1].text
    points = float(re.search(r'width="([\d.]+)pt"', data["image/svg+xml"]).group(1))
    assert abs(points * 4 / 3 - width / 2) < 1


def test_a_notebook_shows_the_table_and_says_why_where_a_picture_is_too_much(monkeypatch):
    x, shared = keras.Input((2,), name="x"), layers.Dense(2, name="shared")
    graph = call_graph(keras.Model(x, layers.Add()([shared(x) for _ in range(300)])), fold=False)
    monkeypatch.setattr(placing, "_AT_ALL", 500)
    data, _ = graph._repr_mimebundle_()
    assert set(data) == {"text/plain"}
    told, _, table = data["text/plain"].partition("\n\n")
    assert told == (
        "A picture of 302 boxes and 600 arrows is more than Graphviz places in 7 seconds.\n"
        "Instead: fold=True shows blocks that repeat as one box; "
        "the table, print(call_graph(model)), says the same; .dot is for a program of your own."
    )
    assert table == graph.table()


def png_size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def many_calls(shape: str) -> CallGraph:
    """Calls connected as models are that are hard to place, with as many as Keras builds in some seconds."""
    x, y = keras.Input((2,), name="x"), layers.Dense(2, name="shared")
    if shape == "fan":
        return call_graph(keras.Model(x, layers.Add()([y(x) for _ in range(3000)])))
    values = [x]
    for number in range(600):
        taken = values[-1:] if shape == "chain" else [values[-1], *values[-40::13]]
        values.append(layers.Add(name=f"add_{number}")(taken) if len(taken) > 1 else y(values[-1]))
    return call_graph(keras.Model(x, values[-1]))


@pytest.mark.parametrize("shape", ["chain", "fan", "skips"])
def test_a_picture_of_very_many_calls_is_drawn_or_refused(shape, tmp_path):
    """Not for how long: `make bench` measures that."""
    graph, file, refusal = many_calls(shape), tmp_path / "many.svg", None
    try:
        graph.save(file, fold=False)
    except ValueError as error:
        refusal = str(error)
    if refusal is not None:
        told = (
            r"A picture of [\d,]+ boxes and [\d,]+ arrows is more than Graphviz places in 7 seconds\.\n"
            r"Instead: fold=True shows blocks that repeat as one box; the table"
        )
        assert re.match(told, refusal)
        assert not any(tmp_path.iterdir())
    else:
        svg = file.read_text(encoding="utf-8")
        assert (len(groups(svg, "node")), len(groups(svg, "edge"))) == (len(graph.nodes), len(graph.edges))


def test_an_interrupt_ends_a_long_picture(tmp_path):
    """Graphviz itself would go on: it is C, and does not look whether somebody waits no more."""
    code = """
import os, signal, subprocess, sys, threading, time
# Whoever starts the tests in the background starts them deaf to it.
signal.signal(signal.SIGINT, signal.default_int_handler)
from keras_functional_notes.graph import boxes, placing, styling
lines = (boxes.Line("a name", bold=True),)
box = boxes.Box("a box", (), lines, styling.Colour("#ffffff", "#000000"), False, False, False, False, None, (), ())
arrows = [boxes.Arrow("", i - d, i, None, None, None) for i in range(700) for d in range(1, 60, 7) if i >= d]
picture = boxes.Picture("", "", (box,) * 700, (), tuple(arrows))
placing._AT_ALL, placing._SECONDS = 10**9, 10**6
children = []
popen = subprocess.Popen
class Remembered(popen):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        children.append(self)
        threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
subprocess.Popen = Remembered
try:
    placing.place(picture)
except KeyboardInterrupt:
    print("interrupted", children[0].wait(timeout=10) != 0)  # killed, not finished
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)
    assert run.stdout.split() == ["interrupted", "True"], run.stderr


def test_each_ending_gets_its_format(tmp_path):
    graph = call_graph(two_tweets())
    for name, start in (("m.svg", b"<svg"), ("M.SVG", b"<svg"), ("m.png", b"\x89PNG"), ("m.dot", b"digraph")):
        graph.save(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    graph.save(str(tmp_path / "as_text.svg"))
    assert (tmp_path / "as_text.svg").read_text(encoding="utf-8") == drawing.svg(graph)


def read_in_order(read) -> list:
    return sorted(read.nodes(), key=lambda node: int(node.removeprefix("call_")))


def test_dot_is_read_again_by_graphviz():
    import pygraphviz

    graph = example("nested_twice_open")
    read = pygraphviz.AGraph(string=drawing.dot(graph))
    assert all(
        call.own_label in node.attr["label"] for call, node in zip(graph.nodes, read_in_order(read), strict=True)
    )
    assert len(read.edges()) == len(graph.edges)
    assert [subgraph.name for subgraph in read.subgraphs()] == ["cluster_0", "cluster_1"]


@pytest.mark.parametrize("name", ["m.jpeg", "m", "m.svg.txt"])
def test_another_ending_is_refused(name, tmp_path):
    ending = Path(name).suffix
    told = f"has the ending '{ending}'" if ending else "has none"
    with pytest.raises(
        ValueError, match=rf"^A picture is saved as \.svg, \.png or \.dot.* {re.escape(told)}\.\nWrite "
    ):
        call_graph(two_tweets()).save(tmp_path / name)
    assert not any(tmp_path.iterdir())


def test_a_path_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path):
    graph = call_graph(two_tweets())
    with pytest.raises(
        FileNotFoundError,
        match=r"The picture cannot be written \(.+\); give the name of a file in a folder that exists .*m\.svg'$",
    ) as told:
        graph.save(tmp_path / "no" / "folder" / "m.svg")
    assert (told.value.errno, told.value.filename) == (errno.ENOENT, str(tmp_path / "no" / "folder" / "m.svg"))
    (tmp_path / "file").write_text("a file")
    with pytest.raises(OSError, match="cannot be written"):
        graph.save(tmp_path / "file" / "m.svg")
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(OSError, match="cannot be written"):
        graph.save(tmp_path / "folder.svg")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder.svg"]


def test_a_picture_that_fails_leaves_the_old_one(tmp_path, monkeypatch):
    graph, file = call_graph(two_tweets()), tmp_path / "m.svg"
    file.write_text("the old one")

    def full(self, data):
        with open(self, "wb") as out:
            out.write(data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left on device"):
        graph.save(file)
    assert [path.name for path in tmp_path.iterdir()] == ["m.svg"]
    assert file.read_text() == "the old one"


def test_no_program_needs_to_be_installed(tmp_path):
    code = """
import os, sys
from example_models import two_tweets
from keras_functional_notes.graph import call_graph
graph = call_graph(two_tweets())
assert "pygraphviz" not in sys.modules, "a table needs no Graphviz"
for ending in ("svg", "png", "dot"):
    graph.save(f"m.{ending}")
    assert os.path.getsize(f"m.{ending}") > 1000
"""
    path = os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])
    environment = {**os.environ, "PATH": "", "PYTHONPATH": path}
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
