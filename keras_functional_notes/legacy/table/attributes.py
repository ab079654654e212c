"""Methods and attributes that Keras 1's objects had: what each is called today.

The training methods, whose arguments changed, are rows of ``models.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from keras_functional_notes.legacy.table.expressions import filled

__all__ = [
    "BACKEND_NAME",
    "COUNTED",
    "ENDS",
    "EVERYDAY",
    "GONE",
    "GONE_TODAY",
    "ITSELF",
    "LISTS",
    "MEMBERS",
    "NODE_LISTS",
    "OF_VARIABLES",
    "RESET",
    "SHAPE_METHOD",
    "SHAPE_METHOD_TODAY",
    "VALIDATION_DATA",
    "Member",
]


@dataclass(frozen=True)
class Member:
    """One method or attribute.

    Args:
        name: Keras 1's name.
        owner: The dotted name of the class of today whose objects had it.
        today: How it is written today: an expression of ``layer``, the object, and of a method's argument. None where
            it has no name today.
        argument: The name of a method's one argument; None for an attribute.
        instead: Where `today` is None: what it is made of here, in words, with ``{0}`` for the object and ``{1}`` for
            the argument.
        attributes: Of an attribute that was renamed: today's names, of which the object has one.
    """

    name: str
    owner: str
    today: str | None
    argument: str | None = None
    instead: str = ""
    attributes: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """How Keras 1 wrote it: an expression of the same names."""
        return f"layer.{self.name}" + (f"({self.argument})" if self.argument else "")

    @property
    def attribute(self) -> str:
        """The attribute that a reader by number is of: ``output`` for ``get_output_at``."""
        return self.name.removeprefix("get_").removesuffix("_at")

    def old(self, layer: str, argument: object = "...") -> str:
        """Write it as Keras 1 did."""
        return filled(self.written, {"layer": layer, str(self.argument): str(argument)})

    def new(self, layer: str, argument: object = "...", dotted: Callable[[str], str] = str) -> str:
        """Write it as today, its dotted names as `dotted` does; where it has no name, say what it is made of."""
        if self.today is None:
            return self.instead.format(layer, argument)
        return filled(self.today, {"layer": layer, str(self.argument): str(argument)}, dotted)


_NOTES = "keras_functional_notes"
_MASK = "the mask that travels with the tensor {0}, which only layers read today"


def _at(name: str, today: str | None, instead: str = "") -> Member:
    return Member(name, "keras.Operation", today, "node_index", instead)


def _of(name: str, today: str | None, instead: str = "") -> Member:
    return Member(name, "keras.Operation", today, None, instead)


def _renamed(name: str, owner: str, *attributes: str) -> Member:
    return Member(name, owner, "layer." + attributes[0], attributes=attributes)


SHAPE_METHOD_TODAY = "compute_output_shape"
SHAPE_METHOD = Member(
    "get_output_shape_for", "keras.layers.Layer", f"layer.{SHAPE_METHOD_TODAY}(input_shape)", "input_shape"
)
"""The method that a layer of one's own defined."""

RESET = Member(
    "reset_states",
    "keras.Model",
    '[part.reset_state() for part in layer.layers if hasattr(part, "reset_state")]',
)
"""The method of a model that its recurrent layers have alone today."""

ITSELF = "model"
"""The attribute by which a Sequential had the model that it was inside."""

BACKEND_NAME = "_BACKEND"
"""Where ``keras.backend`` kept the backend's name; today ``keras.config.backend()`` gives it."""

LISTS = ("trainable_weights", "non_trainable_weights")
"""The lists in which a layer of one's own had its weights; today Keras makes them."""

NODE_LISTS = ("inbound_nodes", "outbound_nodes")
"""A layer's lists of nodes, which text of 2016 emptied; today's models do not go by them."""

COUNTED = re.compile(r"([a-z0-9]+?)_[1-9][0-9]*")
"""How Keras 1 named layers: by the class, counted from 1."""

