"""Python 2, the language of much code of 2016, as Python 3: its grammar by `fissix`, its division by us.

A fifth of the files of 2016 that import Keras are Python 2. Text is taken for it only where it proves to be: today's
Python cannot read it and Python 2's grammar can, or it uses what only Python 2 had and has it from nowhere else.
Running and translating share this room. Nothing here needs Keras.
"""

from __future__ import annotations

import ast
import copy
import difflib
import io
import numbers
import operator
import re
import threading
import tokenize
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from keras_functional_notes.legacy.syntax import lines_of, tree_of

if TYPE_CHECKING:
    from fissix.refactor import RefactoringTool

__all__ = [
    "DIVIDE",
    "DIVIDE_IN_PLACE",
    "PYTHON_2_WORDS",
    "Modern",
    "divide",
    "divide_in_place",
    "divided",
    "modern",
    "read",
]

# Names in the builtins of text that runs. With underscores at both ends, so that no class mangles them.
DIVIDE = "__python2_divide__"
DIVIDE_IN_PLACE = "__python2_divide_in_place__"

# What Python 2 alone had, and no text gets from elsewhere without saying so.
_BUILTINS = {"basestring", "cmp", "execfile", "long", "raw_input", "reduce", "unichr", "unicode", "xrange"}
_MODULES = {
    "ConfigParser",
    "Queue",
    "StringIO",
    "cPickle",
    "cStringIO",
    "commands",
    "urllib2",
    "urlparse",
    "__builtin__",
}
PYTHON_2_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(_BUILTINS | _MODULES))})\b|\bprint\s*>>")
"""Found in all text that Python 3 reads and that proves to be Python 2; in other text too."""
# What text that serves both Pythons asks with.
_ASKING = {"version_info", "hexversion", "python_version", "six", "PY2", "PY3", "future"}

# The grammar, the builtins and the modules that changed. Left out are matters of taste (idioms, ws_comma, set_literal,
# isinstance), and `import`, which looks at the files beside the text: a script's neighbours are no package.
# fmt: off
_FIXERS = (
    "apply", "basestring", "dict", "except", "exec", "execfile", "filter", "funcattrs", "getcwdu",
    "has_key", "imports", "imports2", "input", "intern", "itertools", "itertools_imports", "long",
    "map", "metaclass", "methodattrs", "ne", "next", "nonzero", "numliterals", "operator", "paren",
    "print", "raise", "raw_input", "reduce", "reload", "renames", "repr", "standarderror", "sys_exc",
    "throw", "tuple_params", "types", "unicode", "urllib", "xrange", "xreadlines", "zip",
)
# fmt: on
_ONE_AT_A_TIME = threading.Lock()
"""A fixer keeps the tree that it is in."""


@dataclass(frozen=True)
class Modern:
    """Python 2 text, as Python 3 reads it.

    Args:
        text: The text.
        old: Python 2's.
        floors: Whether its ``/`` of two whole numbers gives a whole number: not after
            ``from __future__ import division``.

    Example:
        >>> modern("print 'loss', 7 / 2", "<text>").text
        "print('loss', 7 / 2)"
    """

    text: str
    old: str
    floors: bool

    def rewritten(self) -> Iterator[tuple[int, str, str]]:
        """Yield what is written differently: the line in the old text, what stood there, and what stands there now.

        >>> list(modern("x = 1\\nprint x", "<text>").rewritten())
        [(2, 'print x', 'print(x)')]
        """
        before, after = lines_of(self.old), lines_of(self.text)
        for kind, start, end, new_start, new_end in self._blocks:
            if kind == "equal":
                continue
            if end - start == new_end - new_start:
                for line in range(end - start):
                    yield start + line + 1, before[start + line].strip(), after[new_start + line].strip()
            else:
                # A tuple for a parameter became a line of its own: that part is told as a whole.
                old, new = before[start:end], after[new_start:new_end]
                yield start + 1, "; ".join(map(str.strip, old)), "; ".join(map(str.strip, new))

    def old_line(self, line: int) -> int:
        """Return where a line of the text was in the old one.

        >>> modern("def f(a, (b, c)):\\n    pass\\nx = 1", "<text>").old_line(4)
        3
        """
        for _, start, end, new_start, new_end in self._blocks:
            if line <= new_end:
                return min(start + line - new_start, max(end, start + 1))
        return line

    @cached_property
    def _blocks(self) -> list[tuple[str, int, int, int, int]]:
        return list(
            difflib.SequenceMatcher(None, lines_of(self.old), lines_of(self.text), autojunk=False).get_opcodes()
        )


