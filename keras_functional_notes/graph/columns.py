"""What a table of calls can say of each call: its columns, by name."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from keras_functional_notes.graph.calls import Call
from keras_functional_notes.graph.stored import StoredLayer

# What is said of weights that training does not change.
FROZEN = "frozen"


class Column(NamedTuple):
    """One column.

    Args:
        head: What stands above it.
        text: What it says of a call; None for what `table` itself knows, the call's inputs.
        of_weights: Whether it tells of weights, which a file without weights does not.
        is_number: Whether it stands at the right of its cells, and is never broken.
    """

    head: str
    text: Callable[[Call], str] | None
    of_weights: bool = False
    is_number: bool = False


def shapes_text(call: Call) -> str:
    """Return the shapes of what a call gives."""
    return ", ".join(map(str, call.output_shapes))


def params_text(call: Call) -> str:
    """Return how many numbers a call's weights hold, or that an earlier call has counted them: ``shared``."""
    if not call.shared_params:
        return f"{call.params:,}"
    return f"{call.params:,} + shared" if call.params else "shared"


def call_of_calls(call: Call) -> str:
    """Return which of several calls of its layer this one is, ``call 2 of 3``, or nothing if it is the only one."""
    # An opened model's Input is met once for each call of the model, and has nothing to share.
    return "" if call.calls == 1 or call.is_input else f"call {call.position + 1:,} of {call.calls:,}"


def type_text(call: Call) -> str:
    """Return the class of what is called, and which of several calls of it this one is."""
    return ", ".join(filter(None, [call.type, call_of_calls(call)]))


def trainable_text(call: Call) -> str:
    """Return whether training changes a call's weights: ``yes``, ``frozen`` or how many; nothing without any."""
    if not call.params and not call.shared_params:
        return ""
    weights = list(getattr(call.layer, "weights", ()))
    trainable = [weight for weight in weights if weight.trainable]
    # Only where some are are their shapes needed, which take long to ask for.
    if trainable and len(trainable) < len(weights):
        return f"{count_of(trainable):,} of {call.params + call.shared_params:,}"
    return "yes" if trainable else FROZEN


def dtype_text(call: Call) -> str:
    """Return the types of the numbers that a call gives."""
    return ", ".join(dict.fromkeys(call.output_dtypes))


def activation_text(call: Call) -> str:
    """Return the name of a layer's activation, or nothing if it has none."""
    activation = getattr(call.layer, "activation", None)
    return str(getattr(activation, "__name__", None) or getattr(activation, "name", "") or activation or "")


def bytes_text(call: Call) -> str:
    """Return how many bytes the weights of a call hold, or that an earlier call has counted them."""
    if call.shared_params and not call.params:
        return "shared"
    if not call.params and not call.shared_params:
        return "0"
    weights = getattr(call.layer, "weights", ())
    sizes = {item_size(str(weight.dtype)) for weight in weights}
    if len(sizes) == 1:  # the shapes, which take long to ask for, are not needed
        return f"{(call.params + call.shared_params) * sizes.pop():,}"
    return f"{bytes_of(weights):,}"


def configuration_of(layer: Any) -> Mapping[str, Any]:
    """Return the configuration of what is called, as its file has it; nothing where it tells none."""
    if isinstance(layer, StoredLayer):
        return layer.config
    from keras_functional_notes import _keras  # loads Keras, which the calls of a file do not need

    return _keras.configuration(layer)


def count_of(weights: Iterable[Any]) -> int:
    """Return how many numbers weights hold."""
    return sum(math.prod(weight.shape) for weight in weights)


def bytes_of(weights: Iterable[Any]) -> int:
    """Return how many bytes weights hold."""
    return sum(math.prod(weight.shape) * item_size(str(weight.dtype)) for weight in weights)


@functools.cache
def item_size(dtype: str) -> int:
    """Return how many bytes a number of a type takes, by the bits in its name; a bool takes one."""
    bits = "".join(sign for sign in dtype.partition("_")[0] if sign.isdigit())
    return max(1, int(bits[:2]) // 8) if bits else 1


COLUMNS = {
    "call": Column("call", lambda call: call.label),
    "type": Column("type", type_text),
    "shape": Column("output shape", shapes_text),
    "dtype": Column("dtype", dtype_text),
    "params": Column("params", params_text, of_weights=True, is_number=True),
    "bytes": Column("bytes", bytes_text, of_weights=True, is_number=True),
    "trainable": Column("trainable", trainable_text, of_weights=True),
    "activation": Column("activation", activation_text),
    "arguments": Column("arguments", lambda call: ", ".join(call.constants)),
    "inputs": Column("inputs", None),
}
# What a table says unasked.
USUAL = ("call", "type", "shape", "params", "inputs")


def checked(columns: Iterable[str] | None) -> list[Column]:
    """Return columns by their names.

    Raises:
        ValueError: If there is no column of a name, or none is asked for.
    """
    names = list(USUAL if columns is None else [columns] if isinstance(columns, str) else columns)
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or not names:
        what = f"no column of the name {unknown[0]!r}" if unknown else "no column asked for"
        raise ValueError(
            f"There is {what}; there are {', '.join(COLUMNS)}.\nWrite columns={list(USUAL)!r}, which is usual."
        )
    return [COLUMNS[name] for name in names]
