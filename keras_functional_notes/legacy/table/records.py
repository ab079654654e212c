"""What a row of the table is: the records, without a single Keras name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final

__all__ = [
    "ANY_OTHER",
    "DROPPED",
    "NOTHING",
    "OURS",
    "REQUIRED",
    "Argument",
    "Call",
    "Formula",
    "Mode",
    "OneMore",
    "Packing",
    "Row",
    "Told",
    "Unknown",
    "Values",
]


OURS: Final = "keras_functional_notes.legacy.shims.of_2016."
"""Where the classes are that compute what Keras 1 computed and today's Keras has not."""


class _Mark(Enum):
    REQUIRED = "required"
    NOTHING = "nothing"
    DROPPED = "dropped"
    ANY_OTHER = "any other"


REQUIRED: Final = _Mark.REQUIRED
"""The default of an argument that Keras 1 could not do without."""

NOTHING: Final = _Mark.NOTHING
"""What is known of a value that source text does not tell."""

DROPPED: Final = _Mark.DROPPED
"""What an old value is today where the argument is simply left out."""

ANY_OTHER: Final = _Mark.ANY_OTHER
"""Every value of an argument but Keras 1's default, also one that is not known."""


class Told(str):
    """A sentence on what differs today, and what ``as_in_2016`` does about it.

    Args:
        text: The sentence.
        run: What makes it as it was where 2016 text is run, in words; empty where nothing does.
        written: What today's own words for it are, where text is translated; empty where there are none.
        why: Why nothing does, or why no words of today's are enough.

    >>> Told("It began at 0.", run="it begins at 0"), Told("It began at 0.").run
    ('It began at 0.', '')
    """

    run: str
    written: str
    why: str

    def __new__(cls, text: str, *, run: str = "", written: str = "", why: str = "") -> Told:
        """Be the sentence."""
        sentence = super().__new__(cls, text)
        sentence.run, sentence.written, sentence.why = run, written, why
        return sentence


