"""What the names in source text mean in Keras 1, found through the text's own imports.

>>> from keras_functional_notes.legacy.translating.source import Source
>>> source = Source("import keras.layers as L\\nL.core.Dense(3)", "<example>")
>>> references = References(source.tree)
>>> found = references.of(source.tree.body[1].value.func)
>>> found.module, found.name, found.row.today
('keras.layers.core', 'Dense', 'keras.layers.Dense')
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from keras_functional_notes.legacy.table import MODULES, Row, find
from keras_functional_notes.legacy.table.left_out import passed_on
from keras_functional_notes.legacy.translating.scopes import Binding, Scope, Scopes

__all__ = ["Kind", "Kinds", "Reference", "References", "first_name", "is_gone", "keras_path", "still_valid"]

# Today's Keras has a module of this name too, though most of what Keras 1 had in it is elsewhere.
_KEPT = frozenset({"keras.backend"})


@dataclass(frozen=True)
class Reference:
    """A name in the text that stands for something of Keras 1.

    Args:
        node: The name, or the dotted name.
        name: Keras 1's name; empty for a module.
        module: The module of Keras 1 that the text has it from.
        row: Its row of the table; None for a module.
        bindings: The imports that its first name comes from.
        star: Whether they are stars.
        root: What the first name stands for, as the import has it (so ``tensorflow`` is not ``keras``).
    """

    node: ast.expr
    name: str
    module: str
    row: Row | None
    bindings: tuple[Binding, ...]
    star: bool
    root: str

    @property
    def dotted(self) -> bool:
        """Whether it is written through a module: ``K.sum`` and not ``sum``."""
        return isinstance(self.node, ast.Attribute)

    @property
    def prefix(self) -> str:
        """What stands before ``keras`` in the root: ``tensorflow.`` or nothing."""
        return "tensorflow." if self.root == "tensorflow" or self.root.startswith("tensorflow.") else ""


def keras_path(path: str) -> str:
    """Return a dotted name as Keras 1 has it: ``tensorflow.keras`` is ``keras``.

    >>> keras_path("tensorflow.keras.layers")
    'keras.layers'
    """
    return path.removeprefix("tensorflow.") if path == "tensorflow.keras" or ".keras." in path else path


def is_gone(module: str) -> bool:
    """Whether a module of Keras 1 has no such name today.

    >>> is_gone("keras.layers.core"), is_gone("keras.layers"), is_gone("keras.backend")
    (True, False, False)
    """
    if module not in MODULES or module in _KEPT:
        return False
    today = MODULES[module].today
    # Today's Keras keeps `keras.preprocessing` for the few names that are in `keras.utils` too.
    return today != module and today != f"tensorflow.{module}"


def still_valid(module: str, name: str, row: Row) -> bool:
    """Whether today's Keras has a name under the module that Keras 1 had it in, with nothing else in its place.

    >>> still_valid("keras.layers", "Input", find("Input")), still_valid("keras.engine", "Input", find("Input"))
    (True, False)
    """
    if row.today == f"{module}.{name}":
        return True
    if row.today is None or is_gone(module) or module in _KEPT or row.today.rpartition(".")[2] != name:
        return False
    if row.today.startswith("tensorflow."):
        return False
    # Keras has its most used names at its root, and also where Keras 1 had them.
    return row.today.count(".") == 1 or row.module == module


class References:
    """Every name of a text, looked up.

    Args:
        tree: The text's tree.
        package: The package that relative imports belong to.
    """

    def __init__(self, tree: ast.Module, package: str = "") -> None:
        """Find the scopes."""
        self.scopes = Scopes(tree, package)
        # The last one of each module: what is imported later hides what came before.
        self._modules_stars = list({star.path: star for star in reversed(self.scopes.module.stars)}.values())[::-1]
        self.unsure: dict[ast.expr, str] = {}
        """Names that may be Keras 1's and may be something else, with what they may be."""

    def of(self, node: ast.expr) -> Reference | None:
        """Return what a name or dotted name means in Keras 1, or None."""
        names: list[str] = []
        first = node
        while isinstance(first, ast.Attribute):
            names.insert(0, first.attr)
            first = first.value
        if not isinstance(first, ast.Name) or not isinstance(first.ctx, ast.Load):
            return None
        scope = self.scopes.of[first]
        paths = scope.paths(first.id)
        if paths == (None,):
            return None
        if not paths:
            return self._of_star(node, first.id, names)
        found = list(dict.fromkeys(self._entity(path, names) if path else None for path in paths))
        # One thing from several places, as in try ... except ImportError, is that thing.
        definers = {None if entity is None else _definer(*entity) for entity in found}
        if len(definers) > 1:
            if any(entity is not None and entity[1] for entity in found):
                self.unsure[node] = first.id
            return None
        if found[0] is None:
            return None
        return _reference(node, found[0], scope.find(first.id), str(paths[0]))

    def bindings_of(self, node: ast.Name) -> list[Binding]:
        """Return the bindings of a name."""
        scope: Scope | None = self.scopes.of.get(node)
        return [] if scope is None else scope.find(node.id)

    def _of_star(self, node: ast.expr, first: str, names: list[str]) -> Reference | None:
        for place in range(len(self._modules_stars) - 1, -1, -1):
            star = self._modules_stars[place]
            module = keras_path(str(star.path))
            if module not in MODULES:
                continue
            origin = passed_on(module, first)
            if origin is None and first not in MODULES[module].names and first not in MODULES[module].modules:
                continue
            # K, which Keras 1's modules had imported, came along.
            entity = self._entity(origin or f"{module}.{first}", names)
            later = [str(other.path) for other in self._modules_stars[place + 1 :]]
            if entity is not None and entity[1] and not _stars_of_keras(later):
                self.unsure[node] = first
                return None
            return None if entity is None else _reference(node, entity, [star], str(star.path), star=True)
        return None

    def _entity(self, path: str, names: list[str]) -> tuple[str, str] | None:
        """Follow a dotted name into Keras 1's tree; a rest, such as a class's method, is no entity of the table."""
        parts = [*path.split("."), *names]
        if parts[:2] == ["tensorflow", "keras"]:
            del parts[0]
        if parts[0] != "keras":
            return None
        module = "keras"
        for place, part in enumerate(parts[1:], start=1):
            if f"{module}.{part}" in MODULES and part not in MODULES[module].names:
                module = f"{module}.{part}"
            elif part in MODULES[module].names and place == len(parts) - 1:
                return module, part
            else:
                return None
        return module, ""


