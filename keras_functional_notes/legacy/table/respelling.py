"""A Keras 1 call, respelt for today: a row of the table applied to a call's arguments.

The arguments are Python values or source expressions; what differs between the two is a `Notation`. Nothing here needs
Keras.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from keras_functional_notes.legacy.table.as_it_was import Then, said_today
from keras_functional_notes.legacy.table.conversions import CONVERSIONS, LEFT_OUT, losses_in
from keras_functional_notes.legacy.table.fidelity import AS_IN_2016, Fidelity
from keras_functional_notes.legacy.table.meanings import ARGUMENTS, NAMES, meanings_of
from keras_functional_notes.legacy.table.notation import PYTHON, Notation
from keras_functional_notes.legacy.table.records import (
    DROPPED,
    NOTHING,
    REQUIRED,
    Argument,
    Call,
    Formula,
    OneMore,
    Packing,
    Row,
    Unknown,
)
from keras_functional_notes.legacy.table.values import same, todays_name, todays_value
from keras_functional_notes.legacy.table.whole_numbers import retyped
from keras_functional_notes.legacy.table.wording import call_text, near_match, value_text

__all__ = ["PYTHON", "Notation", "Respelt", "bound", "refuse_both", "respell", "same", "todays_value"]


@dataclass(frozen=True)
class Undecided:
    """An argument, by Keras 1's name, that only a known value could decide, and why."""

    argument: str
    why: str

    def __str__(self) -> str:
        return f"`{self.argument}`: {self.why}"


@dataclass(frozen=True)
class Respelt:
    """A call as it is written today.

    Args:
        args: What is written by position.
        kwargs: What is written by name, in the old call's order.
        changed: Whether any argument is written differently.
        differences: What comes out differently, a sentence each.
        undecided: What only a known value could decide; always empty for running code.
        named: All that is written, by today's names.
        weights: The old argument ``weights=``, which today is a call of its own; `NOTHING` where there was none.
    """

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    changed: bool
    differences: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    named: Mapping[str, Any]
    weights: Any = NOTHING

    def text(self, name: str) -> str:
        """Write the call as source text, under today's name."""
        return call_text(name, self.args, self.kwargs)


def respell(
    row: Row,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    notation: Notation = PYTHON,
    also: Collection[str] = (),
) -> Respelt:
    """Apply a row of the table to the arguments of a call.

    Args:
        row: The row of the name that is called.
        args: The arguments by position, in Keras 1's order.
        kwargs: The arguments by name, in Keras 1's spelling or today's.
        notation: What the arguments are made of; Python values by default.
        also: Further names that today's call takes, besides those in the row.

    Raises:
        TypeError: For an argument that neither Keras 1 nor today's Keras has, one given twice (also once in each
            spelling), too many by position, or a missing one.
        ValueError: For a value that never existed, or that has no successor.

    Example:
        >>> from keras_functional_notes.legacy.table import find
        >>> respell(find("Convolution2D"), (64, 3, 3), {"border_mode": "same"}).text("Conv2D")
        "Conv2D(64, (3, 3), padding='same')"
    """
    if notation is PYTHON:
        args, kwargs = retyped(row, args, kwargs)
    return _Call(row, args, kwargs, notation, also).respelt()


