"""Methods and attributes that Keras 1's objects had: what each is called today.

The training methods, whose arguments changed, are rows of ``models.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MEMBERS", "SHAPE_METHOD", "SHAPE_METHOD_TODAY", "Member"]


@dataclass(frozen=True)
class Member:
    """One method or attribute.

    Args:
        name: Keras 1's name.
        owner: The dotted name of the class of today whose objects had it.
        today: How it is written today, where ``{0}`` is the object and ``{1}`` a method's argument; None where it has
            no name today.
        argument: The name of a method's one argument; None for an attribute.
        instead: Where `today` is None: what it is made of here.
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
        """How Keras 1 wrote it, with the places of `today`."""
        return f"{{0}}.{self.name}" + ("({1})" if self.argument else "")


_NOTES = "keras_functional_notes"
_MASK = "the mask that travels with the tensor {0}, which only layers read today"


def _at(name: str, today: str | None, instead: str = "") -> Member:
    return Member(name, "keras.Operation", today, "node_index", instead)


def _of(name: str, today: str | None, instead: str = "") -> Member:
    return Member(name, "keras.Operation", today, None, instead)


def _renamed(name: str, owner: str, *attributes: str) -> Member:
    return Member(name, owner, "{0}." + attributes[0], attributes=attributes)


SHAPE_METHOD_TODAY = "compute_output_shape"
SHAPE_METHOD = Member("get_output_shape_for", "keras.layers.Layer", f"{{0}}.{SHAPE_METHOD_TODAY}({{1}})", "input_shape")
"""The method that a layer of one's own defined."""

MEMBERS = (
    *(
        _at(name, f"{_NOTES}.{name}({{0}}, {{1}})")
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
    _of("input", "{0}.input"),
    _of("output", "{0}.output"),
    _of("input_shape", f"{_NOTES}.input_shape_of({{0}})"),
    _of("output_shape", f"{_NOTES}.output_shape_of({{0}})"),
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
