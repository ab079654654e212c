"""What a long picture folds: a fold is what it says, nothing is lost, and people see what they look for."""

import re
from collections import Counter
from graphlib import TopologicalSorter

import hypothesis.strategies as st
import keras
import pytest
from hypothesis import HealthCheck, given, settings
from keras import layers
from random_models import models, unseeded

from keras_functional_notes.graph import CallGraph, call_graph, drawing, folding
from keras_functional_notes.graph.folding import Stretch, stretches
from keras_functional_notes.graph.linking import links

few = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def texts(graph: CallGraph, **options) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing.svg(graph, **options))


def check(graph: CallGraph, shown: tuple[Stretch, ...]) -> None:
    """Whether boxes stand for what they say and arrows for what goes between them, followed call by call."""
    assert Counter(call for stretch in shown for call in stretch.calls) == Counter(graph.nodes)
    assert len({stretch.name for stretch in shown if stretch.is_folded}) == sum(s.is_folded for s in shown)
    of = {call: stretch for stretch in shown for call in stretch.calls}
    # Each tensor between two boxes is in one arrow between these boxes, and no other is.
    drawn = links(graph, shown)
    between = [edge for edge in graph.edges if of[edge.source] is not of[edge.target]]
    assert Counter(edge for link in drawn for edge in link.edges) == Counter(between)
    assert all(of[e.source] is link.source and of[e.target] is link.target for link in drawn for e in link.edges)
    # No arrow runs back.
    numbers = {stretch: number for number, stretch in enumerate(shown)}
    takes = {number: set() for number in numbers.values()}
    for link in drawn:
        takes[numbers[link.target]].add(numbers[link.source])
    TopologicalSorter(takes).prepare()
    sources = {call: [] for call in graph.nodes}
    for edge in graph.edges:
        sources[edge.target].append((edge.source, edge.tensor_index))
    for stretch in shown:
        length, place = len(stretch.block), {call: number for number, call in enumerate(stretch.calls)}
        for number in range(length, len(stretch.calls)):
            call, twin = stretch.calls[number], stretch.calls[number - length]
            assert (call.type, call.arguments) == (twin.type, twin.arguments)
            assert [len(s) for s in call.output_shapes] == [len(s) for s in twin.output_shapes]
            assert (call.layer is twin.layer) == call.is_shared or call.inside is not None
            assert len(sources[call]) == len(sources[twin])
            for (source, index), (before, index_before) in zip(sources[call], sources[twin], strict=True):
                if source in place and before in place:
                    # One block further on, as the call itself.
                    assert (place[source] - place[before], index) == (length, index_before)
                elif source in place:
                    # What the first blocks take from before the fold, the later ones take from the blocks before them.
                    assert place[source] // length < number // length
                else:
                    reach = 2
                    assert (source, index) == (before, index_before) or number // length < reach


@st.composite
def repeating(draw):
    """Models of few kinds of blocks one after another: chains, shortcuts, branches, steps that give an output."""
    x = y = keras.Input((4,), name="x")
    shared, outputs = layers.Dense(4, name="shared"), []
    for number in range(draw(st.integers(1, 4))):
        kind, before = draw(st.sampled_from(["chain", "shortcut", "branches", "shared", "far"])), y
        gives = draw(st.booleans())
        for step in range(draw(st.integers(1, 5))):
            width = 4 * draw(st.sampled_from([1, 1, 1, 2]))
            name, taken = f"s{number}_b{step}", y
            y = layers.Dense(width, name=f"{name}_in")(y)
            if kind == "shortcut":
                y = layers.Concatenate(name=f"{name}_join")([y, taken])
            elif kind == "branches":
                y = layers.Concatenate(name=f"{name}_join")([layers.ReLU(name=f"{name}_{i}")(y) for i in "ab"])
            elif kind == "shared":
                y = shared(layers.Dense(4, name=f"{name}_out")(y))
            elif kind == "far":
                y, before = layers.Concatenate(name=f"{name}_join")([y, before]), taken
            if gives:
                outputs.append(y)
    return keras.Model(x, [*outputs, layers.Dense(1, name="last")(y)], name="model")


