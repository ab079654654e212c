"""`merge(...)` and `Merge(...)` in source text, written as the layer of today that their mode is."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from keras_functional_notes.legacy.table import MERGES, MODEL, MODES, Mode, Row
from keras_functional_notes.legacy.table.models import FIRST_RUN, MASKS_TODAY
from keras_functional_notes.legacy.table.wording import near_match
from keras_functional_notes.legacy.translating.calls import Expression, known, notation, read_arguments
from keras_functional_notes.legacy.translating.freezing import calls_of
from keras_functional_notes.legacy.translating.kinds import Kind
from keras_functional_notes.legacy.translating.names import Reference
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import Parts, comments_in

__all__ = ["has_one_input", "own_tensor", "translate_merge"]

_MODES = {mode.name: mode for mode in MODES}
_UNKNOWN = "Which layer of today it is, its mode says, and that is known only when the text runs."
# What lets a model make its weights.
_RUNS = ("fit", "predict", "evaluate", "train_on_batch", "test_on_batch")
_UNKNOWN_DO = "Give the mode as text, such as mode='sum', and translate again."


def translate_merge(page: Page, call: ast.Call, reference: Reference, row: Row) -> None:
    """Write one call of `merge` or `Merge` for today, or leave it to a person."""
    page.sure(reference)
    arguments = read_arguments(page, call)
    positional = [argument.name for argument in row.arguments]
    strange = [name for name in arguments.kwargs if name not in positional]
    if strange:
        near = near_match(strange[0], positional)
        page.ask(call, f"{row.name}() had no argument `{strange[0]}`.{near}", "Correct it by hand.")
    elif arguments.open or len(arguments.args) > len(positional):
        page.ask(call, _UNKNOWN, _UNKNOWN_DO)
    else:
        given = row.given(arguments.args, arguments.kwargs)
        new = _Merge(page, call, reference, row, arguments.parts, given).today()
        if new is not None:
            page.touch(reference)
            page.change(call, new)


@dataclass(frozen=True)
class _Merge:
    """One call on its way; a class because each step reads the page, the call and what it was given."""

    page: Page
    call: ast.Call
    reference: Reference
    row: Row
    parts: Parts
    given: Mapping[str, Expression]

    def today(self) -> str | None:
        """Return the whole call of today, or None where a person must see to it."""
        layer = self._layer()
        first = self.row.arguments[0].name
        inputs = self.given.get(first)
        if layer is None:
            return None
        if first == "layers":
            return layer if self._left_out(first) else self._of_models(layer)
        if inputs is None:
            return self._ask(f"{self.row.name}() needs `{first}`.", "Give it the list of tensors.")
        return f"{layer}({self._comments(inputs)}{inputs.text})"

    def _ask(self, why: str, do: str) -> str | None:
        """Leave the call to a person, and return what there is of today's."""
        self.page.ask(self.call, why, do)
        return None

    def _left_out(self, name: str) -> bool:
        node = self.given[name].node if name in self.given else ast.Constant(None)
        return isinstance(node, ast.Constant) and node.value is None

    def _name(self) -> list[str]:
        return [] if self._left_out("name") else [f"name={self.given['name'].text}"]

    def _today(self, dotted: str) -> str:
        return self.page.spelling.today(dotted, self.reference)

    def _comments(self, inputs: Expression) -> str:
        """Return the comments that stood between the arguments, each on a line before the one that is left."""
        source, parts, slot = self.page.source, self.parts, inputs.slots[0]
        around = source.text[parts.open : parts.starts[slot]] + source.text[parts.ends[slot] : parts.close]
        found = comments_in(around.strip().strip(",")) if "#" in around else []
        if not found:
            return ""
        start = source.line_start(source.start(self.call))
        line = source.text[start : source.line_end(start)]
        indent = line[: len(line) - len(line.lstrip(" \t"))] + "    "
        end = line[len(line.rstrip("\r\n")) :] or "\n"
        return "".join(["  ", *(f"{comment}{end}{indent}" for comment in found)])

    def _layer(self) -> str | None:
        """Return the call that makes today's layer."""
        mode = known(self.page, self.given["mode"]) if "mode" in self.given else "sum"
        if isinstance(mode, str):
            if mode in _MODES:
                return self._named_mode(_MODES[mode])
            return self._ask(f"merge had no mode {mode!r}.{near_match(mode, _MODES)}", "Correct the mode.")
        return self._function_mode() if callable(mode) else self._ask(_UNKNOWN, _UNKNOWN_DO)

    def _named_mode(self, mode: Mode) -> str:
        write = notation(self.page, self.parts, self.reference).write
        defaults = {argument.name: argument.default for argument in self.row.arguments}
        told = [f"{today}={(self.given.get(old) or write(defaults[old])).text}" for old, today in mode.carries.items()]
        told += [f"{name}={write(value).text}" for name, value in mode.adds.items()]
        self.page.differs(self.call, mode.differs)
        if mode.masks != "none" and self.page.masks:
            self.page.differs(self.call, (MASKS_TODAY,))
        return f"{self._today(mode.today)}({', '.join([*told, *self._name()])})"

    def _function_mode(self) -> str | None:
        if not self._left_out("output_mask"):
            return self._ask(
                "Today's Lambda takes no function for its output's mask.",
                "Write a keras.layers.Layer with call() and compute_mask().",
            )
        told = [self.given["mode"].text]
        for name in ("output_shape", "arguments"):
            if not self._left_out(name):
                text = self.given[name].text
                # A list would be taken for several outputs' shapes.
                told.append(f"{name}=" + (f"tuple({text})" if isinstance(self.given[name].node, ast.List) else text))
        return f"{self._today('keras.layers.Lambda')}({', '.join([*told, *self._name()])})"

    def _of_models(self, layer: str) -> str | None:
        """Write a Merge of models as a functional model from their inputs to the merged tensor."""
        indices = not (self._left_out("node_indices") and self._left_out("tensor_indices"))
        models = _models(self.page, self.given["layers"].node)
        if indices or models is None:
            return self._ask(
                "Which tensors it joins cannot be told from the text."
                if indices
                else "What it joins is not a list of different models that this text makes, each with one input.",
                "Write it with tensors: the layer of the mode, called on the list of them, as in "
                f"{layer}([left.output, right.output]), and keras.Model from their inputs to it.",
            )
        inputs, outputs = (
            ", ".join(f"{name}.{own_tensor(kind, tensor)}" for name, kind in models) for tensor in ("input", "output")
        )
        self.page.differs(self.call, (FIRST_RUN,))
        _ask_about_first_run(self.page, [name for name, _ in models])
        told = [f"[{inputs}]", f"{layer}([{outputs}])", *self._name()]
        return f"{self._today(str(MODEL.today))}({', '.join(told)})"


