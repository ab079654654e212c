"""A model's calls as records: what was called, on which tensors, in which order. What shows them is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from keras_functional_notes.printable import printable
from keras_functional_notes.sources import Shape, Source

if TYPE_CHECKING:
    import keras

    from keras_functional_notes.graph.strips import Strip

__all__ = ["Call", "Edge", "Output"]


@dataclass(frozen=True, slots=True)
class Call:
    """One symbolic call of a layer, as one model makes it.

    Two records are equal if they say the same about the model, whichever objects and node numbers Keras gave it: a
    model and its reloaded file have equal records.

    Args:
        layer: The layer, nested model or operation that was called. Not compared.
        node_index: Keras's own number of the call, the i of ``get_output_at(layer, i)`` and of ``summary()``'s
            ``layer[i][0]``; it counts the calls that other models make too. Not compared: a saved file renumbers.
        name: The layer's name.
        type: The name of the layer's class.
        input_shapes: The shapes of the tensors that it took, flattened, the batch (None) included.
        output_shapes: The shapes of the tensors that it gave, flattened; ``"?"`` where a file does not tell.
        arguments: For each input the keyword that it was given by (``"mask"``), or "" if it was given by place.
        position: Which of the graph's calls of the layer this is, counted from 0. In a graph that opens no nested
            model it is the i of ``get_output_at(layer, i, model=model)``.
        calls: How many calls of the layer the graph has.
        elsewhere: How many calls of the layer other models, or nobody's model, made. Not compared.
        params: How many numbers the layer's weights hold that no call before this one has counted.
        shared_params: How many of them a call before this one has counted.
        inside: The call of the nested model that makes this call, or None: the model itself makes it.
        is_input: Whether this is an Input.
        output_dtypes: The types of the numbers that it gave, such as ``"float32"``.
        constants: What it took besides tensors, as it would be written: ``"training=False"``, ``"[:, 1:3]"``.

    Example:
        >>> import keras
        >>> from keras_functional_notes import call_graph
        >>> x, square = keras.Input((3,), name="x"), keras.layers.Dense(3, name="square")
        >>> call = call_graph(keras.Model(x, square(square(x)))).nodes[2]
        >>> call.label, call.type, call.output_shapes, call.params, call.shared_params
        ('square[1]', 'Dense', ((None, 3),), 0, 12)
        >>> f"call {call.position + 1} of {call.calls}"
        'call 2 of 2'

    Keras's own record of a call is a node of ``keras/src/ops/node.py``, which does not know its model.
    """

    layer: keras.Operation = field(compare=False, repr=False)
    node_index: int = field(compare=False)
    name: str
    type: str
    input_shapes: tuple[Shape | str, ...]
    output_shapes: tuple[Shape | str, ...]
    arguments: tuple[str, ...]
    position: int
    calls: int
    elsewhere: int = field(compare=False)
    params: int
    shared_params: int
    inside: Call | None
    is_input: bool
    output_dtypes: tuple[str, ...]
    constants: tuple[str, ...]

    def __hash__(self) -> int:
        # What tells a graph's calls apart; the shapes of a call that takes thousands of tensors would cost much more.
        return hash((self.name, self.position, self.inside))

    @property
    def own_label(self) -> str:
        """The call as ``summary()`` writes it: ``layer[node_index]``; control characters in a name are escaped."""
        return f"{printable(self.name)}[{self.node_index}]"

    @property
    def label(self) -> str:
        """The call after the nested calls that it is made in, ``encoder[0]/dense[0]``: there is no other like it."""
        return self.own_label if self.inside is None else f"{self.inside.label}/{self.own_label}"

    @property
    def is_shared(self) -> bool:
        """Whether the layer is called more often than the nested model that this call is made in."""
        around = 1 if self.inside is None else self.inside.calls
        return self.calls > around and not self.is_input


@dataclass(frozen=True, slots=True)
class Edge:
    """One tensor on its way from the call that gave it to a call that took it.

    Args:
        source: The call that gave the tensor.
        tensor_index: Which of its outputs the tensor is, counted from 0.
        target: The call that took it.
        input_position: Which of the target's inputs it is, counted from 0.
        tensor: What Keras calls the tensor, ``layer[node_index][tensor_index]``. Where the tensor comes out of a
            nested model that is shown open, that is the nested model's output. Not compared.

    Example:
        >>> import keras
        >>> from keras_functional_notes import call_graph
        >>> x = keras.Input((3,), name="x")
        >>> (edge,) = call_graph(keras.Model(x, keras.layers.Dense(2, name="dense")(x))).edges
        >>> edge.source.label, edge.target.label, str(edge.tensor)
        ('x[0]', 'dense[0]', 'x[0][0]')
    """

    source: Call
    tensor_index: int
    target: Call
    input_position: int
    tensor: Source = field(compare=False)


class Output(NamedTuple):
    """One of a model's outputs: output `tensor_index` of `call`.

    Example:
        >>> import keras
        >>> from keras_functional_notes import call_graph
        >>> x = keras.Input((3,), name="x")
        >>> ((call, tensor_index),) = call_graph(keras.Model(x, keras.layers.Dense(2, name="dense")(x))).outputs
        >>> call.label, tensor_index
        ('dense[0]', 0)
    """

    call: Call
    tensor_index: int


@dataclass(frozen=True)
class CallRecords:
    """All calls of a model, and the tensors that go from one to another.

    Args:
        model: The model. Not compared.
        name: Its name.
        nodes: The calls in a topological order, that of ``summary()``, stable from run to run; those of an opened
            nested model stand together.
        frames: The calls of nested models that were opened, in order. They are not among the nodes.
        edges: The tensors, ordered by the call that takes them.
        outputs: The model's outputs, flattened.
        other_params: How many numbers are in weights of the model that none of these calls uses.
        inputs: The calls of the model's Inputs, flattened.
        input_keys: The key of each input where the model takes a dict, else "".
        output_keys: The key of each output where the model gives a dict, else "".
        numbers: What is told of a batch of data at each call (``with_values``, ``with_gradients``), if anything. Not
            compared.
        called_on: What a model that keeps no graph was called on, to see its calls; else None. Not compared.
        kept: What Keras, or a file, keeps of each of the nodes and then of each of the frames. Not compared.
        strips: A small picture of what calls give that give images (``with_values``). Not compared.
        weights_known: Whether the numbers of parameters are known; a file without weights does not tell.
    """

    model: keras.Model = field(compare=False, repr=False)
    name: str
    nodes: tuple[Call, ...]
    frames: tuple[Call, ...]
    edges: tuple[Edge, ...]
    outputs: tuple[Output, ...]
    other_params: int
    inputs: tuple[Call, ...]
    input_keys: tuple[str, ...]
    output_keys: tuple[str, ...]
    weights_known: bool = True
    called_on: Any = field(default=None, compare=False, repr=False)
    kept: tuple[Any, ...] = field(default=(), compare=False, repr=False)
    numbers: Mapping[Call, str] = field(default_factory=dict, compare=False, repr=False)
    strips: Mapping[Call, Strip] = field(default_factory=dict, compare=False, repr=False)

    @property
    def params(self) -> int:
        """How many numbers the model's weights hold, shared ones counted once: ``model.count_params()``."""
        return sum(call.params for call in self.nodes) + self.other_params