@pytest.fixture
def folded_soon(monkeypatch):
    """As if pictures of few boxes were many."""
    for name, value in (("_SHORT", 1), ("_MANY", 3), ("_FEWEST", 3), ("_FEWEST_IN_PIECES", 2), ("_FEWEST_NAMED", 2)):
        monkeypatch.setattr(folding, name, value)


@unseeded
@few
@given(model=repeating())
def test_folds_of_blocks_in_any_order_are_what_they_say(folded_soon, model):
    graph = call_graph(model)
    check(graph, stretches(graph))


@unseeded
@few
@given(model=models(), nested=st.booleans())
def test_folds_of_random_models_are_what_they_say(folded_soon, model, nested):
    graph = call_graph(model, nested=nested)
    check(graph, stretches(graph))
    drawing.dot(graph)


# What is known of each by its paper or its code: blocks in a row as they are drawn there.
@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("MobileNetV2", {"block_1": 1, "block_4": 2, "block_7": 3, "block_11": 2, "block_14": 2}),
        ("InceptionV3", {"conv2d_8[0]": 3, "conv2d_34[0]": 4, "conv2d_80[0]": 2}),
        ("NASNetMobile", {"activation_34[0]": 3, "activation_93[0]": 3, "activation_152[0]": 3}),
    ],
)
def test_models_of_keras_applications_are_few_boxes(name, blocks):
    keras.utils.clear_session()  # names that Keras gives, `conv2d_8`, count from the start again
    graph = call_graph(getattr(keras.applications, name)(weights=None))
    shown = stretches(graph)
    assert len(shown) <= 60
    times = {stretch.name: stretch.times for stretch in shown if stretch.is_folded}
    assert {name: times.get(name) for name in blocks} == blocks
    check(graph, shown)
    # Twelve screens of 900 pixels, of which there are 4 to 3 points.
    height = float(re.search(r'height="([\d.]+)pt"', drawing.svg(graph)).group(1))
    assert height * 4 / 3 <= 12 * 900


def test_calls_side_by_side_are_one_box():
    x, shared = keras.Input((2,), name="x"), layers.Dense(2, name="shared")
    graph = call_graph(keras.Model(x, layers.Add(name="add")([shared(x) for _ in range(300)])))
    check(graph, stretches(graph))
    told = texts(graph)
    assert {"shared[0] … shared[299]", "Dense, 300 times side by side", "300 tensors", "0 to 299"} <= set(told)
    width = float(re.search(r'width="([\d.]+)pt"', drawing.svg(graph)).group(1))
    assert width < 600


def test_steps_that_each_give_an_output_are_one_box_that_says_so():
    x, cell = keras.Input((12, 4), name="x"), layers.Dense(4, name="cell")
    state, outputs = layers.Dense(4, name="first")(x[:, 0]), []
    for step in range(1, 12):
        state = layers.Add(name=f"add_{step}")([cell(state), layers.Dense(4, name=f"in_{step}")(x[:, step])])
        outputs.append(state)
    graph = call_graph(keras.Model(x, outputs))
    shown = stretches(graph)
    check(graph, shown)
    assert [s.times for s in shown] == [1, 1, 1, 11]
    assert {"4 calls, 11 times", "outputs 1 to 11 of 11"} <= set(texts(graph))


def encoder(name: str) -> keras.Model:
    pixels = keras.Input((8,), name="pixels")
    hidden = layers.Dropout(0.1, name=f"{name}_drop")(layers.Dense(8, name=f"{name}_dense")(pixels))
    return keras.Model(pixels, layers.Add(name=f"{name}_add")([hidden, pixels]), name=name)


