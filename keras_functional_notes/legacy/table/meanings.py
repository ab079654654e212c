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
        what: What differs, a sentence.
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
_TRAINING = ("fit", "train_on_batch", "evaluate", "test_on_batch")

METRICS_NAMES = Meaning(
    ("metrics_names",),
    "Keras 1's metrics_names had 'loss' and the name of each metric; today's has 'loss' and 'compile_metrics'.",
    here=False,
)
BATCH_HOOK = Meaning(
    ("on_batch_end",),
    "A batch's logs were of that batch in Keras 1; today they are means since the epoch began.",
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
    "A frozen BatchNormalization still normalized by the batch's own statistics when training in Keras 1; today it "
    "takes those that it has learned.",
    "trainable",
    values=(False,),
    unless=(("mode", 1), ("mode", 2)),
)

MEANINGS = (
    Meaning(
        ("Adagrad", "adagrad"),
        "Adagrad's sums of squares began at 0 in Keras 1, and begin at 0.1 today: initial_accumulator_value=0.0 is the "
        "nearest.",
    ),
    Meaning(
        (),
        "What an activity regularizer gave was added for the whole batch in Keras 1, and is divided by the batch's "
        "size today.",
        "activity_regularizer",
    ),
    Meaning(
        _TRAINING,
        "Keras 1 divided a loss with sample weights by the share of weights that are not zero; today's Keras does not.",
        "sample_weight",
    ),
    Meaning(
        ("train_on_batch", "test_on_batch"),
        "Keras 1 gave the loss and metrics of this batch; today's are means over the batches since "
        "model.reset_metrics().",
        here=False,
    ),
    FROZEN,
    Meaning(
        _GATES,
        "Keras 1 drew W and U gate by gate, and both by `init`; today W is drawn as one wide kernel, and U by the "
        "recurrent initializer, so that both begin smaller.",
        unless=(_GPU,),
    ),
    Meaning(
        _GATES,
        "The default 'orthogonal' of inner_init had a gain of 1.1 in Keras 1, and has 1.0 today.",
        "inner_init",
        given=False,
        only=(_GPU,),
    ),
    Meaning(
        ("SimpleRNN", "ConvLSTM2D"),
        "The default 'orthogonal' of inner_init had a gain of 1.1 in Keras 1, and has 1.0 today.",
        "inner_init",
        given=False,
    ),
    Meaning(
        _GATES, "W_regularizer held for U too in Keras 1, and holds for W alone today.", "W_regularizer", unless=(_GPU,)
    ),
    Meaning(_GATES, "U_regularizer did nothing in Keras 1, and works today.", "U_regularizer", unless=(_GPU,)),
    Meaning(
        ("EarlyStopping",),
        "Keras 1 stopped after one epoch more without improvement than `patience` says; today's stops after as many.",
        "patience",
    ),
    Meaning(
        ("ReduceLROnPlateau",),
        "Keras 1 waited one epoch more than `patience` says before the first reduction; today's does not.",
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