def _ask_about_first_run(page: Page, merged: list[str]) -> None:
    """Leave to a person where a Sequential that may begin with a merge is given weights before it ever ran."""
    runs = calls_of(page, _RUNS)
    for given in calls_of(page, ("set_weights", "load_weights")):
        assert isinstance(given.node.func, ast.Attribute)  # calls_of has looked
        kind = page.kinds.of(given.node.func.value)
        ran = any(run.receiver == given.receiver and run.start < given.start for run in runs)
        if given.receiver not in merged and not ran and (kind is None or _is_sequential(kind.row)):
            do = f"Write {given.receiver}.predict(...) before it, if {given.receiver} is such a model."
            page.ask(given.node, FIRST_RUN, do)


def _models(page: Page, node: ast.expr | None) -> list[tuple[str, Kind]] | None:
    """Return the names and kinds of the models in a list, if it is one of different models with an input each."""
    if not isinstance(node, (ast.List, ast.Tuple)) or len(node.elts) < 2:
        return None
    found = []
    for part in node.elts:
        kind = page.kinds.of(part)
        if not isinstance(part, ast.Name) or kind is None or not has_one_input(page, part):
            return None
        found.append((part.id, kind))
    return found if len(dict(found)) == len(found) else None


def own_tensor(kind: Kind, name: str) -> str:
    """Return how a model of one input and one output is asked for its own today; a Sequential has lists alone."""
    return f"{name}s[0]" if _is_sequential(kind.row) else name


def has_one_input(page: Page, node: ast.expr) -> bool:
    """Whether something is a model of which the text tells that it has a single input."""
    kind = page.kinds.of(node)
    if kind is None or kind.what != "model" or not isinstance(node, ast.Name):
        return False
    if kind.row is MODEL:
        names = (MODEL.arguments[0].name, MODEL.arguments[0].new)
        first = [*kind.made.args[:1], *(word.value for word in kind.made.keywords if word.arg in names)]
        return bool(first) and isinstance(first[0], ast.Name)
    if not _is_sequential(kind.row):
        return False
    # What a Sequential begins with may itself have several inputs.
    return not any(_has_several_inputs(page, added) for added in _first_layers(page, node))


def _has_several_inputs(page: Page, added: ast.expr) -> bool:
    """Whether what is added is a Merge, or made of a list of tensors, as the model is that a Merge is written as."""
    if not isinstance(added, ast.Call):
        return False
    first = added.args[0] if added.args else None
    of_list = isinstance(first, ast.List) and sum(not isinstance(part, ast.Constant) for part in first.elts) > 1
    return of_list or _is_merge(page.references.of(added.func))


def _is_sequential(row: Row) -> bool:
    return row.today == "keras.Sequential"


def _is_merge(reference: Reference | None) -> bool:
    return reference is not None and reference.row in MERGES


def _first_layers(page: Page, model: ast.Name) -> list[ast.expr]:
    """Return what is added to a Sequential, or given to it."""
    found = [added for call in calls_of(page, ("add",)) if call.receiver == model.id for added in call.node.args]
    kind = page.kinds.of(model)
    if kind is not None:
        for argument in kind.made.args:
            found += argument.elts if isinstance(argument, ast.List) else []
    return found
