"""What Keras 1's words meant, said with today's: the rules that rows and their arguments name by `then`.

Each takes a call and gives today's arguments, by name, that make it compute what Keras 1 computed. A value is plain, or
a `Call` or a `Formula` of today's; a call of this package's own classes is given only where they may be used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from keras_functional_notes.legacy.table import losses, optimizers
from keras_functional_notes.legacy.table.arguments import INIT, LOSS, ORTHOGONAL_GAIN
from keras_functional_notes.legacy.table.fidelity import Fidelity
from keras_functional_notes.legacy.table.initial_values import DRAWN, scaling
from keras_functional_notes.legacy.table.records import (
    DROPPED,
    NOTHING,
    OURS,
    Argument,
    Call,
    Formula,
    OneMore,
    Row,
    Unknown,
)

__all__ = ["FORMULAS", "HARD_SIGMOID", "Then", "said_today"]

HARD_SIGMOID: Final = Call(
    "keras.Sequential",
    {
        "layers": [
            Call("keras.layers.Rescaling", {"scale": 0.2, "offset": 0.5, "name": "slope"}),
            Call("keras.layers.ReLU", {"max_value": 1.0, "name": "clip"}),
        ],
        "name": "hard_sigmoid_of_keras_1",
    },
)
"""``clip(0.2 * x + 0.5, 0, 1)``, of layers: as an activation it is saved and loaded where this package is not."""

FORMULAS: Final[Mapping[str, Formula]] = {
    name: Formula(row.name, tuple(argument.name for argument in row.arguments), row.then_expression)
    for row in losses.ROWS
    if row.module == "keras.objectives" and row.then_expression
    for name in row.names
}
"""The losses that gave something else than what has their name today."""

_UNSAID = (
    "The initial values depend on the width of what comes in, which the text does not tell here; by today's "
    "initializer they have another spread than in Keras 1."
)
_UNSAID_GATES = "Keras 1 drew each gate by itself, which no initializer of today's does; here they are drawn together."
_UNSAID_ROWS = (
    "Keras 1's 'orthogonal' made the rows of a kernel orthogonal that has its channels last; today's makes the filters."
)
_LAMBDA = (
    "A loss that is written out as a function is not read back from a file: give keras.models.load_model(path, "
    "compile=False), and compile anew."
)
_OPEN = "What `{0}` is, is known only when it runs, so that what it meant in Keras 1 is not written here."


@dataclass
class Then:
    """A call, and what is to be said of it.

    Args:
        row: The row of what is called.
        known: Its arguments by Keras 1's names, those that are given; `NOTHING` where the text does not tell the value.
        today: What is written for it today, by today's names.
        fidelity: How far the rules may go.
        told: What no rule can say, a sentence each.
    """

    row: Row
    known: Mapping[str, Any]
    today: Mapping[str, Any]
    fidelity: Fidelity
    told: list[str] = field(default_factory=list)

    def value(self, name: str) -> Any:
        """Return an argument's value, given or Keras 1's default; a function of Keras 1's stands for its name."""
        if name in self.known:
            return getattr(self.known[name], "keras1_name", self.known[name])
        return next((argument.default for argument in self.row.arguments if argument.name == name), None)

    def length(self, name: str) -> int | None:
        """Return a length, if it is known."""
        value = self.value(name)
        return int(value) if isinstance(value, int) else None

    @property
    def width(self) -> int | None:
        """The length of the last axis of what comes in, if the call tells it."""
        for name in ("input_shape", "batch_input_shape"):
            shape = self.known.get(name)
            if isinstance(shape, (tuple, list)) and shape:
                return shape[-1] if isinstance(shape[-1], int) else None
        return self.length("input_dim")

    @property
    def channels_first(self) -> bool:
        """Whether its channels come first."""
        return self.value("dim_ordering") in (("th", "default") if self.fidelity.channels_first else ("th",))


_Rule = Callable[[Then, Argument], Iterator[tuple[str, Any]]]