def modern(text: str | bytes, filename: str, known: Collection[str] = ()) -> Modern | None:
    r"""Return Python 2 text as Python 3 reads it, or None where it does not prove to be Python 2.

    Args:
        text: The text, or a file's bytes, which may name their encoding.
        filename: What Python calls it.
        known: Names that it has from elsewhere, as a notebook's cell has from others; none by default.

    >>> modern("for i in xrange(3): pass", "<text>").text
    'for i in range(3): pass'
    >>> modern("from six.moves import xrange\nfor i in xrange(3): pass", "<text>") is None
    True

    None too where `fissix` is not installed: then the text is answered as what Python 3 cannot read.
    """
    try:
        tree = tree_of(text, filename)
    except SyntaxError:
        tree = None
    except ValueError:  # a null byte
        return None
    if tree is not None and not _proves_python_2(tree, known):
        return None
    try:
        old = text if isinstance(text, str) else _decoded(text)
        new = _rewritten(old)
        today = tree_of(new, filename)
    except (ImportError, SyntaxError, UnicodeDecodeError):
        return None
    if new == old:
        return None
    return Modern(new, old, not _divides_as_today(today))


def read(old: Modern, filename: str) -> ast.Module:
    """Return the tree of Python 2 text, which divides as Python 2 did; each part is at its line in the old text.

    >>> print(ast.unparse(read(modern("print 7 / n", "<text>"), "<text>")))
    print(__python2_divide__(7, n))
    """
    tree = tree_of(old.text, filename)
    if old.text.count("\n") != old.old.count("\n"):
        for node in ast.walk(tree):
            if isinstance(node, (ast.stmt, ast.expr, ast.excepthandler)):
                node.lineno, node.end_lineno = old.old_line(node.lineno), old.old_line(node.end_lineno or node.lineno)
    return divided(tree) if old.floors else tree


def divided(tree: ast.Module) -> ast.Module:
    """Lead each ``/`` of a tree through `DIVIDE`, and each ``/=`` through `DIVIDE_IN_PLACE`.

    >>> print(ast.unparse(divided(ast.parse("x = a / 2; x /= b; f().y /= 3"))))
    x = __python2_divide__(a, 2)
    x = __python2_divide_in_place__(x, b)
    __python2_0__ = f()
    __python2_0__.y = __python2_divide_in_place__(__python2_0__.y, 3)
    """
    rewritten: ast.Module = _Dividing().visit(tree)
    return ast.fix_missing_locations(rewritten)


def divide(left: Any, right: Any) -> Any:
    """Return what Python 2's ``left / right`` gave: of whole numbers a whole number.

    >>> divide(7, 2), divide(-7, 2), divide(7, 2.0)
    (3, -4, 3.5)
    """
    return left // right if _is_whole(left) and _is_whole(right) else left / right


def divide_in_place(left: Any, right: Any) -> Any:
    """Return what ``left`` was after Python 2's ``left /= right``; arrays are changed in place, as they were."""
    division: Callable[[Any, Any], Any] = (
        operator.ifloordiv if _is_whole(left) and _is_whole(right) else operator.itruediv
    )
    return division(left, right)


def _is_whole(value: Any) -> bool:
    # NumPy's arrays tell by a letter: of signed and unsigned whole numbers, and of truths.
    return isinstance(value, numbers.Integral) or getattr(getattr(value, "dtype", None), "kind", "") in ("i", "u", "b")