@pytest.mark.parametrize("shared", [True, False])
def test_equal_nested_models_are_one_box(shared):
    x = y = keras.Input((8,), name="x")
    own = [encoder("encoder_0")] * 12 if shared else [encoder(f"encoder_{number}") for number in range(12)]
    for model in own:
        y = model(y)
    graph = call_graph(keras.Model(x, y), nested=True)
    shown = stretches(graph)
    check(graph, shown)
    last = "encoder_0[11]" if shared else "encoder_11[0]"
    assert [(s.name, s.last_name, s.times) for s in shown[1:]] == [("encoder_0[0]", last, 12)]
    svg = drawing.svg(graph)
    assert svg.count('class="cluster"') == 0
    assert drawing.svg(graph, fold=False).count('class="cluster"') == 12


def test_the_layers_of_a_small_transformer_are_one_box():
    words, padding = (keras.Input((10,), dtype="int32", name=name) for name in ("words", "padding"))
    y = layers.Embedding(100, 8, name="tokens")(words)
    for number in range(12):
        y = layers.MultiHeadAttention(2, 4, name=f"layer_{number}")(y, y, key_mask=padding)
    pooled = layers.Dense(8, activation="tanh", name="pooled")(y[:, 0])
    graph = call_graph(
        keras.Model([words, padding], [y, *(layers.Dense(2, name=f"head_{n}")(pooled) for n in "abcdef")])
    )
    assert [(s.name, s.times) for s in stretches(graph) if s.is_folded] == [("layer_0[0]", 12)]


def test_frozen_calls_and_others_are_not_folded_together():
    x = y = keras.Input((4,), name="x")
    dense = [layers.Dense(4, name=f"dense_{number}") for number in range(24)]
    for layer in dense:
        y = layer(y)
    model = keras.Model(x, y)
    for layer in dense[:12]:
        layer.trainable = False
    graph = call_graph(model)
    assert [(s.times, folding.is_frozen(s)) for s in stretches(graph)] == [(1, False), (12, True), (12, False)]
    assert [text for text in texts(graph) if "frozen" in text] == ["(None, 4) · 240 parameters · frozen"]


def test_a_u_keeps_its_shape():
    """What goes across, from each block on the way down to its own on the way up, is what people look for."""
    x = y = keras.Input((64, 64, 3), name="x")
    across = []
    for number in range(5):
        for name in "ab":
            y = layers.ReLU(name=f"d{number}_relu_{name}")(
                layers.Conv2D(8, 3, padding="same", name=f"d{number}_{name}")(y)
            )
        across.append(y)
        y = layers.MaxPooling2D(name=f"d{number}_pool")(y)
    for number in reversed(range(5)):
        y = layers.Concatenate(name=f"u{number}_cat")([layers.UpSampling2D(name=f"u{number}_up")(y), across[number]])
        y = layers.Conv2D(8, 3, padding="same", name=f"u{number}_conv")(y)
    graph = call_graph(keras.Model(x, y))
    alone = {call.name for s in stretches(graph) if not s.is_folded for call in s.calls}
    assert {f"u{number}_cat" for number in range(5)} <= alone


# Opening


def chains() -> CallGraph:
    x = y = keras.Input((4,), name="x")
    for part in (1, 2):
        for number in range(12):
            y = layers.Dense(4 * part, name=f"part{part}_dense{number}")(y)
    return call_graph(keras.Model(x, y, name="chains"))