class _Call:
    """One call on its way; a class because every step reads the row, the notation and what was given."""

    def __init__(
        self, row: Row, args: Sequence[Any], kwargs: Mapping[str, Any], notation: Notation, also: Collection[str]
    ) -> None:
        self.row = row
        self.notation = notation
        self.arguments = {argument.name: argument for argument in row.arguments}
        self.given = bound(row, args, kwargs, row.today_names | set(also))
        self.overruled = [name for name in self.given if self._is_overruled(name)]
        for name in self.overruled:
            del self.given[name]
        self.by_position = tuple(self.given)[: len(args)]
        self.packed_in = {part: packing.today for packing in row.packings for part in packing.parts}
        self.today: dict[str, Any] = {}
        self.changed = bool(self.overruled)
        self.differences: list[str] = []
        self.undecided: list[Undecided] = []
        self._take_slashes()

    def _is_overruled(self, name: str) -> bool:
        """Whether it is a part of the input's shape where the whole is given, which Keras 1 took instead."""
        only_a_shape = name in ("input_shape", "input_dim", "input_length") and name in self.arguments
        return only_a_shape and "batch_input_shape" in self.given and self.arguments[name].default is not REQUIRED

    def respelt(self) -> Respelt:
        together = [name for name in self.row.apart if self._is_given(name)]
        if len(together) > 1:
            both = " and ".join(f"`{name}`" for name in together)
            raise ValueError(
                f"{self.row.name}() takes one of {both} today; Keras 1 did both, in this order. Leave one out."
            )
        packed = self._pack_all()
        weights: Any = NOTHING
        for name, expression in self.given.items():
            argument = self.arguments.get(name)
            if name in packed:
                packing = packed[name]
                if packing is not None:
                    self._put(packing[0], packing[1])
            elif argument is None:
                self._put(name, expression)
            elif argument.convert == "weights":
                # Today this is a call after the layer is built, so it is not an argument any more.
                weights, self.changed = expression, True
            else:
                self._rename(argument, expression)
        for argument in self.arguments.values():
            todays = (argument.new, self.packed_in.get(argument.name))
            if argument.name not in self.given and self.today.keys().isdisjoint(todays):
                self._absent(argument)
        for name, value in self.row.adds.items():
            if name not in self.today:
                self.today[name], self.changed = self.notation.write(value), True
        known = {name: self.notation.read(expression) for name, expression in self.given.items()}
        fidelity = AS_IN_2016.get()
        if fidelity is not None:
            self._as_it_was(known, fidelity)
        positional = self._leading()
        changed: Iterable[str] = ()
        if self.row.name in NAMES or not ARGUMENTS.isdisjoint(known):
            running = self.notation is PYTHON
            changed = meanings_of(self.row.name, self.arguments, running=running, known=known)
        # What was written by position and is not any more.
        self.changed |= len(positional) < len(self.by_position)
        return Respelt(
            args=tuple(self.today[name] for name in positional),
            kwargs={name: value for name, value in self.today.items() if name not in positional},
            changed=self.changed,
            differences=tuple(
                dict.fromkeys((*self._trap(), *self.differences, *self.row.differs, *changed)),
            ),
            undecided=tuple(self.undecided),
            named=self.today,
            weights=weights,
        )

    # Arguments

    def _take_slashes(self) -> None:
        name = self.notation.read(self.given["name"]) if "name" in self.given else None
        if isinstance(name, str) and "/" in name:
            self.given["name"] = self.notation.write(todays_name(name))
            self.changed = True
            self.differences.append("A name has no slash today.")

    def _is_given(self, name: str) -> bool:
        return name in self.given and self.notation.read(self.given[name]) is not None

    def _put(self, name: str, expression: Any) -> None:
        if name in self.today:
            raise TypeError(f"{self.row.name}() got `{name}` twice, in Keras 1's spelling and in today's.")
        self.today[name] = expression

    def _rename(self, argument: Argument, expression: Any) -> None:
        value = self.notation.read(expression)
        if argument.refused and not (value is not NOTHING and same(value, argument.default)):
            if value is NOTHING:
                self.undecided.append(Undecided(argument.name, argument.refused))
            else:
                raise ValueError(f"{self.row.name}({argument.name}={value_text(value)}): {argument.refused}")
        new_value = self._today_value(argument, value, expression)
        if argument.new is None or new_value is DROPPED:
            self.changed = True
        else:
            renamed = argument.new != argument.name and argument.name not in self.by_position
            self.changed |= renamed or new_value is not expression
            self._put(argument.new, new_value)
            if argument.twin is not None:
                self._put(argument.twin, new_value)
                self.changed = True
        if argument.given:
            self.differences.append(argument.given)

    def _absent(self, argument: Argument) -> None:
        if argument.default is REQUIRED and argument.name not in self.packed_in:
            today = f" (today `{argument.new}`)" if argument.new not in (None, argument.name) else ""
            raise TypeError(f"{self.row.name}() needs `{argument.name}`{today}.")
        if argument.kept and argument.new is not None:
            self.changed = True
            default = todays_value(self.row.name, argument, argument.default)
            self._put(argument.new, self.notation.write(default))
        if argument.absent:
            self.differences.append(argument.absent)

    def _as_it_was(self, known: Mapping[str, Any], fidelity: Fidelity) -> None:
        """Say what Keras 1's words meant, where they or its defaults mean something else today."""
        then = Then(self.row, known, self.today, fidelity)
        for name, value in said_today(then).items():
            if value is DROPPED:
                self.changed |= self.today.pop(name, DROPPED) is not DROPPED
            else:
                self.today[name], self.changed = self._written(value), True
        self.differences += then.told

    def _today_value(self, argument: Argument, value: Any, expression: Any) -> Any:
        if argument.convert is not None and argument.convert != "weights":
            if value is NOTHING:
                # An optimizer is an object as a rule, class weights a dict, and then they stay what they are.
                if argument.convert not in ("optimizer", "class_weight"):
                    self.undecided.append(Undecided(argument.name, "its value decides how it is written today."))
                return expression
            new = CONVERSIONS[argument.convert]({argument.name: value}, self.row.name)
            if new is DROPPED:
                self.differences += [LEFT_OUT[argument.convert]] if argument.convert in LEFT_OUT else []
                return new
            if argument.convert == "losses" and argument.values is not None:
                differs = argument.values.differs
                named = [loss for loss in losses_in(value) if isinstance(loss, str) and loss in differs]
                self.differences += dict.fromkeys(differs[loss] for loss in named)
            return expression if same(new, value) else self._written(new)
        if argument.values is None:
            return expression
        if value is NOTHING:
            if argument.values.renames:
                self.undecided.append(Undecided(argument.name, "its values are named differently today."))
            return expression
        # An initialization function stands for its name, so that what is saved is plain.
        named = getattr(value, "keras1_name", value)
        expression = expression if named is value else self.notation.write(named)
        value = named
        if isinstance(value, str) and value in argument.values.differs:
            self.differences.append(argument.values.differs[value])
        new = todays_value(self.row.name, argument, value)
        return new if new is DROPPED else expression if same(new, value) else self.notation.write(new)

    # Packings

    def _pack_all(self) -> dict[str, tuple[str, Any] | None]:
        """Return, for each old argument that is part of a packing, what it puts today, at the first part's place."""
        packed: dict[str, tuple[str, Any] | None] = {}
        for packing in self.row.packings:
            given = [part for part in packing.parts if part in self.given]
            if packing.today in self.given:
                if given:
                    refuse_both(self.row, given[0], packing.today)
                continue
            if given:
                packed |= dict.fromkeys(given)
                value = self._packed(packing, given)
                if value is not DROPPED:
                    packed[given[0]] = (packing.today, value)
            elif any(self.arguments[part].kept for part in packing.parts):
                # Keras 1's defaults, of which today's call has others.
                defaults = {part: self.arguments[part].default for part in packing.parts}
                self._put(packing.today, self._written(CONVERSIONS[str(packing.convert)](defaults, self.row.name)))
                self.changed = True
            elif packing.needs is None and not packing.optional:
                raise TypeError(
                    f"{self.row.name}() needs {' and '.join(f'`{part}`' for part in packing.parts)} "
                    f"(today `{packing.today}`)."
                )
        return packed

    def _packed(self, packing: Packing, given: list[str]) -> Any:
        first = self.given[given[0]]
        read = self.notation.read
        if packing.convert is not None:
            return self._converted(packing, given)
        if packing.needs is not None and packing.needs not in self.given:
            # Keras 1 looked at the others only beside this one.
            self.changed = True
            return DROPPED
        if len(given) < len(packing.parts) and isinstance(read(first), (tuple, list)):
            # Today's own spelling under a name that both have: Conv2D(64, (3, 3)).
            return first
        missing = [part for part in packing.parts if part not in given]
        if missing and packing.needs is None:
            raise TypeError(
                f"{self.row.name}() needs {' and '.join(f'`{part}`' for part in missing)} beside `{given[0]}`; in "
                f"today's spelling the two are one tuple, `{packing.today}`."
            )
        self.changed = True
        parts = [self.given[part] if part in given else self.notation.write(None) for part in packing.parts]
        return self.notation.pack(parts)

    def _converted(self, packing: Packing, given: list[str]) -> Any:
        values = {
            name: Unknown(expression) if self.notation.read(expression) is NOTHING else self.notation.read(expression)
            for name, expression in self.given.items()
        }
        if any(isinstance(values.get(name), Unknown) for name in packing.reads):
            self.changed = True
            self.undecided.append(Undecided(given[0], f"only known values tell today's `{packing.today}`."))
            return self.given[given[0]]
        defaults = {name: argument.default for name, argument in self.arguments.items()}
        new = CONVERSIONS[str(packing.convert)](defaults | values, self.row.name)
        # One part that says it all stays as it was written.
        self.changed |= new is not values[given[0]] or given[0] not in self.by_position
        return new if new is DROPPED else self._written(new)

    def _written(self, value: Any) -> Any:
        """Return the argument that stands for what a conversion gave."""
        if isinstance(value, Unknown):
            return value.expression
        if isinstance(value, Call):
            return self.notation.call(
                value.today, {name: self._written(part) for name, part in value.arguments.items()}
            )
        if isinstance(value, Formula):
            return self.notation.formula(value)
        if isinstance(value, OneMore):
            return self.notation.one_more(value.value)
        if isinstance(value, list):
            value = [self._inside(part) for part in value]
        elif isinstance(value, dict):
            value = {name: self._inside(part) for name, part in value.items()}
        return self.notation.write(value)

    def _inside(self, part: Any) -> Any:
        """Return what a conversion gave as part of a list or a dict."""
        if not isinstance(part, (Call, Formula, list, dict)):
            return part
        written = self._written(part)
        return written if self.notation is PYTHON else Unknown(written)

    # Layout

    def _trap(self) -> list[str]:
        """Return what today's Keras makes of the old text, where it runs and means something else."""
        if self.row.trap is None or len(self.by_position) < self.row.trap[0]:
            return []
        return [self.row.trap[1].format(*(self.notation.tell(self.given[name]) for name in self.by_position))]

    def _leading(self) -> list[str]:
        """Return today's arguments that are written by position: those whose old ones were, as far as they lead."""
        leading: list[str] = []
        for name in self.row.leading:
            given = [source for source in self.row.sources(name) if source in self.given]
            if name not in self.today or not given or not set(given) <= set(self.by_position):
                break
            leading.append(name)
        return leading


