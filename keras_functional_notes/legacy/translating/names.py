"""The names of source text: what binds them, scope by scope, and what they mean in Keras 1.

>>> from keras_functional_notes.legacy.translating.source import Source
>>> source = Source("import keras.layers as L\\nL.core.Dense(3)", "<example>")
>>> references = References(source.tree)
>>> found = references.of(source.tree.body[1].value.func)
>>> found.module, found.name, found.row.today
('keras.layers.core', 'Dense', 'keras.layers.Dense')
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from keras_functional_notes.legacy.table import MODULES, Row
from keras_functional_notes.legacy.table.left_out import passed_on

__all__ = [
    "Binding",
    "Reference",
    "References",
    "Scope",
    "Scopes",
    "absolute",
    "is_gone",
    "keras_path",
    "still_valid",
]


@dataclass(frozen=True, eq=False)
class Binding:
    """One place that binds a name.

    Args:
        name: The name.
        node: The statement, definition or target that binds it.
        scope: The scope in which.
        path: Of an import, the dotted name of what it binds; of ``from a import *``, of what the star stands for.
        value: Of a plain assignment, the expression.
    """

    name: str
    node: ast.AST
    scope: Scope
    path: str | None = None
    value: ast.expr | None = None


_UNBOUND: list[Binding] = []


@dataclass(eq=False)
class Scope:
    """A module, class, function, lambda or comprehension.

    Args:
        parent: The scope around it.
        node: What makes it.
        bound: The bindings of each name in it.
        stars: What ``from ... import *`` brings into it.
        outer: Names that it declares to be another scope's.
    """

    parent: Scope | None
    node: ast.AST
    bound: dict[str, list[Binding]] = field(default_factory=dict)
    stars: list[Binding] = field(default_factory=list)
    outer: set[str] = field(default_factory=set)
    _paths: dict[str, tuple[str | None, ...]] = field(default_factory=dict)

    def paths(self, name: str) -> tuple[str | None, ...]:
        """Return what the name's bindings import, each once; None stands for what is no import."""
        owner = self._owner(name)
        if owner is None:
            return ()
        if name not in owner._paths:
            # Kept, because a long text binds and reads one name very often.
            owner._paths[name] = tuple(dict.fromkeys(binding.path for binding in owner.bound[name]))
        return owner._paths[name]

    def find(self, name: str) -> list[Binding]:
        """Return the bindings that a name has, seen from here; none if it is built in, a star's or unknown."""
        owner = self._owner(name)
        return _UNBOUND if owner is None else owner.bound[name]

    def _owner(self, name: str) -> Scope | None:
        scope: Scope | None = self
        while scope is not None:
            # A function does not see the names of the class around it.
            visible = scope is self or not isinstance(scope.node, ast.ClassDef)
            if visible and name in scope.bound and name not in scope.outer:
                return scope
            scope = scope.parent
        return None


