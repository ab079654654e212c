"""One text on its way into today's spelling: its names of today, its edits, and what is to be said of them."""

from __future__ import annotations

import ast
import bisect
import functools
import itertools
from dataclasses import dataclass, field

from keras_functional_notes.legacy.table import MODULES
from keras_functional_notes.legacy.table.arguments import DIM_ORDERING
from keras_functional_notes.legacy.table.fidelity import AS_IN_2016, left_to_tell
from keras_functional_notes.legacy.translating.kinds import Kinds
from keras_functional_notes.legacy.translating.names import (
    Binding,
    Reference,
    References,
    is_gone,
    keras_path,
    still_valid,
)
from keras_functional_notes.legacy.translating.report import Change, Difference, NeedsYou
from keras_functional_notes.legacy.translating.source import (
    Edit,
    Source,
    applied,
    comments_in,
    shortened,
    shortened_apart,
)

__all__ = ["Addition", "Page", "Spelling", "tells_the_age"]


@dataclass(frozen=True)
class _Said:
    record: NeedsYou
    # Whether it is said only of a text in which nothing tells its age; None where it is said of every text.
    unsure: bool | None = False


@dataclass
class Page:
    """One text being translated.

    Args:
        source: The text and its tree.
        references: Its names.
    """

    source: Source
    references: References
    changes: list[Change] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    certain: bool = False
    """Whether something in it can only be Keras 1's."""
    touched: set[Binding] = field(default_factory=set)
    """The imports whose names were written differently somewhere."""

    def __post_init__(self) -> None:
        """Begin with no edit."""
        self.edits: list[Edit] = []
        """All edits, in the order of the text."""
        self._said: list[_Said] = []
        self.handled: set[ast.AST] = set()
        """The calls that are written already."""
        self.asked: set[str] = set()
        """The names in what is left to a person."""
        self.spelling = Spelling(self.references, self.source)
        text = self.source.text
        self._quote = "'" if text.count("'") > text.count('"') else '"'
        self.calls = [node for node in ast.walk(self.source.tree) if isinstance(node, ast.Call)]

    @functools.cached_property
    def kinds(self) -> Kinds:
        """What its expressions make."""
        return Kinds(self.references)

    @functools.cached_property
    def masks(self) -> bool:
        """Whether some layer in it puts masks on its tensors."""
        return any(makes_masks(self.references, call) for call in self.calls)

    @functools.cached_property
    def channels_first(self) -> bool:
        """Whether it sets the ordering of images to anything but channels that are last."""
        for call in self.calls:
            reference = self.references.of(call.func)
            row = None if reference is None else reference.row
            if row is not None and row.expression.startswith("keras.config.set_image_data_format("):
                given = call.args[0] if call.args else call.keywords[0].value if call.keywords else call
                if not isinstance(given, ast.Constant) or DIM_ORDERING.today.get(given.value) != "channels_last":
                    return True
        return False

    # Text

    def replace(self, start: int, end: int, text: str) -> None:
        """Put text in the place of a span; edits inside it are over."""
        first = bisect.bisect_left(self.edits, start, key=lambda edit: edit.start)
        last = bisect.bisect_left(self.edits, end, key=lambda edit: edit.start)
        self.edits[first:last] = [Edit(start, end, text)]

    def edited(self, start: int, end: int) -> str:
        """Return a span with the edits inside it made."""
        first = bisect.bisect_left(self.edits, start, key=lambda edit: edit.start)
        last = bisect.bisect_left(self.edits, end, key=lambda edit: edit.start)
        return applied(self.source.text, self.edits[first:last], start, end)

    def text_of(self, node: ast.AST) -> str:
        """Return a node's text, as far as it is translated."""
        return self.edited(self.source.start(node), self.source.end(node))

    def quoted(self, value: object, near: str = "") -> str:
        """Write a plain value; text in the quotes that the text around it uses."""
        quote = next((mark for mark in near if mark in "'\""), self._quote)
        text = repr(value)
        if isinstance(value, str) and quote == '"' and text[0] == "'" and '"' not in value:
            return f'"{text[1:-1]}"'
        return text

    # Records

    def change(self, node: ast.AST, new: str, why: str = "") -> None:
        """Write a node anew."""
        old = self.source.of(node)
        if "#" in old and len(comments_in(new)) < len(comments_in(old)):
            self.ask(node, "Today's spelling has no place for a comment in it.", f"Write {shortened(new)}.")
            return
        if old.split() != new.split():
            # What is written as before, though an import that it needs is not, is no change.
            self.changes.append(Change(_line(node), *shortened_apart(old, new), why))
        self.replace(self.source.start(node), self.source.end(node), new)

    def remove(self, statement: ast.stmt) -> None:
        """Take a statement out, and its line where it stood alone on it."""
        self.change(statement, "")
        self.replace(*self.source.removal(statement, self.references.scopes.parents[statement]))

    def rewrite(self, node: ast.AST, start: int, end: int, new: str) -> None:
        """Write one word inside a node anew."""
        old = self.source.text[start:end]
        self.changes.append(Change(_line(node), old, new))
        self.replace(start, end, new)

    def noted(self, node: ast.AST, old: str, new: str) -> None:
        """Keep in mind that something is written anew, piece by piece."""
        self.changes.append(Change(_line(node), *shortened_apart(old, new)))

    def differs(self, node: ast.AST, sentences: tuple[str, ...]) -> None:
        """Say what comes out differently."""
        if AS_IN_2016.get() is not None:
            sentences = left_to_tell(sentences)
        what = shortened(self.source.of(node))
        self.differences += [Difference(_line(node), what, sentence) for sentence in sentences]

    def ask(self, node: ast.AST, why: str, do: str, *, unsure: bool = False) -> None:
        """Leave a node to a person; with `unsure`, only where nothing in the text tells that it is from 2016."""
        record = NeedsYou(_line(node), shortened(self.source.of(node)), why, do)
        self.asked.update(name.id for name in ast.walk(node) if isinstance(name, ast.Name))
        self._said.append(_Said(record, unsure))

    def ask_always(self, node: ast.AST, why: str, do: str) -> None:
        """Leave a node to a person, whatever the age of the text."""
        self._said.append(_Said(NeedsYou(_line(node), shortened(self.source.of(node)), why, do), None))

    def needs_you(self) -> tuple[NeedsYou, ...]:
        """Return what is left to a person."""
        records = [said.record for said in self._said if said.unsure is None or said.unsure is not self.certain]
        return tuple(dict.fromkeys(sorted(records, key=lambda record: record.line)))

    def touch(self, reference: Reference) -> None:
        """Keep in mind that a name is no longer written as it was, and what that tells of the text."""
        self.sure(reference)
        self.touched.update(reference.bindings)

    def sure(self, reference: Reference) -> None:
        """Keep in mind that the text is Keras 1's, if this name tells so."""
        self.certain = self.certain or tells_the_age(reference)