MEMBERS = (
    *(
        _at(name, f"{_NOTES}.{name}(layer, node_index)")
        for name in (
            "get_input_at",
            "get_output_at",
            "get_input_shape_at",
            "get_output_shape_at",
            # The notes' own spelling; Keras never had it.
            "input_shape_at",
            "output_shape_at",
        )
    ),
    _at("get_input_mask_at", None, _MASK.format("get_input_at({0}, {1})")),
    _at("get_output_mask_at", None, _MASK.format("get_output_at({0}, {1})")),
    _of("input", "layer.input"),
    _of("output", "layer.output"),
    _of("input_shape", f"{_NOTES}.input_shape_of(layer)"),
    _of("output_shape", f"{_NOTES}.output_shape_of(layer)"),
    _of("input_mask", None, _MASK.format("{0}.input")),
    _of("output_mask", None, _MASK.format("{0}.output")),
    _of(
        "inbound_nodes",
        None,
        f"{_NOTES}.nodes_of({{0}}), whose records have names of their own: index, inputs, outputs, sources",
    ),
    _of(
        "outbound_nodes", None, "the calls that use its tensors; keras_functional_notes.call_graph(model) has its edges"
    ),
    SHAPE_METHOD,
    _renamed("W", "keras.layers.Layer", "kernel", "embeddings", "depthwise_kernel"),
    _renamed("U", "keras.layers.Layer", "recurrent_kernel"),
    _renamed("b", "keras.layers.Layer", "bias"),
    _renamed("running_mean", "keras.layers.BatchNormalization", "moving_mean"),
    _renamed("running_std", "keras.layers.BatchNormalization", "moving_variance"),
    _renamed("flattened_layers", "keras.Sequential", "layers"),
    _renamed("lr", "keras.optimizers.Optimizer", "learning_rate"),
    _renamed("_keras_shape", "keras.KerasTensor", "shape"),
)
"""Every row, what belongs to nodes first."""

_PHASE = "nothing: a call is told by training= whether it trains"
_ASSIGNED = "nothing: what a layer assigns in call() is assigned whenever it is called"
_COMPUTED = "model.compute_loss(...), which a class of your own may write anew"
_GRAPH = "keras_functional_notes.call_graph(model), whose nodes are its calls in order"

GONE = {
    "keras.layers.Layer": {
        "uses_learning_phase": _PHASE,
        "constraints": "the constraint of each weight, such as layer.kernel_constraint",
        "regularizers": "layer.losses for the penalties, or each weight's own, such as layer.kernel_regularizer",
        "get_updates_for": _ASSIGNED,
        "get_losses_for": "layer.losses, which are those of its last call",
        "add_inbound_node": "layer(inputs), which adds a node",
        "create_input_layer": "keras.Input(shape)",
        "assert_input_compatibility": "nothing: calling a layer asserts it",
    },
    "keras.Model": {
        "state_updates": _ASSIGNED,
        "container_nodes": _GRAPH,
        "nodes_by_depth": _GRAPH,
        "layers_by_depth": _GRAPH,
        "run_internal_graph": "model(inputs)",
        "internal_input_shapes": "model.input_shape",
        "internal_output_shapes": "model.output_shape",
        "total_loss": _COMPUTED,
        "targets": _COMPUTED,
        "sample_weights": _COMPUTED,
        "metrics_tensors": "model.metrics",
        "loss_functions": "model.loss",
        "training_data": "the data that you give to fit()",
    },
    "keras.KerasTensor": {"_uses_learning_phase": _PHASE},
}
"""What objects of Keras 1's had and nothing of today's has, by the class of today that it is asked of: what to use."""

ENDS = {
    "input_layers": "[layer for layer in {0}.layers if isinstance(layer, keras.layers.InputLayer)]",
    "input_names": "[tensor.name for tensor in {0}.inputs]",
    "output_layers": "[{0}.get_layer(name) for name in {0}.output_names]",
}
"""What today gives of these attributes of a model, ``{0}``."""

VALIDATION_DATA = "validation_data"
"""Where a model kept what `fit` validated with."""

OF_VARIABLES = {"get_value": "keras.ops.convert_to_numpy({0})", "set_value": "{0}.assign(value)"}
"""Methods of Theano's variables, which weights and learning rates were, and what they are today."""

_TAPE = "tape.gradient(loss, variables) after a `with tf.GradientTape() as tape:`"
GONE_TODAY = {
    **{name: instead for members in GONE.values() for name, instead in members.items()},
    **ENDS,
    **OF_VARIABLES,
    "to_yaml": "{0}.to_json(), which keras.models.model_from_json reads",
    "get_updates": f"gradients = {_TAPE}, and optimizer.apply(gradients, variables)",
    "get_gradients": _TAPE,
    VALIDATION_DATA: "the data itself, which a callback is given when it is made",
}
"""What no object of today's has, though some answer here to 2016 text: what to use."""

EVERYDAY = frozenset(
    {"constraints", "regularizers", "targets", "sample_weights", "training_data", "loss_functions", VALIDATION_DATA}
)
"""Those of them that objects of other libraries may well have."""