def _reference(
    node: ast.expr, entity: tuple[str, str], bindings: list[Binding], root: str, *, star: bool = False
) -> Reference:
    module, name = entity
    return Reference(node, name, module, find(name, module) if name else None, tuple(bindings), star, root)


def _definer(module: str, name: str) -> tuple[str, str]:
    return (MODULES[module].names[name], name) if name else (module, "")


def _stars_of_keras(paths: list[str]) -> bool:
    return all(keras_path(path) in MODULES for path in paths)


def first_name(node: ast.expr) -> ast.Name | None:
    """Return the name that a dotted name begins with."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node if isinstance(node, ast.Name) else None


# What an expression of the text makes: a layer, a model, an optimizer, as far as the text tells.


_MODELS = ("keras.Model", "keras.Sequential", "keras.models.", "keras.applications.")


@dataclass(frozen=True, eq=False)
class Kind:
    """What an expression makes.

    Args:
        what: ``"layer"``, ``"model"`` or ``"optimizer"``.
        row: The row of what made it.
        made: The call that did.
    """

    what: str
    row: Row
    made: ast.Call


class Kinds:
    """What expressions make.

    Args:
        references: The text's names.
    """

    def __init__(self, references: References) -> None:
        """Know nothing yet."""
        self._references = references
        self._open: set[ast.AST] = set()
        # Kept, because a long text binds and reads one name very often.
        self._known: dict[int, Kind | None] = {}

    def of(self, node: ast.expr) -> Kind | None:
        """Return what an expression makes, or None where that cannot be told."""
        if node in self._open:
            return None
        self._open.add(node)
        try:
            if isinstance(node, ast.Call):
                return self._of_call(node)
            if isinstance(node, ast.Name):
                return self._of_bindings(self._references.bindings_of(node))
            return None
        finally:
            self._open.discard(node)

    def _of_call(self, call: ast.Call) -> Kind | None:
        reference = self._references.of(call.func)
        if reference is not None and reference.row is not None:
            what = _what(reference.row)
            return Kind(what, reference.row, call) if what else None
        if isinstance(call.func, ast.Name):
            bindings = self._references.bindings_of(call.func)
            if len(bindings) == 1 and isinstance(bindings[0].node, ast.FunctionDef):
                return self._agreed([self.of(value) for value in _returned(bindings[0].node)])
        return None

    def _of_bindings(self, bindings: list[Binding]) -> Kind | None:
        if id(bindings) not in self._known:
            self._known[id(bindings)] = self._kind_of_all(bindings)
        return self._known[id(bindings)]

    def _kind_of_all(self, bindings: list[Binding]) -> Kind | None:
        return self._agreed([None if binding.value is None else self.of(binding.value) for binding in bindings])

    def _agreed(self, kinds: list[Kind | None]) -> Kind | None:
        first = kinds[0] if kinds else None
        if first is None or any(kind is None or kind.what != first.what for kind in kinds):
            return None
        return first


def _what(row: Row) -> str | None:
    today = row.today or ""
    if today.startswith(_MODELS) and today[-1:] != ".":
        return "model" if today.rpartition(".")[2] not in ("preprocess_input", "decode_predictions") else None
    if row.module.startswith("keras.layers."):
        return "layer"
    return "optimizer" if row.module == "keras.optimizers" and row.arguments else None


def _returned(function: ast.FunctionDef) -> list[ast.expr]:
    """Return what a function returns, leaving out the functions inside it."""
    values: list[ast.expr] = []
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            values.append(node.value)
        elif not isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            pending.extend(ast.iter_child_nodes(node))
    return values
