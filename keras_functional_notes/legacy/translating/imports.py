"""The imports of a translated text: what nothing needs any more goes, what is needed comes once, in its order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from keras_functional_notes.legacy.syntax import tree_of
from keras_functional_notes.legacy.table import MODULES, Row
from keras_functional_notes.legacy.table.left_out import passed_on
from keras_functional_notes.legacy.table.todays_names import is_todays_module, missing, near_today
from keras_functional_notes.legacy.table.wording import near_match
from keras_functional_notes.legacy.translating.names import (
    Binding,
    Reference,
    Scope,
    absolute,
    is_gone,
    keras_path,
    still_valid,
)
from keras_functional_notes.legacy.translating.page import Addition, Page, tells_the_age
from keras_functional_notes.legacy.translating.source import Parts, Piece, applied, parts_between

__all__ = ["rewrite_imports"]


def rewrite_imports(page: Page) -> None:
    """Write the imports of a page anew, after everything else in it."""
    new = tree_of(applied(page.source.text, page.edits), "<translation>")
    used = {node.id for node in ast.walk(new) if isinstance(node, ast.Name)}
    # What a module lists in __all__, it means to pass on.
    passed_on = [
        node for node in new.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    listed = {str(part.value) for node in passed_on for part in ast.walk(node) if isinstance(part, ast.Constant)} - used
    seen: set[tuple[str, str]] = set()
    for statement, scope in page.references.scopes.imports:
        _Statement(page, statement, scope, used, listed, seen).rewrite()


class _Statement:
    """One import statement; a class because each step needs the page, the statement and what is used."""

    def __init__(
        self,
        page: Page,
        statement: ast.Import | ast.ImportFrom,
        scope: Scope,
        used: set[str],
        listed: set[str],
        seen: set[tuple[str, str]],
    ) -> None:
        self.page, self.statement, self.used, self.listed = page, statement, used | listed, listed
        # In the module, one import serves all; in a function it serves that function alone.
        self.seen = seen if scope.parent is None else set()
        self.bindings = dict(enumerate(page.references.scopes.imported[statement]))
        package = page.references.scopes.package
        self.module = absolute(statement, package) if isinstance(statement, ast.ImportFrom) else ""
        self.added: list[tuple[int, Addition]] = []
        self.asked: set[int] = set()

    def rewrite(self) -> None:
        kept = [place for place in range(len(self.statement.names)) if self._keep(place)]
        for place, binding in sorted(self.bindings.items()):
            for addition in self.page.spelling.additions.get(binding, ()):
                # What was to be written and was not, because a person must see to it, needs no import.
                if (addition.module, addition.text) not in self.seen and addition.bound in self.used:
                    self.seen.add((addition.module, addition.text))
                    self.added.append((place, addition))
        names = [self.statement.names[place] for place in kept]
        held = {(self.module, alias.name + (f" as {alias.asname}" if alias.asname else "")) for alias in names}
        self.added = [
            (place, addition) for place, addition in self.added if (addition.module, addition.text) not in held
        ]
        self.seen |= held
        self._ask_about_missing(kept)
        if len(kept) == len(self.statement.names) and not self.added:
            return
        lines = list(self._lines(kept))
        if lines:
            separator = self._separator(self.page.source.start(self.statement), self.page.source.end(self.statement))
            new = separator.join(lines)
            if new != self.page.source.of(self.statement):
                self.page.change(self.statement, new)
        else:
            self.page.remove(self.statement)

    def _ask_about_missing(self, kept: list[int]) -> None:
        """Say which names that stay are not there today, so that the text would end at this import."""
        if self._is_tried():
            return
        for place in set(kept) - self.asked:
            alias = self.statement.names[place]
            module, name = (self.module, alias.name) if _is_from(self.statement) else (alias.name, "*")
            if place in self.bindings and self.bindings[place].name in self.page.asked:
                # Of its uses there is something to be said already.
                continue
            if keras_path(module).partition(".")[0] != "keras" or not missing(module, name):
                continue
            there = is_todays_module(module)
            what = f"`{name}`" if there else f"module {module}"
            near = near_today(module, name) if there else ""
            if not there and module in MODULES:
                near = near_match(name, MODULES[module].names)
            self.page.ask_always(
                self.statement,
                f"Today's Keras has no {what}{f' in {module}' if there else ''}, so the text would end here.{near}",
                "Write what it did with today's names, or leave it out if nothing needs it.",
            )

    def _is_tried(self) -> bool:
        """Whether the text itself sees to it that the import may fail."""
        node: ast.AST = self.statement
        for around in self.page.references.scopes.ancestors(self.statement):
            if isinstance(around, ast.Try) and node in around.body and around.handlers:
                return True
            node = around
        return False

    # Which names stay

    def _keep(self, place: int) -> bool:
        alias = self.statement.names[place]
        binding = self.bindings.get(place)
        if binding is None:
            return True
        if alias.name == "*":
            return self._keep_star(binding)
        path = keras_path(str(binding.path) if _is_from(self.statement) or alias.asname else alias.name)
        touched = binding in self.page.touched
        if path in MODULES:
            return self._keep_module(place, path, binding, touched)
        module, _, name = path.rpartition(".")
        if module not in MODULES:
            return True
        if name not in MODULES[module].names:
            return self._keep_unknown(place, module, name, binding)
        row = MODULES[module].names[name]
        relative = isinstance(self.statement, ast.ImportFrom) and self.statement.level > 0
        reference = _imported(binding, alias, module, name, row)
        if still_valid(module, name, row):
            needed = binding.name in self.used or not touched
            if relative and needed:
                # From a package of Keras 1's own to today's Keras, outside of it.
                self.page.certain = True
                self._add(module, place, name, binding.name)
            return needed and not relative
        if tells_the_age(reference):
            self.page.certain = True
        if binding.name in self.used - self.listed and not (touched and self._replaced(binding)):
            if row.is_gone:
                # No later translation will write its uses, so the text need not fail before it comes to one.
                return False
            if (_moved_alone(row, name) or self._is_here_twice(binding, row)) and not touched:
                self._add_row(place, row, binding)
                return False
            return True
        if row.today is not None and (not touched or binding.name in self.listed):
            self._add_row(place, row, binding)
        return False

    def _replaced(self, binding: Binding) -> bool:
        """Whether new text binds the same name, so that the old import of it is over."""
        return any(addition.bound == binding.name for addition in self.page.spelling.additions.get(binding, ())) or (
            binding.name in self.page.spelling.used and binding in self.page.touched
        )

    def _is_here_twice(self, binding: Binding, row: Row) -> bool:
        """Whether the text has the same thing of today under the same name already, so that its uses mean today's."""
        for other in binding.scope.bound.get(binding.name, ()):
            module, _, name = keras_path(str(other.path)).rpartition(".")
            same = other is not binding and module in MODULES and name in MODULES[module].names
            if same and MODULES[module].names[name] is row and still_valid(module, name, row):
                return True
        return False

    def _keep_star(self, star: Binding) -> bool:
        module = keras_path(str(star.path))
        relative = isinstance(self.statement, ast.ImportFrom) and self.statement.level > 0
        if module not in MODULES or not (is_gone(module) or relative):
            return True
        self.page.certain = True
        today = MODULES[module].today
        if today == "keras.layers" or (relative and today == module):
            self._add(str(star.path).removesuffix(module) + today, 0, "*")
        return False

    def _keep_module(self, place: int, path: str, binding: Binding, touched: bool) -> bool:
        name = binding.name
        statement = self.statement
        relative = isinstance(statement, ast.ImportFrom) and statement.level > 0
        gone = is_gone(path)
        self.page.certain = self.page.certain or gone
        if name in self.used:
            if isinstance(statement, ast.Import) and not statement.names[place].asname and gone:
                # `import keras.layers.core` binds keras; today's module of the same names will do.
                self._add("", place, MODULES[path].today or "keras")
                return False
            if relative and not gone:
                parent, _, child = path.rpartition(".")
                self._add(parent, place, child, name)
                return False
            if gone:
                self.asked.add(place)
                self.page.ask(
                    statement,
                    f"Today's Keras has no module {path}, and not every use of `{name}` could be translated.",
                    f"Translate the uses of `{name}`, then leave out this import.",
                )
            return True
        return not touched and not gone

    def _keep_unknown(self, place: int, module: str, name: str, binding: Binding) -> bool:
        origin = passed_on(module, name)
        if origin is not None and origin.startswith("keras."):
            # One of Keras's modules, which another one had imported.
            self.page.certain = True
            parent, _, child = str(MODULES[origin].today).rpartition(".")
            if binding.name not in self.used:
                return False
            if not is_gone(origin):
                self._add(parent, place, child, binding.name)
                return False
        if is_gone(module) and not name.startswith("__"):
            self.page.certain = True
        return True

    def _add_row(self, place: int, row: Row, binding: Binding) -> None:
        module, _, name = str(row.today).rpartition(".")
        alias = self.statement.names[place].asname or (binding.name if binding.name in self.listed else None)
        prefix = str(binding.path).removesuffix(keras_path(str(binding.path))) if module.startswith("keras") else ""
        self._add(prefix + module, place, name, alias or name)

    def _add(self, module: str, place: int, name: str, bound: str = "") -> None:
        addition = Addition(module, name, bound or name)
        if (addition.module, addition.text) not in self.seen:
            self.seen.add((addition.module, addition.text))
            self.added.append((place, addition))

    # The new text

    def _lines(self, kept: list[int]) -> Iterator[str]:
        # By module; a star stands alone in its statement.
        groups: dict[tuple[str, bool], list[tuple[int, Addition]]] = {}
        for place, addition in self.added:
            groups.setdefault((addition.module, addition.name == "*"), []).append((place, addition))
        first = self._own_group(kept, groups)
        if kept or first is not None:
            own = [] if first is None else groups.pop(first, [])
            yield self._in_place(kept, own, None if first is None else first[0])
        for (module, _), additions in groups.items():
            names = ", ".join(addition.text for _, addition in additions)
            yield f"from {module} import {names}" if module else f"import {names}"

    def _own_group(
        self, kept: list[int], groups: dict[tuple[str, bool], list[tuple[int, Addition]]]
    ) -> tuple[str, bool] | None:
        """Return the module whose names the statement itself goes on to import, and whether by a star."""
        if not _is_from(self.statement):
            return None
        if kept:
            return self.module, self.statement.names[kept[0]].name == "*"
        return next((group for group in groups if group[0]), None)

    def _in_place(self, kept: list[int], additions: list[tuple[int, Addition]], module: str | None) -> str:
        source, statement = self.page.source, self.statement
        start = source.start(statement)
        pieces: list[Piece] = []
        taken: set[int] = set(kept)
        for place in range(len(statement.names)):
            if place in kept:
                pieces.append(Piece(source.of(statement.names[place]), (place,)))
            for own, addition in additions:
                if own == place:
                    pieces.append(Piece(addition.text, () if place in taken else (place,)))
                    taken.add(place)
        parts = self._parts()
        head = source.text[start : parts.open]
        if isinstance(statement, ast.ImportFrom) and not kept and module is not None:
            old = "." * statement.level + (statement.module or "")
            head = head.replace(old, module, 1)
        return head + parts.joined(pieces) + source.text[parts.close : source.end(statement)]

    def _parts(self) -> Parts:
        source, names = self.page.source, self.statement.names
        end = source.end(self.statement)
        close = end - 1 if source.text[end - 1] == ")" else end
        first = source.start(names[0])
        opened = first
        while source.text[opened - 1] not in "(tT" and opened > source.start(self.statement):
            opened -= 1
        if "#" in source.text[opened:first]:
            opened = first
        return parts_between(source.text, opened, close, [(source.start(name), source.end(name)) for name in names])

    def _separator(self, start: int, end: int) -> str:
        source = self.page.source
        begin = source.line_start(start)
        indent = source.text[begin:start]
        rest = source.text[end : source.line_end(end)]
        if indent.strip() or rest.lstrip().startswith(";"):
            return "; "
        line_end = rest[len(rest.rstrip("\r\n")) :] or "\n"
        return line_end + indent


def _moved_alone(row: Row, name: str) -> bool:
    """Whether only the module has another name today, so that uses which were left still mean the same."""
    return row.itself and row.today is not None and row.today.rpartition(".")[2] == name


def _is_from(statement: ast.AST) -> bool:
    return isinstance(statement, ast.ImportFrom)


def _imported(binding: Binding, alias: ast.alias, module: str, name: str, row: Row) -> Reference:
    return Reference(ast.Name(alias.name), name, module, row, (binding,), False, str(binding.path))