# Which arguments a call gives


def bound(row: Row, args: Sequence[Any], kwargs: Mapping[str, Any], today_names: Collection[str]) -> dict[str, Any]:
    """Return the arguments by name, Keras 1's or today's: first those given by position, then the others in order."""
    old_names = [argument.name for argument in row.arguments]
    positions = [argument.name for argument in row.arguments if not argument.keyword]
    if len(args) > len(positions):
        raise TypeError(
            f"{row.name}() took at most {len(positions)} arguments by position in Keras 1 "
            f"({', '.join(positions) or 'none'}); {len(args)} were given."
        )
    given = row.given(args, {})
    for name, value in kwargs.items():
        if name in given:
            raise TypeError(f"{row.name}() got `{name}` twice: by position and by name.")
        if name not in old_names and name not in today_names:
            today = f", nor has {row.today} today" if row.today else ""
            near = near_match(name, [*old_names, *sorted(today_names)])
            raise TypeError(f"{row.name}() had no argument `{name}` in Keras 1{today}.{near}")
        given[name] = value
    for argument in row.arguments:
        if argument.name in given and argument.new not in (None, argument.name) and argument.new in given:
            refuse_both(row, argument.name, str(argument.new))
    return given


def refuse_both(row: Row, old: str, new: str) -> NoReturn:
    """Raise the error of an argument that is given in both spellings."""
    raise TypeError(
        f"{row.name}() got both `{old}` and `{new}`: they are one argument, `{old}` in Keras 1 and `{new}` today. Give "
        "one of them."
    )