@dataclass(frozen=True)
class Values:
    """The values of an argument.

    Args:
        today: Keras 1's value to today's; `DROPPED` where today's call leaves the argument out.
        gone: Keras 1's values that have no successor, each with what to do instead.
        closed: Whether a text that is in neither never existed, and so is an error.
        differs: Of values that mean something else today, what differs, a sentence each.
        names: Of values that are not closed, those that have a name, Keras 1's and today's: a text that is nearly one
            of them is a mistake, any other may be the user's own.
        functions: Why a Python function that takes no `dtype` cannot be the value any more, and what to write instead;
            empty where it can.
    """

    today: Mapping[Any, Any]
    gone: Mapping[Any, str] = field(default_factory=dict)
    closed: bool = True
    differs: Mapping[Any, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    functions: str = ""

    @property
    def renames(self) -> bool:
        """Whether any value is written differently today; what is gone, today's Keras refuses by itself."""
        return any(old != new for old, new in self.today.items())


@dataclass(frozen=True)
class Argument:
    """One argument of a Keras 1 call; a row lists them in Keras 1's positional order.

    Args:
        name: Keras 1's name.
        today: Today's name. The same name by default; None if it is dropped or part of a `Packing`.
        twin: A second name of today that gets the same value.
        default: Keras 1's default; `REQUIRED` if there was none.
        values: What its values are called today, where any changed.
        convert: The name of a conversion for values that a map cannot tell (see `respelling`).
        kept: Whether Keras 1's default is written out when the argument is not given: only where today has none.
        given: What differs today when it is given, as a sentence.
        absent: What differs today when it is not given (a default that changed), as a sentence.
        refused: Why no value but Keras 1's default can be honoured, and what to write instead.
        keyword: Whether Keras 1 took it by keyword alone.
        then: The name of the rule that says today what it meant, where its words mean something else (see `as_it_was`).
    """

    name: str
    today: str | None = "="
    default: Any = REQUIRED
    twin: str | None = None
    values: Values | None = None
    convert: str | None = None
    kept: bool = False
    given: str | None = None
    absent: str | None = None
    refused: str | None = None
    keyword: bool = False
    then: str = ""

    @property
    def new(self) -> str | None:
        """Today's name, written out."""
        return self.name if self.today == "=" else self.today


@dataclass(frozen=True)
class Packing:
    """Several old arguments that are one today.

    Args:
        parts: Keras 1's names, in the order in which their values stand in today's tuple.
        today: Today's name.
        needs: The part without which the others meant nothing; by default all are needed.
        convert: The name of a conversion that computes the value from the whole call (see `respelling`).
        reads: What the conversion must know the values of; the others it only hands on.
        optional: Whether a call may give none of them.
    """

    parts: tuple[str, ...]
    today: str
    needs: str | None = None
    convert: str | None = None
    reads: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Call:
    """A value that is made by a call of today.

    Args:
        today: The dotted name of what is called.
        arguments: Its arguments by name.
    """

    today: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Formula:
    """A value that is a function of today's Keras.

    Args:
        name: What it is called where it runs.
        parameters: What it takes.
        expression: What it gives.
    """

    name: str
    parameters: tuple[str, ...]
    expression: str


@dataclass(frozen=True)
class OneMore:
    """A number that is one more than another.

    Args:
        value: The other one.
    """

    value: Any


@dataclass(frozen=True)
class Unknown:
    """A value that is not known, only the expression that gives it; conversions hand it on.

    Args:
        expression: What source text has for it.
    """

    expression: Any


@dataclass(frozen=True)
class Row:
    """One Keras 1 name.

    Args:
        name: Keras 1's name.
        module: The module of Keras 1.2.2 that defined it.
        today: The dotted name that does it today; None where nothing does.
        arguments: Keras 1's arguments, in its positional order.
        packings: Several arguments that are one today.
        aliases: Keras 1's other names for it.
        leading: Today's arguments that are written by position when the old call wrote theirs so.
        also: Today's further arguments, which an old call may already use.
        adds: Arguments that today's call needs and Keras 1's had no word for.
        differs: What comes out differently today whatever the arguments, a sentence each.
        trap: What today's Keras makes of the old text as it stands, where it runs and means something else: (from how
            many arguments by position, a sentence in which ``{0}`` is the first of them).
        expression: Today's expression of the row's own arguments, where no single call does it. It is what is executed,
            told and written.
        cases: (argument, value, expression) where a value wants another expression; the value ``callable`` stands for
            every function.
        gives: Of a function that gives a word: today's call, and today's words.
        counts: Of a method that counted samples: (the argument that counts, the generator's, today's count of batches).
        instead: Where nothing of today does it: what to use, in words.
        by_hand: Whether a function of `shims` makes it, because no row can.
        example: The arguments of an example call, in source text; by default they are made of the arguments' own.
        not_run: Why the example is not run; empty where it is.
        weights: (rank of the input, axis of today's first weight that counts its channels), to build from `weights=`;
            None where the weights alone do not tell the input.
        itself: Whether the name stands for today's object itself, so that it can be inherited from.
        then: Today's arguments without which it computes something else than it did, where today has them.
        then_today: The dotted name of what computes what it did, where that is no name of today's Keras.
        then_expression: Today's expression of its arguments that gives what it gave, where `today` gives another thing.
        kernel: How Keras 1 laid out what it drew initial values for, where not as today's layer (see `initial_values`),
            and of how many gates one of today's kernels is.
        tells_today: Today's arguments of which one in a call tells that it is written for today.
        variants: (argument, value, row) where a value makes the call one of another row; `ANY_OTHER` stands for every
            value but the default, and a function tells which values are meant.
        apart: Arguments of which today's call takes one alone, by Keras 1's names.
    """

    name: str
    module: str
    today: str | None
    arguments: tuple[Argument, ...] = ()
    packings: tuple[Packing, ...] = ()
    aliases: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    adds: Mapping[str, Any] = field(default_factory=dict)
    differs: tuple[str, ...] = ()
    trap: tuple[int, str] | None = None
    expression: str = ""
    cases: tuple[tuple[str, Any, str], ...] = ()
    gives: tuple[str, Values] | None = None
    counts: tuple[tuple[str, str, str], ...] = ()
    instead: str | None = None
    by_hand: bool = False
    example: str | None = None
    not_run: str = ""
    weights: tuple[int, int] | None = None
    itself: bool = False
    then: Mapping[str, Any] = field(default_factory=dict)
    then_today: str = ""
    then_expression: str = ""
    kernel: tuple[str, int] = ("", 1)
    tells_today: tuple[str, ...] = ()
    variants: tuple[tuple[str, Any, Row], ...] = ()
    apart: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Keras 1's names for it, the first one first."""
        return (self.name, *self.aliases)

    @property
    def is_gone(self) -> bool:
        """Whether nothing of today does what it did."""
        return not (self.today or self.expression or self.by_hand)

    @property
    def written(self) -> str:
        """How everyone wrote it: the backend was K."""
        return f"K.{self.name}" if self.module == "keras.backend" else self.name

    @property
    def is_kept(self) -> bool:
        """Whether it is a layer that today's Keras has not, and that this package keeps."""
        return str(self.today).startswith("keras_functional_notes.")

    @property
    def short(self) -> str:
        """Today's name without its module."""
        return str(self.today).rpartition(".")[2]

    def given(self, args: Iterable[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a call gives, by Keras 1's names."""
        positional = (argument.name for argument in self.arguments if not argument.keyword)
        return {**dict(zip(positional, args, strict=False)), **kwargs}

    def variant(self, given: Mapping[str, Any], read: Callable[[Any], Any] = lambda value: value) -> Row:
        """Return the row that a call is of.

        Args:
            given: What the call gives, by Keras 1's names.
            read: The value of what is given, or `NOTHING`; by default it is the value.
        """
        defaults = {argument.name: argument.default for argument in self.arguments} if self.variants else {}
        for name, meant, row in self.variants:
            value = read(given[name]) if name in given else defaults[name]
            if value != defaults[name] if meant is ANY_OTHER else meant(value) if callable(meant) else value == meant:
                return row
        return self

    def sources(self, today: str) -> list[str]:
        """Return Keras 1's names of the arguments that one of today's comes from."""
        renamed = [argument.name for argument in self.arguments if argument.new == today]
        return renamed + [part for packing in self.packings if packing.today == today for part in packing.parts]

    def channels_last(self) -> Row:
        """Return the row as it holds where the setting is 'channels_first', which Keras 1's layers of steps never read.

        >>> from keras_functional_notes.legacy.table import find
        >>> find("Convolution1D").channels_last().adds, find("Convolution2D").channels_last().adds
        ({'data_format': 'channels_last'}, {})
        """
        if "data_format" not in self.also or any(argument.new == "data_format" for argument in self.arguments):
            return self
        return replace(self, adds={**self.adds, "data_format": "channels_last"})

    @functools.cached_property
    def today_names(self) -> frozenset[str]:
        """Today's names of its arguments."""
        renamed = [name for argument in self.arguments for name in (argument.new, argument.twin) if name is not None]
        return frozenset({*renamed, *(packing.today for packing in self.packings), *self.also})


@dataclass(frozen=True)
class Mode:
    """One named mode of `merge`.

    Args:
        name: Keras 1's name.
        today: The layer that does it today.
        carries: Which of `merge`'s arguments it used, with their names today.
        adds: Arguments that today's layer needs besides.
        one_shape: Whether Keras 1 required inputs of one static shape, None included.
        pair: Whether it takes exactly two inputs.
        masks: What Keras 1 made of its inputs' masks: ``and`` (of those there are), ``concat`` (``and``, or one after
            the other along a masked axis), ``refused`` or ``none``.
        reads_masks: Whether today's layer computes other values in masked steps; Keras 1 never did.
        differs: What comes out differently today, a sentence each.
    """

    name: str
    today: str
    carries: Mapping[str, str] = field(default_factory=dict)
    adds: Mapping[str, Any] = field(default_factory=dict)
    one_shape: bool = False
    pair: bool = False
    masks: str = "none"
    reads_masks: bool = False
    differs: tuple[str, ...] = ()