class _Dividing(ast.NodeTransformer):
    def __init__(self) -> None:
        self._held = 0

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:  # the name that ast looks for
        self.generic_visit(node)
        return _call(DIVIDE, node, node.left, node.right) if isinstance(node.op, ast.Div) else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt | list[ast.stmt]:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        before: list[ast.stmt] = []
        target = node.target
        # What says where the number stands is asked once, as it was.
        if isinstance(target, ast.Attribute):
            target.value = self._hold(target.value, before)
        elif isinstance(target, ast.Subscript):
            target.value = self._hold(target.value, before)
            if not isinstance(target.slice, ast.Slice):
                target.slice = self._hold(target.slice, before)
        read = copy.deepcopy(target)
        read.ctx = ast.Load()
        assigned = ast.Assign([target], _call(DIVIDE_IN_PLACE, node, read, node.value))
        return [*before, ast.copy_location(assigned, node)]

    def _hold(self, value: ast.expr, before: list[ast.stmt]) -> ast.expr:
        if isinstance(value, (ast.Name, ast.Constant)):
            return value
        name = f"__python2_{self._held}__"
        self._held += 1
        before.append(ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], value), value))
        return ast.copy_location(ast.Name(name, ast.Load()), value)


def _call(name: str, place: ast.AST, *arguments: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Call(ast.copy_location(ast.Name(name, ast.Load()), place), list(arguments), []), place)


def _proves_python_2(tree: ast.Module, known: Collection[str]) -> bool:
    """Whether text that Python 3 reads fails in it: it uses what only Python 2 had, and does not ask which it is."""
    guarded = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Try) for part in ast.walk(node)}
    own = set(known)
    asked: set[str] = set()
    modules: set[str] = set()
    prints = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (asked if isinstance(node.ctx, ast.Load) and id(node) not in guarded else own).add(node.id)
        elif isinstance(node, ast.Attribute):
            own |= {node.attr} & _ASKING
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names]
            if id(node) not in guarded:
                modules |= set(names if isinstance(node, ast.Import) else [] if node.level else [node.module or ""])
            own |= {part for alias in node.names for part in (alias.asname or alias.name).split(".")}
            if isinstance(node, ast.ImportFrom):
                own |= set((node.module or "").split("."))
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            own.add(node.name)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.RShift) and isinstance(node.left, ast.Name):
            prints = prints or node.left.id == "print"  # print >>file, x
    if own & _ASKING or asked & _ASKING:
        return False
    # A star may bring any name.
    return prints or bool(modules & _MODULES) or ("*" not in own and bool(asked & _BUILTINS - own))


def _divides_as_today(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "division" for alias in node.names)
        for node in tree.body
    )


def _decoded(content: bytes) -> str:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return content.decode(encoding)


@cache
def _tool() -> RefactoringTool:
    from fissix.refactor import RefactoringTool

    return RefactoringTool([f"fissix.fixes.fix_{name}" for name in _FIXERS])


def _rewritten(text: str) -> str:
    """Return text as Python 3 writes it.

    Raises:
        SyntaxError: If Python 2 could not read it either.
    """
    from fissix.pgen2.parse import ParseError
    from fissix.pgen2.tokenize import TokenError

    ended = text if text.endswith("\n") else f"{text}\n"
    with _ONE_AT_A_TIME:
        try:
            new = str(_tool().refactor_string(ended, "text"))
        except (ParseError, TokenError) as error:
            raise SyntaxError(str(error)) from None
    new = _indented_with_spaces(new)
    return new if text.endswith("\n") else new[:-1]


def _indented_with_spaces(text: str) -> str:
    """Return text whose indentation has no tab beside spaces; a tab went to the next of every eight columns."""
    lines = text.splitlines(keepends=True)
    indentations = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines]
    if not any("\t" in indentation for indentation in indentations) or not any(
        " " in indentation for indentation in indentations
    ):
        return text
    inside = _inside_of_strings(text)
    return "".join(
        line if number in inside else indentation.expandtabs(8) + line[len(indentation) :]
        for number, (line, indentation) in enumerate(zip(lines, indentations, strict=True), start=1)
    )


def _inside_of_strings(text: str) -> set[int]:
    """Return the lines that begin inside of a string, where blanks are part of it."""
    from fissix.pgen2 import token
    from fissix.pgen2.tokenize import generate_tokens

    return {
        line
        for kind, _, (start, _), (end, _), _ in generate_tokens(io.StringIO(text).readline)
        if kind == token.STRING
        for line in range(start + 1, end + 1)
    }