def makes_masks(references: References, call: ast.Call) -> bool:
    """Whether a call makes a layer that puts masks on its tensors."""
    if not any(keyword.arg == "mask_zero" for keyword in call.keywords):
        reference = references.of(call.func)
        return reference is not None and reference.row is not None and reference.row.today == "keras.layers.Masking"
    return True


def tells_the_age(reference: Reference) -> bool:
    """Whether a name can only be meant as Keras 1 had it."""
    row, module = reference.row, reference.module
    if is_gone(module):
        return True
    if row is None:
        return False
    if module == "keras.backend":
        # TensorFlow's `tf.keras.backend` still has the old functions, and today's `keras.backend` the settings.
        settings = ("keras.config.", "keras.utils.", "keras.backend.")
        return not reference.prefix and not (row.today or "").startswith(settings)
    if row.today is None or (row.today.startswith("tensorflow.") and not reference.prefix):
        return True
    # Today's Keras still has many short names of its own classes, spelt with other capitals.
    return not row.itself and _bare(row.today.rpartition(".")[2]) != _bare(reference.name)


def _bare(name: str) -> str:
    return name.lower().replace("_", "")


def _line(node: ast.AST) -> int:
    return int(node.lineno)  # type: ignore[attr-defined]  # a node with a place


# How the text writes a name of today: through the modules that it has imported, or by an import that it gets


