"""Random Functional models for hypothesis: shared layers, nested models, several inputs and outputs, dicts."""

import itertools

import hypothesis.strategies as st
import keras
import pytest
from keras import layers

# Keras draws the seeds of its initializers with `random`; no test of these models depends on them.
unseeded = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")

WIDTH = 4


@st.composite
def models(draw, depth: int = 2, number: itertools.count | None = None):
    """A Functional model of tensors of one width, with whatever the functional API can do to them."""
    # One count for a model and all that are nested in it: names are unique in a model.
    number = itertools.count() if number is None else number

    def name(kind: str) -> str:
        return f"{kind}_{depth}_{next(number)}"

    inputs = [keras.Input((WIDTH,), name=name("in")) for _ in range(draw(st.integers(1, 3)))]
    shared = [layers.Dense(WIDTH, name=name("dense")) for _ in range(draw(st.integers(1, 2)))]
    if depth:
        shared += [draw(models(depth=depth - 1, number=number)) for _ in range(draw(st.integers(0, 2)))]
        if draw(st.booleans()):
            stack = keras.Sequential(name=name("stack"))
            stack.add(keras.Input((WIDTH,), name=name("in")))
            for _ in range(draw(st.integers(1, 3))):
                stack.add(layers.Dense(WIDTH, name=name("stacked")))
            shared.append(stack)
    for layer in shared:
        # Calls elsewhere move Keras's numbers.
        for _ in range(draw(st.integers(0, 2))):
            call(draw, layer, [keras.Input((WIDTH,))])
    tensors = list(inputs)
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["shared", "shared", "merge", "operation", "keyword"]))
        if kind == "shared":
            tensors += call(draw, draw(st.sampled_from(shared)), tensors)
        elif kind == "merge":
            taken = draw(st.lists(st.sampled_from(tensors), min_size=2, max_size=3))
            tensors.append(draw(st.sampled_from([layers.Add, layers.Maximum]))(name=name("merge"))(taken))
        elif kind == "operation":
            tensors.append(draw(st.sampled_from(tensors)) * draw(st.sampled_from(tensors)))
        else:
            attention = layers.Attention(name=name("attention"))
            query, value = (
                layers.Reshape((1, WIDTH), name=name("reshape"))(draw(st.sampled_from(tensors))) for _ in "qv"
            )
            tensors.append(layers.Flatten(name=name("flatten"))(attention([query, value])))
    given_by_calls = tensors[len(inputs) :] or tensors
    outputs = draw(st.lists(st.sampled_from(given_by_calls), min_size=1, max_size=3))
    structure = draw(st.sampled_from(["plain", "list", "dict"]))
    if structure == "plain" and len(outputs) == 1:
        outputs = outputs[0]
    elif structure == "dict":
        outputs = {f"key_{key}": output for key, output in zip("cab", outputs, strict=False)}
    if draw(st.booleans()):
        inputs = {tensor.name: tensor for tensor in inputs}
    return keras.Model(inputs, outputs, name=name("model"))


def call(draw, layer, tensors) -> list:
    if isinstance(layer, keras.Model) and not isinstance(layer, keras.Sequential):
        taken = keras.tree.map_structure(lambda _: draw(st.sampled_from(tensors)), layer.input)
    else:
        taken = draw(st.sampled_from(tensors))
    return keras.tree.flatten(layer(taken))
