"""Which names are bound where in source text: imports, definitions, assignments, scope by scope.

>>> import ast
>>> tree = ast.parse("from a import b as c")
>>> [binding.path for binding in Scopes(tree).module.bound["c"]]
['a.b']
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Binding", "Scope", "Scopes"]


@dataclass(frozen=True, eq=False)
class Binding:
    """One place that binds a name.

    Args:
        name: The name.
        node: The statement, definition or target that binds it.
        scope: The scope in which.
        path: Of an import, the dotted name of what it binds; of ``from a import *``, of what the star stands for.
        alias: Of an import, which of the statement's names it is.
        value: Of a plain assignment, the expression.
    """

    name: str
    node: ast.AST
    scope: Scope
    path: str | None = None
    alias: int = 0
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
        for child in ast.iter_child_nodes(node):
            self.parents[child] = node
            handler = _HANDLERS.get(type(child))
            if handler is None:
                self._walk(child, scope)
            else:
                handler(self, child, scope)

    def _bind(self, scope: Scope, binding: Binding) -> None:
        target = self.module if binding.name in scope.outer else scope
        target.bound.setdefault(binding.name, []).append(binding)

    def _name(self, node: ast.Name, scope: Scope) -> None:
        self.of[node] = scope
        if not isinstance(node.ctx, ast.Load):
            # A walrus in a comprehension binds outside of it; being rare, it only makes the name unsure here.
            self._bind(scope, Binding(node.id, node, scope, value=self._assigned(node)))

    def _assigned(self, node: ast.Name) -> ast.expr | None:
        parent = self.parents[node]
        if isinstance(parent, ast.Assign) and node in parent.targets:
            return parent.value
        return parent.value if isinstance(parent, ast.AnnAssign) else None

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
        self._bind(scope, Binding(node.name, node, scope))
        inner = Scope(scope, node)
        for outside in (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults), node.returns):
            if outside is not None:
                self._visit(outside, node, scope)
        self._arguments(node.args, inner, scope)
        for statement in node.body:
            self._visit(statement, node, inner)

    def _lambda(self, node: ast.Lambda, scope: Scope) -> None:
        inner = Scope(scope, node)
        for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self._visit(default, node, scope)
        self._arguments(node.args, inner, scope)
        self._visit(node.body, node, inner)

    def _arguments(self, arguments: ast.arguments, inner: Scope, scope: Scope) -> None:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        for argument in filter(None, every):
            self._bind(inner, Binding(argument.arg, argument, inner))
            if argument.annotation is not None:
                self._visit(argument.annotation, arguments, scope)

    def _class(self, node: ast.ClassDef, scope: Scope) -> None:
        self._bind(scope, Binding(node.name, node, scope))
        for outside in (*node.decorator_list, *node.bases, *node.keywords):
            self._visit(outside, node, scope)
        inner = Scope(scope, node)
        for statement in node.body:
            self._visit(statement, node, inner)

    def _comprehension(self, node: ast.expr, scope: Scope) -> None:
        self._walk(node, Scope(scope, node))

    def _outer(self, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
        scope.outer.update(node.names)

    def _handled(self, node: ast.ExceptHandler, scope: Scope) -> None:
        if node.name:
            self._bind(scope, Binding(node.name, node, scope))
        self._walk(node, scope)

    def _import(self, node: ast.Import, scope: Scope) -> None:
        self.imports.append((node, scope))
        self.imported[node] = []
        for place, alias in enumerate(node.names):
            # `import a.b.c` binds a.
            name, path = (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
            self.imported[node].append(Binding(name, node, scope, path, place))
            self._bind(scope, self.imported[node][-1])

    def _import_from(self, node: ast.ImportFrom, scope: Scope) -> None:
        self.imports.append((node, scope))
        self.imported[node] = []
        module = absolute(node, self.package)
        for place, alias in enumerate(node.names):
            if alias.name == "*":
                self.imported[node].append(Binding("*", node, scope, module, place))
                scope.stars.append(self.imported[node][-1])
            else:
                name = alias.asname or alias.name
                self.imported[node].append(Binding(name, node, scope, f"{module}.{alias.name}", place))
                self._bind(scope, self.imported[node][-1])

    def _visit(self, node: ast.AST, parent: ast.AST, scope: Scope) -> None:
        self.parents[node] = parent
        handler = _HANDLERS.get(type(node))
        if handler is None:
            self._walk(node, scope)
        else:
            handler(self, node, scope)


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
    ast.Lambda: Scopes._lambda,
    ast.ClassDef: Scopes._class,
    ast.ListComp: Scopes._comprehension,
    ast.SetComp: Scopes._comprehension,
    ast.DictComp: Scopes._comprehension,
    ast.GeneratorExp: Scopes._comprehension,
    ast.Global: Scopes._outer,
    ast.Nonlocal: Scopes._outer,
    ast.ExceptHandler: Scopes._handled,
    ast.Import: Scopes._import,
    ast.ImportFrom: Scopes._import_from,
}