class Scopes:
    """The scopes of a module.

    Args:
        tree: Its tree.
        package: The package that relative imports belong to; without it they stay unknown.
    """

    def __init__(self, tree: ast.Module, package: str = "") -> None:
        """Walk the tree once."""
        self.package = package
        self.module = Scope(None, tree)
        self.of: dict[ast.AST, Scope] = {}
        """The scope in which each name of the text is looked up."""
        self.imports: list[tuple[ast.Import | ast.ImportFrom, Scope]] = []
        self.imported: dict[ast.AST, list[Binding]] = {}
        """What each import binds, in its own order."""
        self.parents: dict[ast.AST, ast.AST] = {}
        self._walk(tree, self.module)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what is around a node, innermost first."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def _walk(self, node: ast.AST, scope: Scope) -> None:
        self._visit(ast.iter_child_nodes(node), node, scope)

    def _visit(self, nodes: Iterable[ast.AST | None], parent: ast.AST, scope: Scope) -> None:
        for node in filter(None, nodes):
            self.parents[node] = parent
            handler = _HANDLERS.get(type(node))
            if handler is None:
                self._walk(node, scope)
            else:
                handler(self, node, scope)

    def _bind(self, scope: Scope, binding: Binding) -> None:
        target = self.module if binding.name in scope.outer else scope
        target.bound.setdefault(binding.name, []).append(binding)

    def _name(self, node: ast.Name, scope: Scope) -> None:
        self.of[node] = scope
        if isinstance(node.ctx, ast.Store):
            # A walrus in a comprehension binds outside of it; being rare, it only makes the name unsure here.
            self._bind(scope, Binding(node.id, node, scope, value=self._assigned(node)))

    def _assigned(self, node: ast.Name) -> ast.expr | None:
        parent = self.parents[node]
        if isinstance(parent, ast.Assign) and node in parent.targets:
            return parent.value
        return parent.value if isinstance(parent, ast.AnnAssign) else None

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope) -> None:
        inner, arguments = Scope(scope, node), node.args
        if not isinstance(node, ast.Lambda):
            self._bind(scope, Binding(node.name, node, scope))
            self._visit([*node.decorator_list, node.returns], node, scope)
        self._visit([*arguments.defaults, *arguments.kw_defaults], node, scope)
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        for argument in filter(None, every):
            self._bind(inner, Binding(argument.arg, argument, inner))
            self._visit([argument.annotation], arguments, scope)
        self._visit([node.body] if isinstance(node, ast.Lambda) else node.body, node, inner)

    def _class(self, node: ast.ClassDef, scope: Scope) -> None:
        self._bind(scope, Binding(node.name, node, scope))
        self._visit([*node.decorator_list, *node.bases, *node.keywords], node, scope)
        self._visit(node.body, node, Scope(scope, node))

    def _comprehension(self, node: ast.expr, scope: Scope) -> None:
        self._walk(node, Scope(scope, node))

    def _outer(self, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
        scope.outer.update(node.names)

    def _handled(self, node: ast.ExceptHandler, scope: Scope) -> None:
        if node.name:
            self._bind(scope, Binding(node.name, node, scope))
        self._walk(node, scope)

    def _import(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        self.imports.append((node, scope))
        self.imported[node] = []
        module = absolute(node, self.package) if isinstance(node, ast.ImportFrom) else ""
        for alias in node.names:
            name, path = alias.asname or alias.name, f"{module}.{alias.name}"
            if isinstance(node, ast.Import):
                # `import a.b.c` binds a.
                path = alias.name if alias.asname else alias.name.partition(".")[0]
                name = alias.asname or path
            binding = Binding(name, node, scope, module if name == "*" else path)
            self.imported[node].append(binding)
            if name == "*":
                scope.stars.append(binding)
            else:
                self._bind(scope, binding)


def absolute(node: ast.ImportFrom, package: str) -> str:
    """Return the dotted name of the module that is imported from; one that cannot be known begins with a dot.

    >>> absolute(ast.parse("from ..layers import merge").body[0], "keras.applications")
    'keras.layers'
    """
    module = node.module or ""
    if not node.level:
        return module
    parts = package.split(".") if package else []
    # A file's own neighbours are files of the same project, translated as themselves.
    if node.level < 2 or node.level > len(parts):
        return "." * node.level + module
    return ".".join([*parts[: len(parts) - node.level + 1], *([module] if module else [])])


_HANDLERS: Mapping[type, Callable[[Scopes, Any, Scope], None]] = {
    ast.Name: Scopes._name,
    ast.FunctionDef: Scopes._function,
    ast.AsyncFunctionDef: Scopes._function,
    ast.Lambda: Scopes._function,
    ast.ClassDef: Scopes._class,
    ast.ListComp: Scopes._comprehension,
    ast.SetComp: Scopes._comprehension,
    ast.DictComp: Scopes._comprehension,
    ast.GeneratorExp: Scopes._comprehension,
    ast.Global: Scopes._outer,
    ast.Nonlocal: Scopes._outer,
    ast.ExceptHandler: Scopes._handled,
    ast.Import: Scopes._import,
    ast.ImportFrom: Scopes._import,
}


# What names mean in Keras 1

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

    >>> row = MODULES["keras.layers"].names["Input"]
    >>> still_valid("keras.layers", "Input", row), still_valid("keras.engine", "Input", row)
    (True, False)
    """
    if row.today == f"{module}.{name}":
        return True
    if row.today is None or is_gone(module) or module in _KEPT or row.today.rpartition(".")[2] != name:
        return False
    if row.today.startswith("tensorflow.") or row.is_kept:
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
        # The last one of each module, from the end: what is imported later hides what came before.
        self._latest_stars = list({star.path: star for star in reversed(self.scopes.module.stars)}.values())
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
            return self._of_star(node, first.id, names, scope)
        found = list(dict.fromkeys(self._entity(path, names) if path else None for path in paths))
        # One thing from several places, as in try ... except ImportError, is that thing.
        if len({entity and _definer(*entity) for entity in found}) > 1:
            if any(entity is not None and entity[1] for entity in found):
                self.unsure[node] = first.id
            return None
        return _reference(node, found[0], scope.find(first.id), str(paths[0]))

    def bindings_of(self, node: ast.Name) -> list[Binding]:
        """Return the bindings of a name."""
        scope: Scope | None = self.scopes.of.get(node)
        return [] if scope is None else scope.find(node.id)

    def _of_star(self, node: ast.expr, first: str, names: list[str], scope: Scope) -> Reference | None:
        only_keras = True
        for star in self._latest_stars:
            module = keras_path(str(star.path))
            later = scope.parent is None and star.node.lineno > node.lineno  # type: ignore[attr-defined]  # an import
            if later or module not in MODULES:
                only_keras = only_keras and later
                continue
            # K, which Keras 1's modules had imported, came along.
            origin = passed_on(module, first)
            if origin or first in MODULES[module].names or first in MODULES[module].modules:
                entity = self._entity(origin or f"{module}.{first}", names)
                if entity is not None and entity[1] and not only_keras:
                    self.unsure[node] = first
                    return None
                if entity is not None and entity[1] == first and len(self._latest_stars) > 1:
                    star = self._of_today(star, first)
                    entity = keras_path(str(star.path)), first
                return _reference(node, entity, [star], str(star.path), star=True)
        return None

    def _of_today(self, star: Binding, name: str) -> Binding:
        """Return, of the stars that brought one thing, that which brings it today; else the one that hid the others."""
        row = MODULES[keras_path(str(star.path))].names[name]
        for other in self._latest_stars:
            module = keras_path(str(other.path))
            brought = MODULES[module].names.get(name) if module in MODULES else None
            if brought is row and still_valid(module, name, row):
                return other
        return star

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
            elif part not in MODULES[module].names and passed_on(module, part) in MODULES:
                # One of Keras's modules, which this one had imported.
                module = str(passed_on(module, part))
            elif part in MODULES[module].names and place == len(parts) - 1:
                return module, part
            else:
                return None
        return module, ""


def _reference(
    node: ast.expr, entity: tuple[str, str] | None, bindings: list[Binding], root: str, *, star: bool = False
) -> Reference | None:
    if entity is None:
        return None
    module, name = entity
    row = MODULES[module].names[name] if name else None
    return Reference(node, name, module, row, tuple(bindings), star, root)


def _definer(module: str, name: str) -> tuple[str, str]:
    return (MODULES[module].names[name].module, name) if name else (module, "")
