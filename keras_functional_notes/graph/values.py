"""Numbers of one batch at each call: what it gave, and how strongly each loss pulls at it."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from keras_functional_notes import _keras
from keras_functional_notes.graph.calls import Call, CallRecords
from keras_functional_notes.graph.extracting import extractor, output_names
from keras_functional_notes.graph.strips import Strip, strip


def values(graph: CallRecords, data: Any) -> tuple[dict[Call, str], dict[Call, Strip]]:
    """Return in words what each call of a model gives for a batch, and a picture where it gives images.

    The words are mean, standard deviation and share of zeros.

    Args:
        graph: The calls of the model itself, nested models closed.
        data: A batch, as ``model(data)`` takes it.
    """
    given = {name: keras.ops.convert_to_numpy(value) for name, value in _forward(graph, data).items()}
    words, strips = {}, {}
    for call in graph.nodes:
        arrays = [given[name] for name in output_names(call)]
        words[call] = "; ".join(map(_summary, arrays))
        shown = strip(arrays[0], channels_first=_channels_first(call), is_input=call.is_input)
        if shown is not None:
            strips[call] = shown
    return words, strips


def gradients(graph: CallRecords, data: Any, targets: Any, loss: Any) -> dict[Call, str]:
    """Return in words how large the gradient of each output's loss is with respect to what each call gives.

    Args:
        graph: The calls of the model itself, nested models closed.
        data: A batch, as ``model(data)`` takes it.
        targets: What the outputs should be, in the model's own structure of outputs.
        loss: A loss, or one for each output in the same structure; by default those that the model was compiled with.

    Raises:
        ValueError: If the backend is not TensorFlow, or there is no loss.
    """
    if keras.backend.backend() != "tensorflow":
        raise ValueError(
            f"with_gradients follows gradients with TensorFlow's tape; the backend is {keras.backend.backend()}.\n"
            'Set the environment variable KERAS_BACKEND="tensorflow" before Keras is loaded.'
        )
    import tensorflow as tf  # the backend, which is loaded already

    losses = _by_output(graph, getattr(graph.model, "loss", None) if loss is None else loss)
    wanted = [tf.convert_to_tensor(target) for target in keras.tree.flatten(targets)]
    if len(wanted) != len(graph.outputs):
        raise ValueError(
            f"Model {graph.name!r} has {len(graph.outputs)} outputs, and there are {len(wanted)} targets.\n"
            "Give a target for each output, in the order or with the keys of the outputs."
        )
    data = keras.tree.map_structure(tf.convert_to_tensor, data)
    with tf.GradientTape(persistent=True) as tape:
        for tensor in keras.tree.flatten(data):
            if tensor.dtype.is_floating:
                tape.watch(tensor)
        given = _forward(graph, data)
        results = [
            # A copy, since Keras computes a crossentropy from what a sigmoid or softmax took, and so goes around it.
            tf.reduce_mean(function(target, tf.identity(given[output_names(call)[index]])))
            for function, target, (call, index) in zip(losses, wanted, graph.outputs, strict=True)
        ]
    names = [key or call.label for key, (call, _) in zip(graph.output_keys, graph.outputs, strict=True)]

    floating = {name: tensor for name, tensor in given.items() if tensor.dtype.is_floating}
    # All of a loss's gradients in one pass back.
    pulls = [tape.gradient(result, floating) for result in results]

    def pull(gradients: dict[str, Any], call: Call) -> str:
        found = [gradients[name] for name in output_names(call) if gradients.get(name) is not None]
        sizes = [float(tf.norm(tf.convert_to_tensor(gradient))) for gradient in found]
        return f"{np.linalg.norm(sizes):.3g}" if sizes else "not reached"

    return {
        call: ", ".join(f"{name}: {pull(gradients, call)}" for name, gradients in zip(names, pulls, strict=True))
        for call in graph.nodes
    }


def _channels_first(call: Call) -> bool:
    """Return whether a layer's images have their channels first; one that does not tell does as Keras is set."""
    told = getattr(call.layer, "data_format", None) or keras.config.image_data_format()
    return bool(told == "channels_first")


def _forward(graph: CallRecords, data: Any) -> dict[str, Any]:
    with _keras.nodes_taken_back(graph.model):
        model = extractor(graph)
    result: dict[str, Any] = model(data, training=False)
    return result


def _by_output(graph: CallRecords, loss: Any) -> list[Any]:
    if loss is None:
        raise ValueError(
            f"Model {graph.name!r} is not compiled, so it has no loss.\n"
            'Compile it, or give one: with_gradients(x, y, loss="mse").'
        )
    if isinstance(loss, dict):
        keys = [key or output.call.name for key, output in zip(graph.output_keys, graph.outputs, strict=True)]
        picked = [loss[key] for key in keys]
    else:
        picked = list(loss) if isinstance(loss, (list, tuple)) else [loss] * len(graph.outputs)
    return [keras.losses.get(one) for one in picked]


def _summary(array: np.ndarray[Any, Any]) -> str:
    numbers = array.astype("float64")
    return f"mean {numbers.mean():.3g}, spread {numbers.std():.3g}, {np.mean(numbers == 0):.0%} zeros"