def test_a_fold_is_opened_by_its_name(tmp_path):
    graph = chains()
    names = [s.name for s in stretches(graph) if s.is_folded]
    assert len(names) == 2
    assert all(any(text.startswith(f"{name} …") for text in texts(graph)) for name in names)
    shown = stretches(graph, open=names[:1])
    # The Input, the twelve of the first part, and the one of the second that takes another width.
    assert [len(s.calls) for s in shown] == [1] * 14 + [11]
    graph.save(tmp_path / "one.svg", open=names[:1])
    again = call_graph(graph.model, open=names[0])
    again.save(tmp_path / "same.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "same.svg").read_bytes()
    assert again._repr_mimebundle_()[0]["image/svg+xml"] == (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert again == graph
    every = call_graph(graph.model, fold=False)._repr_mimebundle_()[0]["image/svg+xml"]
    assert every == drawing.svg(graph, fold=False) == drawing.svg(graph, open=names)


def test_a_name_that_opens_nothing_is_told_with_those_that_do(tmp_path):
    graph = chains()
    names = [s.name for s in stretches(graph) if s.is_folded]
    told = (
        rf"^There is no fold 'part9' to open; the picture folds {re.escape(', '.join(map(repr, names)))}\.\n"
        rf"Write open={re.escape(repr(names[:1]))}, for example, or fold=False, which opens all\.$"
    )
    with pytest.raises(ValueError, match=told):
        graph.save(tmp_path / "m.svg", open=["part9"])
    with pytest.raises(ValueError, match=told):
        call_graph(graph.model, open=["part9"])
    assert not any(tmp_path.iterdir())
    x = keras.Input((2,), name="x")
    with pytest.raises(
        ValueError, match=r"^There is no fold 'x' to open; the picture folds nothing\.\nLeave open out\.$"
    ):
        call_graph(keras.Model(x, layers.Dense(2)(x)), open=["x"])


# What boxes tell


def titles(graph: CallGraph) -> dict[str, list[str]]:
    found = re.findall(r'<g class="node"><title>([^<]*)</title>', drawing.svg(graph))
    return {told.split("\n")[0]: told.split("\n")[1:] for told in found}


def test_a_tooltip_tells_the_arguments_that_are_no_defaults_and_the_weights():
    x = keras.Input((8, 8, 3), name="x")
    y = layers.Conv2D(4, 3, activation="relu", kernel_initializer="he_normal", name="conv")(x)
    y = layers.Dropout(0.25, name="drop")(layers.BatchNormalization(name="norm")(y))
    told = titles(call_graph(keras.Model(x, layers.Flatten(name="flat")(y))))
    assert told == {
        "x[0]": [],
        "conv[0]": [
            "Conv2D(filters=4, kernel_size=(3, 3), activation='relu', kernel_initializer='HeNormal')",
            "kernel (3, 3, 3, 4), bias (4,)",
        ],
        "norm[0]": [
            "BatchNormalization()",
            "gamma (4,), beta (4,), moving_mean (4,), moving_variance (4,)",
        ],
        "drop[0]": ["Dropout(rate=0.25)"],
        "flat[0]": ["Flatten()"],
    }


def test_frozen_calls_have_a_bar_that_the_description_explains():
    x, dense = keras.Input((4,), name="x"), layers.Dense(4, name="dense")
    model = keras.Model(x, layers.Dense(1, name="last")(dense(x)))
    explained = "A bar at the left of a box marks weights that training does not change."
    before = drawing.svg(call_graph(model))
    dense.trainable = False
    svg = drawing.svg(call_graph(model))
    rectangles = {
        title.split("\n")[0]: body.count("<rect")
        for title, body in re.findall(r'<g class="node"><title>([^<]*)</title>(.*?)</g>', svg)
    }
    # An output has two lines around it.
    assert rectangles == {"x[0]": 1, "dense[0]": 2, "last[0]": 2}
    assert explained in svg
    assert "gives (None, 4), frozen." in svg
    assert explained not in before


def test_more_shared_layers_than_colours_have_letters():
    x = y = keras.Input((3,), name="x")
    for number in range(8):
        layer = layers.Dense(3, name=f"shared_{number}")
        y = layer(layer(y))
    told = Counter(text for text in texts(call_graph(keras.Model(x, y))) if text.startswith("shared layer "))
    assert told == {f"shared layer {letter}": 2 for letter in "ABCDEFGH"}


def test_few_shared_layers_have_colours_alone():
    x, layer = keras.Input((3,), name="x"), layers.Dense(3, name="shared")
    assert not any(text.startswith("shared layer") for text in texts(call_graph(keras.Model(x, layer(layer(x))))))