@dataclass(frozen=True)
class Addition:
    """A name that the text must import.

    Args:
        module: The module; empty where `name` is itself one.
        name: The name.
        bound: What the text calls it.
    """

    module: str
    name: str
    bound: str

    @property
    def text(self) -> str:
        """As it stands in an import."""
        return self.name if self.bound == self.name else f"{self.name} as {self.bound}"


class Spelling:
    """Names of today in one text.

    Args:
        references: The text's names.
        source: The text.
    """

    def __init__(self, references: References, source: Source) -> None:
        """Find which names are taken."""
        self._references = references
        self._source = source
        self.additions: dict[Binding, list[Addition]] = {}
        """What each import is to bring besides, by the name in it that called for it."""
        self.used: set[str] = set()
        """The names that new text was written with."""
        self._taken: set[str] = set()
        self._given: dict[str, tuple[str, str]] = {}
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Name):
                self._taken.add(node.id)
            elif isinstance(node, ast.arg):
                self._taken.add(node.arg)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
                self._taken.add(node.name)
        self._module = references.scopes.module
        self._taken.update(self._module.bound)
        # Names that imports alone bind, and always to one thing.
        self._imports = [
            bindings[0]
            for bindings in self._module.bound.values()
            if bindings[0].path is not None and len({binding.path for binding in bindings}) == 1
        ]
        self._statements = references.scopes.imports
        self._starts = [source.start(statement) for statement, _ in self._statements]
        self._written: dict[tuple[str, Binding, bool, str], str] = {}

    def today(self, dotted: str, reference: Reference) -> str:
        """Return how a name of today is written where the text had a name of Keras 1."""
        if dotted.startswith("keras."):
            dotted = reference.prefix + dotted
        key = (dotted, reference.bindings[0], reference.dotted, reference.name)
        if key not in self._written:
            self._written[key] = self._today(dotted, reference)
        return self._written[key]

    def _today(self, dotted: str, reference: Reference) -> str:
        binding = reference.bindings[0]
        through = self._through_root(dotted, reference) if reference.dotted else None
        if through is not None:
            return through
        if reference.star and self._by_star(dotted, binding):
            return self._noted(dotted.rpartition(".")[2])
        renames = not reference.dotted and not reference.star
        # An `as` is kept where the name has one successor.
        own = (
            renames
            and reference.row is not None
            and dotted
            in (
                reference.row.today,
                f"{reference.prefix}{reference.row.today}",
            )
        )
        alias = binding.name if own and binding.name != reference.name else None
        return self._imported(
            dotted, binding, alias, through_module=reference.dotted, old=reference.name if own else ""
        )

    def anew(self, dotted: str, at: ast.AST) -> str:
        """Return how a name is written of which the text has nothing yet."""
        around = {self._module.node, *self._references.scopes.ancestors(at)}
        position = bisect.bisect_left(self._starts, self._source.start(at))
        # What `at` is, is known from an import of Keras's; in a function's body it may stand further down.
        places = itertools.chain(range(position - 1, -1, -1), range(position, len(self._statements)))
        imported = (
            self._references.scopes.imported[statement]
            for statement, scope in (self._statements[place] for place in places)
            if scope.node in around
        )
        bindings = next(filter(_imports_keras, imported), None)
        if bindings is None:
            raise ValueError(f"Today this is {dotted}, and the text imports nothing of Keras's that would bring it.")
        binding = bindings[-1]
        if keras_path(str(binding.path)) != binding.path and dotted.startswith("keras."):
            dotted = f"tensorflow.{dotted}"
        return self._imported(dotted, binding, None, through_module="." not in dotted or dotted.startswith("math."))

    def _through_root(self, dotted: str, reference: Reference) -> str | None:
        """Write it through the module that the old name was written through."""
        root = reference.root
        if not is_gone(keras_path(root)) and keras_path(root) != "keras.backend" and dotted.startswith(root + "."):
            first = reference.bindings[0].name
            return self._noted(f"{first}{dotted[len(root) :]}")
        return None

    def _by_star(self, dotted: str, star: Binding) -> bool:
        # A star of a module of layers that is gone becomes one of today's `keras.layers`.
        path, module = str(star.path), dotted.rpartition(".")[0]
        old = keras_path(path)
        return path == module or (is_gone(old) and MODULES[old].today == "keras.layers" == keras_path(module))

    def _imported(
        self, dotted: str, binding: Binding, alias: str | None, *, through_module: bool, old: str = ""
    ) -> str:
        has = self._bound_already(dotted, binding, through_module=through_module)
        if has is not None and alias in (None, has):
            return self._noted(has)
        module, _, name = dotted.rpartition(".")
        if through_module and module.count(".") >= 1:
            # K.sum becomes ops.sum, by `from keras import ops`.
            parent, _, child = module.rpartition(".")
            return self._noted(f"{self._added(binding, parent, child, None)}.{name}")
        if through_module and module and not module.startswith("keras"):
            return self._noted(f"{self._added(binding, '', module, None)}.{name}")
        free = alias or (old if old and (name == old or name in self._taken) else None)
        return self._noted(self._added(binding, module, name, free))

    def _added(self, binding: Binding, module: str, name: str, bound: str | None) -> str:
        own = self.additions.setdefault(binding, [])
        for addition in own:
            if (addition.module, addition.name) == (module, name) and bound in (None, addition.bound):
                return addition.bound
        if binding.scope is self._module and bound is None:
            start = self._source.start(binding.node)
            for other, additions in self.additions.items():
                if other.scope is self._module and self._source.start(other.node) <= start:
                    for addition in additions:
                        if (addition.module, addition.name) == (module, name):
                            return addition.bound
        if bound is None:
            bound = name
            while bound in self._taken and self._given.get(bound) != (module, name):
                bound = f"keras_{bound}"
        self._taken.add(bound)
        self._given[bound] = (module, name)
        own.append(Addition(module, name, bound))
        return bound

    def _bound_already(self, dotted: str, binding: Binding, *, through_module: bool) -> str | None:
        """Return how the text can write it with an import that it has before the one at hand."""
        position = self._source.start(binding.node)
        best: tuple[int, str] | None = None
        for other in self._imports:
            if self._source.start(other.node) > position and other.node is not binding.node:
                continue
            path = self._today_path(str(other.path))
            if path is None:
                continue
            if path == dotted and other.name == path.rpartition(".")[2]:
                return other.name
            if not through_module:
                continue
            if dotted.startswith(path + ".") and self._is_module(other) and (best is None or len(path) > best[0]):
                best = (len(path), other.name + dotted[len(path) :])
        return None if best is None else best[1]

    def _is_module(self, binding: Binding) -> bool:
        if isinstance(binding.node, ast.Import):
            return True
        return keras_path(str(binding.path)) in MODULES

    def _today_path(self, path: str) -> str | None:
        """Return the dotted name of today that an import's path stands for, if it can stay as it is."""
        old = keras_path(path)
        if old in MODULES:
            return None if is_gone(old) or old == "keras.backend" else path
        module, _, name = old.rpartition(".")
        if module in MODULES and name in MODULES[module].names:
            row = MODULES[module].names[name]
            if not still_valid(module, name, row):
                return None
            return path.removesuffix(old) + str(row.today)
        return path

    def _noted(self, text: str) -> str:
        self.used.add(text.partition(".")[0])
        return text


def _imports_keras(bindings: list[Binding]) -> bool:
    return any(keras_path(str(binding.path)).partition(".")[0] in ("keras", "tensorflow") for binding in bindings)
