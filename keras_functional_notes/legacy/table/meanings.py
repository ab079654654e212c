"""Meanings that changed while the words stayed: each with the condition under which it matters.

What one row says of itself (a default that changed, a value that means something else) stands in that row. Here is what
concerns many rows, a method, an attribute, or several arguments together. Each was measured against Keras 1.2.2.

>>> [meaning.condition for meaning in MEANINGS if "EarlyStopping" in meaning.names]
['`patience` given']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keras_functional_notes.legacy.table.records import Told

__all__ = [
    "ARGUMENTS",
    "BATCH_HOOK",
    "COMPILED_TOO",
    "FROZEN",
    "LOGGING",
    "MEANINGS",
    "METRICS_NAMES",
    "NAMES",
    "NOT_OPENED",
    "ORDER",
    "OWN_METRIC",
    "TWO_SCHEDULES",
    "TWO_SCHEDULES_DO",
    "Meaning",
    "meanings_of",
]


@dataclass(frozen=True)
class Meaning:
    """One meaning that changed.

    Args:
        names: Keras 1's names of what is called, read or defined; none where any row with the argument is meant.
        what: What differs, a sentence, and what ``as_in_2016`` does about it.
        argument: The argument on which it depends, by Keras 1's name; none where the use alone decides.
        given: Whether it matters where the argument is given, or where it is left out.
        values: Of an argument that is given: the values for which it matters; by default all but None and `unless`.
        unless: Arguments with the values that rule it out.
        only: Arguments with the values without which it does not matter.
        here: Whether it holds where 2016 text is run here, too; else only in translated text.
        seen: What more must be so, in words, which no argument tells: whoever sees it says it.
    """

    names: tuple[str, ...]
    what: str
    argument: str = ""
    given: bool = True
    values: tuple[Any, ...] = ()
    unless: tuple[tuple[str, Any], ...] = ()
    only: tuple[tuple[str, Any], ...] = ()
    here: bool = True
    seen: str = ""

    @property
    def condition(self) -> str:
        """When it matters, in words."""
        parts = []
        if self.argument and self.values:
            parts.append(" or ".join(f"`{self.argument}={value!r}`" for value in self.values))
        elif self.argument:
            parts.append(f"`{self.argument}` {'given' if self.given else 'left out'}")
        parts += [f"`{name}={value!r}`" for name, value in self.only]
        parts += [f"not `{name}={value!r}`" for name, value in self.unless]
        parts += [self.seen] if self.seen else []
        return ", ".join(parts) or "always"

    def matters(self, given: Mapping[str, Any]) -> bool:
        """Whether it matters to a call, whose arguments are given by Keras 1's names, as far as they are known."""
        if any(_is(given.get(name), value) for name, value in self.unless):
            return False
        if not all(_is(given.get(name), value) for name, value in self.only):
            return False
        if not self.argument:
            return True
        if not self.given:
            return self.argument not in given
        value = given.get(self.argument)
        if self.values:
            return any(_is(value, one) for one in self.values)
        return value is not None and not _is(value, 0)


def _is(value: Any, one: Any) -> bool:
    return isinstance(value, type(one)) and bool(value == one)


_GATES = ("LSTM", "GRU")
_GPU = ("consume_less", "gpu")
_GAIN = Told(
    "The default 'orthogonal' of inner_init had a gain of 1.1 in Keras 1, and has 1.0 today.",
    run="Orthogonal(gain=1.1) is said",
    written="Orthogonal(gain=1.1) is said",
)
# What is drawn number by number, whatever the shape.
_NO_FANS = tuple(("init", name) for name in ("uniform", "normal", "zero", "one", "orthogonal"))
_TRAINING = ("fit", "train_on_batch", "evaluate", "test_on_batch")