def said_today(call: Then) -> dict[str, Any]:
    """Return what is to be said, by today's names; `DROPPED` where nothing is.

    >>> from keras_functional_notes.legacy.table import find
    >>> said_today(Then(find("Adagrad"), {}, {}, Fidelity()))
    {'learning_rate': 0.01, 'epsilon': 1e-16, 'initial_accumulator_value': 0.0}
    """
    said: dict[str, Any] = {}
    if any(name in call.known for name in call.row.tells_today):
        # Somebody has written it for today.
        return said
    for argument in call.row.arguments:
        is_todays = argument.new != argument.name and argument.new in call.known
        if argument.then and not is_todays:
            said.update(_RULES[argument.then](call, argument))
    said.update((name, value) for name, value in call.row.then.items() if name not in call.known)
    return said


# Defaults and numbers


def _kept(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    """Say a default that is another today."""
    if argument.name not in call.known:
        yield str(argument.new), argument.default


def _rate(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    if "learning_rate" not in call.today:
        yield "learning_rate", argument.default


def _under_the_root(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    """Say what Keras 1 added to the root, and today's Keras adds to what is under it."""
    value = call.value(argument.name)
    if isinstance(value, (int, float)):
        yield str(argument.new), float(f"{value * value:.6g}")
    else:
        call.told.append(_OPEN.format(argument.name))


def _own(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    """Hand on what this package's own class takes."""
    if call.fidelity.ours:
        yield argument.name, call.value(argument.name)


def _one_more(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    value = call.value(argument.name)
    if value is NOTHING:
        call.told.append(_OPEN.format(argument.name))
    elif value:
        yield str(argument.new), OneMore(value)


# Activations, penalties, losses, optimizers


def _activation(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    if call.value(argument.name) == "hard_sigmoid":
        yield str(argument.new), HARD_SIGMOID


def _summed(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    if call.fidelity.ours and call.known.get(argument.name) is not None:
        regularizer = {"regularizer": Unknown(call.today[str(argument.new)])}
        yield str(argument.new), Call(f"{OURS}SummedOverTheBatch", regularizer)


def _by_gates(call: Then) -> bool:
    """Whether a recurrent layer kept its gates one by one; where that is not known, it is told."""
    value = call.value("consume_less")
    if value is NOTHING:
        call.told.append(_OPEN.format("consume_less"))
    return value not in (NOTHING, "gpu")


def _for_both(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    """Let W's regularizer hold for U, too."""
    if call.known.get(argument.name) is not None and _by_gates(call):
        yield "recurrent_regularizer", Unknown(call.today[str(argument.new)])


def _for_nothing(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    """Leave U's regularizer out, unless W's holds for it."""
    if argument.name in call.known and _by_gates(call) and call.known.get("W_regularizer") is None:
        yield str(argument.new), DROPPED


def _ignored(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    if argument.name in call.known:
        yield str(argument.new), DROPPED


def _losses(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    value = call.value(argument.name)
    new = _with_formulas(value)
    if _has_formula(new):
        if not call.fidelity.ours:
            call.told.append(_LAMBDA)
        yield str(argument.new), new


def _with_formulas(value: Any) -> Any:
    if isinstance(value, str):
        return FORMULAS.get(value) or LOSS.today.get(value, value)
    if isinstance(value, (list, tuple)):
        return [_with_formulas(loss) for loss in value]
    if isinstance(value, dict):
        return {name: _with_formulas(loss) for name, loss in value.items()}
    return value


def _has_formula(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, Formula) or (isinstance(value, list) and any(map(_has_formula, value)))


def _optimizers(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    row = _OPTIMIZERS.get(call.value(argument.name)) if isinstance(call.value(argument.name), str) else None
    if row is None:
        return
    inner = Then(row, {}, {}, call.fidelity, call.told)
    said = said_today(inner)
    call.told.extend(each.absent for each in row.arguments if each.absent)
    if said:
        today = row.then_today if call.fidelity.ours and row.then_today else row.today
        yield str(argument.new), Call(str(today), said)


_OPTIMIZERS: Mapping[str, Row] = {name: row for row in optimizers.ROWS if row.arguments for name in row.names}


# Initial values


def _initial(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    kernel, parts = call.row.kernel
    if kernel in ("pictures", "volumes", "gates of pictures") and call.channels_first:
        kernel = "gates of pictures, channels first" if parts > 1 else ""
    drawn = _drawn(call, call.value(argument.name), kernel, _shape(call, kernel, argument, parts), parts)
    if drawn is not None:
        yield from ((name, drawn) for name in (argument.new, argument.twin) if name is not None)


def _initial_of_gates(call: Then, argument: Argument) -> Iterator[tuple[str, Any]]:
    """Say how W and U began: with the gates one by one, both by `init`, and else U by `inner_init`."""
    parts = call.row.kernel[1]
    init, recurrent = call.value(argument.name), "recurrent_initializer"
    if not _by_gates(call):
        of_w = _drawn(call, init, "", (None, None))
        of_u = _drawn(call, call.value("inner_init"), "", (None, None))
    else:
        units = call.length("output_dim")
        wide = None if units is None else parts * units
        of_w = _drawn(call, init, "gates", (call.width, wide), parts)
        of_u = _drawn(call, init, "gates", (1, parts), parts)
        if of_u is None:
            # Of numbers that are drawn one by one it does not matter how many there are.
            written = call.today.get(str(argument.new))
            of_u = INIT.today.get(init, init) if isinstance(init, str) else written and Unknown(written)
    yield from ((name, of) for name, of in ((str(argument.new), of_w), (recurrent, of_u)) if of is not None)


def _drawn(call: Then, init: Any, kernel: str, shape: tuple[int | None, ...], parts: int = 1) -> Any:
    """Return what draws as Keras 1 drew, or None where today's of the same name does or nothing can."""
    if not isinstance(init, str):
        return None
    ours = Call(f"{OURS}InitialValues", {"init": init, "kernel": kernel, "parts": parts})
    if init in DRAWN:
        exact = scaling(init, kernel, shape, parts)
        if exact is None:
            return _by_ours(call, ours, _UNSAID)
        scale, mode, distribution = exact
        if exact == DRAWN[init] and distribution == "uniform":
            return None
        arguments = {"scale": float(f"{scale:.9g}"), "mode": mode, "distribution": distribution}
        return Call("keras.initializers.VarianceScaling", arguments)
    if init == "orthogonal" and kernel != "vector":
        if not kernel:
            return Call("keras.initializers.Orthogonal", {"gain": ORTHOGONAL_GAIN})
        return _by_ours(call, ours, _UNSAID_GATES if parts > 1 else _UNSAID_ROWS)
    return _by_ours(call, ours, _UNSAID_GATES) if init == "identity" and parts > 1 else None


def _by_ours(call: Then, ours: Call, unsaid: str) -> Call | None:
    if call.fidelity.ours:
        return ours
    call.told.append(unsaid)
    return None


def _shape(call: Then, kernel: str, argument: Argument, parts: int) -> tuple[int | None, ...]:
    """Return the shape of today's kernel, as far as the call tells it, and its layer counts as others do."""
    lengths = tuple(call.length(name) for name in _LENGTHS.get(kernel, ()))
    if kernel == "steps":
        return (*lengths, call.width, call.length("nb_filter"))
    if kernel.startswith("gates of pictures"):
        filters = call.length("nb_filter")
        wide = None if filters is None else parts * filters
        return (*lengths, filters if argument.name == "inner_init" else None, wide)
    return (*lengths, *[None] * (5 - len(lengths)))


_SIDES = ("nb_row", "nb_col")
_LENGTHS: Mapping[str, tuple[str, ...]] = {
    "steps": ("filter_length",),
    "volumes": ("kernel_dim1", "kernel_dim2", "kernel_dim3"),
    "gates of pictures": _SIDES,
    "gates of pictures, channels first": _SIDES,
}

_RULES: Mapping[str, _Rule] = {
    "activation": _activation,
    "for both": _for_both,
    "for nothing": _for_nothing,
    "ignored": _ignored,
    "initial": _initial,
    "initial of gates": _initial_of_gates,
    "kept": _kept,
    "losses": _losses,
    "one more": _one_more,
    "optimizers": _optimizers,
    "own": _own,
    "rate": _rate,
    "summed": _summed,
    "under the root": _under_the_root,
}