METRICS_NAMES = Meaning(
    ("metrics_names",),
    Told(
        "Keras 1's metrics_names had 'loss' and the name of each metric; today's has 'loss' and 'compile_metrics'.",
        run="2016 text always reads Keras 1's",
        why="today's models do not keep them",
    ),
    here=False,
)
BATCH_HOOK = Meaning(
    ("on_batch_end",),
    Told(
        "A batch's logs were of that batch in Keras 1; today they are means since the epoch began.",
        why="no weight depends on them, and today's Keras counts no batch alone",
    ),
)
ORDER = Meaning(
    ("evaluate", "test_on_batch", "train_on_batch"),
    "Keras 1 gave the whole loss, each output's loss, and then each output's metrics; today's order is another, and "
    "return_dict=True gives each by its name.",
    here=False,
    seen="a model with several outputs",
)
OWN_METRIC = Meaning(
    ("compile",),
    "Keras 1 gave a metric y_true in the type of y_pred; today its type is the data's: where the two meet, write "
    "keras.ops.cast(y_true, y_pred.dtype).",
    "metrics",
    here=False,
    seen="a function of one's own",
)
LOGGING = frozenset({*BATCH_HOOK.names, "on_epoch_end"})
"""A callback's methods that are given logs."""

COMPILED_TOO = Meaning(
    ("model_from_json",),
    "The text that to_json() gives has today how the model was compiled, too, and asks for each function of one's own.",
    here=False,
    seen="a compilation with a function of one's own",
)
NOT_OPENED = Meaning(
    ("load_model",),
    "A Sequential that starts with a Merge has several inputs; today's Keras saves it as HDF5, and cannot open that.",
    here=False,
    seen="a Sequential that starts with a Merge",
)
TWO_SCHEDULES = Meaning(
    ("LearningRateScheduler", "ReduceLROnPlateau"),
    "An optimizer's decay is a schedule today, whose rate no callback can set.",
    here=False,
    seen="an optimizer with `decay`",
)
TWO_SCHEDULES_DO = "Leave decay out, and let the callback's rate be divided by 1 + decay * updates."
"""What to do where an optimizer has a decay and a callback sets its rate."""
FROZEN = Meaning(
    ("BatchNormalization",),
    Told(
        "A frozen BatchNormalization still normalized by the batch's own statistics when training in Keras 1; today it "
        "takes those that it has learned.",
        run="while a model trains, the layer normalizes by the batch, and its gamma and beta stay",
        why="today's layer has one switch for both",
    ),
    "trainable",
    values=(False,),
    unless=(("mode", 1), ("mode", 2)),
)

MEANINGS = (
    Meaning(
        ("Adagrad", "adagrad"),
        Told(
            "Adagrad's sums of squares began at 0 in Keras 1, and begin at 0.1 today: initial_accumulator_value=0.0 is "
            "the nearest.",
            run="initial_accumulator_value=0.0 is said",
            written="initial_accumulator_value=0.0 is said",
        ),
    ),
    Meaning(
        (),
        Told(
            "What an activity regularizer gave was added for the whole batch in Keras 1, and is divided by the batch's "
            "size today.",
            run="a regularizer of this package's multiplies by the batch's size",
            why="no argument of today's layers says otherwise",
        ),
        "activity_regularizer",
    ),
    Meaning(
        _TRAINING,
        Told(
            "Keras 1 divided a loss with sample weights by the share of weights that are not zero; today's Keras does "
            "not.",
            run="the model's compute_loss divides each batch's weights by their share",
            why="the share is each batch's own, and fit makes the batches",
        ),
        "sample_weight",
    ),
    Meaning(
        ("train_on_batch", "test_on_batch"),
        Told(
            "Keras 1 gave the loss and metrics of this batch; today's are means over the batches since "
            "model.reset_metrics().",
            run="2016 text always gets this batch's",
            why="it takes a call of its own before: model.reset_metrics()",
        ),
        here=False,
    ),
    FROZEN,
    Meaning(
        _GATES,
        Told(
            "Keras 1 drew W and U gate by gate, and both by `init`; today W is drawn as one wide kernel, and U by the "
            "recurrent initializer, so that both begin smaller.",
            run="VarianceScaling draws both with the spread of one gate",
            written="VarianceScaling draws U with the spread of one gate, and W where the width of its input is told",
        ),
        unless=(_GPU,),
    ),
    Meaning(_GATES, _GAIN, "inner_init", given=False, only=(_GPU,)),
    Meaning(("SimpleRNN",), _GAIN, "inner_init", given=False),
    Meaning(
        ("Convolution1D", "AtrousConvolution1D"),
        Told(
            "Keras 1 took other axes of this kernel for its inputs and outputs than today's Keras, so that by "
            "'glorot_' and 'he_' it began smaller.",
            run="VarianceScaling draws it with Keras 1's spread",
            written="VarianceScaling draws it so, where the width of what comes in is told",
        ),
        unless=_NO_FANS,
    ),
    Meaning(
        ("Convolution3D",),
        Told(
            "Keras 1 left the last side of this kernel out when it counted inputs and outputs, so that by 'glorot_' "
            "and 'he_' it began larger.",
            run="VarianceScaling draws it with Keras 1's spread",
            written="VarianceScaling draws it with Keras 1's spread",
        ),
        unless=(*_NO_FANS, ("dim_ordering", "th")),
    ),
    Meaning(
        ("Deconvolution2D",),
        Told(
            "Keras 1 counted this kernel's inputs and outputs the other way round.",
            run="VarianceScaling draws it with Keras 1's spread",
            written="VarianceScaling draws it with Keras 1's spread",
        ),
        "init",
        values=("lecun_uniform", "he_normal", "he_uniform"),
    ),
    Meaning(
        ("ConvLSTM2D",),
        Told(
            "Keras 1 drew each gate by itself and took other axes for its inputs and outputs, so that W began "
            "otherwise; U's default 'orthogonal' made its rows orthogonal, with a gain of 1.1.",
            run="initializers of this package's draw them",
            why="no initializer of today's draws gate by gate, or rows of a kernel",
        ),
    ),
    Meaning(
        ("ConvLSTM2D",),
        Told(
            "Keras 1's ConvLSTM2D took regularizers and did nothing with them; today's works.",
            run="it is left out",
            written="it is left out",
        ),
        "W_regularizer",
    ),
    Meaning(
        _GATES,
        Told(
            "W_regularizer held for U too in Keras 1, and holds for W alone today.",
            run="it is said of both",
            written="it is said of both",
        ),
        "W_regularizer",
        unless=(_GPU,),
    ),
    Meaning(
        _GATES,
        Told("U_regularizer did nothing in Keras 1, and works today.", run="it is left out", written="it is left out"),
        "U_regularizer",
        unless=(_GPU,),
    ),
    Meaning(
        ("EarlyStopping",),
        Told(
            "Keras 1 stopped after one epoch more without improvement than `patience` says; today's stops after as "
            "many.",
            run="one more is said",
            written="one more is said",
        ),
        "patience",
    ),
    Meaning(
        ("ReduceLROnPlateau",),
        Told(
            "Keras 1 waited one epoch more than `patience` says before the first reduction; today's does not.",
            run="a callback of this package's waits so",
            why="only the first time it waited longer, which no argument says",
        ),
    ),
    Meaning(("LambdaCallback",), BATCH_HOOK.what, "on_batch_end"),
    BATCH_HOOK,
    METRICS_NAMES,
    ORDER,
    OWN_METRIC,
    TWO_SCHEDULES,
    COMPILED_TOO,
    NOT_OPENED,
)
"""Every meaning, in the order in which the page lists them."""

NAMES = frozenset(name for meaning in MEANINGS for name in meaning.names)
"""What some meaning is of; most calls are of nothing in it, and need not be looked at."""
ARGUMENTS = frozenset(meaning.argument for meaning in MEANINGS if not meaning.names)
"""The arguments that have a meaning wherever they are given."""


def meanings_of(name: str, arguments: Mapping[str, Any], *, running: bool, known: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differs about a call.

    Args:
        name: Keras 1's name of what is called.
        arguments: The row's arguments by name.
        running: Whether the call runs here; else it is source text that will run plainly.
        known: The arguments that are given, by Keras 1's names; a value that is not known is `NOTHING`.

    >>> list(meanings_of("EarlyStopping", {"patience": 2}, running=True, known={"patience": 0}))
    []
    """
    for meaning in MEANINGS:
        concerns = name in meaning.names if meaning.names else meaning.argument in arguments
        if concerns and meaning.matters(known) and (meaning.here or not running) and not meaning.seen:
            yield meaning.what
