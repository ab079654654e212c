"""2016 source text, rewritten for today: what changed, what needs a person, and everything else as it was.

>>> done = translate('''
... from keras.layers import Input, Convolution2D, merge  # the seed's own imports
... x = Input(shape=(32, 32, 3))
... y = Convolution2D(3, 3, 3, border_mode='same')(x)
... z = merge([x, y], mode='sum')
... ''')
>>> print(done.text)
<BLANKLINE>
from keras.layers import Input, Conv2D, Add  # the seed's own imports
x = Input(shape=(32, 32, 3))
y = Conv2D(3, (3, 3), padding='same')(x)
z = Add()([x, y])
<BLANKLINE>

Nothing is imported but Python's own library and the table: neither Keras nor TensorFlow.
"""

from __future__ import annotations

import ast
import contextlib
from dataclasses import dataclass, replace

from keras_functional_notes.legacy.python2 import PYTHON_2_WORDS, Modern, modern
from keras_functional_notes.legacy.syntax import Keras1SyntaxError, tree_of
from keras_functional_notes.legacy.table import MERGES, Row, fidelity
from keras_functional_notes.legacy.table.optimizers import CHANGED
from keras_functional_notes.legacy.translating.attributes import (
    translate_attribute,
    translate_definition,
    translate_member_call,
    translate_weights,
)
from keras_functional_notes.legacy.translating.calls import translate_call
from keras_functional_notes.legacy.translating.custom_classes import CustomClasses
from keras_functional_notes.legacy.translating.custom_layers import CustomLayers
from keras_functional_notes.legacy.translating.division import divided_as_python_2
from keras_functional_notes.legacy.translating.expressions import translate_comparison, translate_expression
from keras_functional_notes.legacy.translating.file_names import FILE_WORDS, rename_files
from keras_functional_notes.legacy.translating.freezing import look_for_freezing
from keras_functional_notes.legacy.translating.functions import FUNCTION_WORDS, translate_functions
from keras_functional_notes.legacy.translating.habits import HABIT_WORDS, rewrite_habits
from keras_functional_notes.legacy.translating.imports import rewrite_imports
from keras_functional_notes.legacy.translating.losses import look_for_closures
from keras_functional_notes.legacy.translating.meanings import MEANING_WORDS, look_for_meanings
from keras_functional_notes.legacy.translating.merges import translate_merge
from keras_functional_notes.legacy.translating.methods import (
    ask_about_logs,
    ask_about_optimizer,
    translate_method,
    translate_subscript,
    translate_weight,
)
from keras_functional_notes.legacy.translating.names import Reference, References, still_valid
from keras_functional_notes.legacy.translating.origins import (
    ask_about_member,
    ask_about_origin,
    names_of_unknown_origin,
)
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.reopening import OPENING_WORDS, look_for_opening
from keras_functional_notes.legacy.translating.report import Change, Difference, NeedsYou
from keras_functional_notes.legacy.translating.source import Source, applied

__all__ = ["Change", "Difference", "Keras1SyntaxError", "NeedsYou", "Translation", "translate"]

_MARK = "\ufeff"
# What is looked for in texts that have one of the words, before anything else is written, and after it.
_FIRST = (
    (FILE_WORDS, rename_files),
    (FUNCTION_WORDS, translate_functions),
    (HABIT_WORDS, rewrite_habits),
)
_LOOKS = (
    (("trainable",), look_for_freezing),
    (("compile",), look_for_closures),
    (MEANING_WORDS, look_for_meanings),
    (OPENING_WORDS, look_for_opening),
)
# Each writes the calls of its methods, and says whether a call was one.
_OF_METHODS = (translate_member_call, translate_method, translate_weight)


@dataclass(frozen=True)
class Translation:
    """What `translate` gives.

    Args:
        text: Today's text.
        changes: What is written differently, in the order of the text.
        needs_you: What was left as it stood, because the text alone does not decide it.
        differences: Where the same words give something else today.
        python2: Whether the old text proved to be Python 2.

    Example:
        >>> done = translate("from keras.layers import merge\\nz = merge(xs, mode=mode)")
        >>> done.text == "from keras.layers import merge\\nz = merge(xs, mode=mode)", done.changes
        (True, ())
        >>> done.needs_you[0].line, done.needs_you[0].what
        (2, 'merge(xs, mode=mode)')
    """

    text: str
    changes: tuple[Change, ...] = ()
    needs_you: tuple[NeedsYou, ...] = ()
    differences: tuple[Difference, ...] = ()
    python2: bool = False


def translate(text: str, *, package: str = "", filename: str = "<text>", as_in_2016: bool = False) -> Translation:
    """Rewrite 2016 source text for today.

    Args:
        text: The text.
        package: The package that it is part of, such as ``"keras.applications"``, to which its relative imports belong.
            By default none; relative imports are left alone then.
        filename: What errors call it.
        as_in_2016: Whether what computed otherwise in Keras 1 is written out, where today's own words say it: gates,
            epsilons, initial values, losses. Where none say it, the report says so at the line. By default False.

    Returns:
        Today's text, with its comments, layout, quotes and line ends as they were, and what is to be said of it. Text
        with nothing of Keras 1 in it comes back as it is, and so does a translation that is translated again.

    Raises:
        Keras1SyntaxError: If neither today's Python nor Python 2 can read the text, or it is Python 2 and has
            nothing of Keras in it.

    Example:
        >>> translate("from keras.layers import Dense\\nDense(64, init='uniform')").text
        "from keras.layers import Dense\\nDense(64, kernel_initializer='random_uniform')"

    Read off the table of Keras 1.2.2's names, `keras_functional_notes.legacy.table`.
    """
    if not as_in_2016:
        return _translated(text, package, filename)
    with fidelity.as_in_2016(True):
        return _translated(text, package, filename)


def _translated(text: str, package: str, filename: str) -> Translation:
    # Python reads no mark of the byte order inside text.
    mark = _MARK if text.startswith(_MARK) else ""
    try:
        source = Source(text[len(mark) :], filename)
        old = modern(source.text, filename) if "keras" in text and PYTHON_2_WORDS.search(text) else None
    except Keras1SyntaxError:
        old = modern(text[len(mark) :], filename) if "keras" in text else None
        if old is None:
            raise
    if old is not None:
        return _of_python_2(old, mark, package, filename)
    if "keras" not in text and "." not in package and not names_of_unknown_origin(text):
        return Translation(text)
    # Who asks for what Keras 1 computed, says that the text is Keras 1's.
    page = Page(source, References(source.tree, package), certain=fidelity.AS_IN_2016.get() is not None)
    for words, look in _FIRST:
        if any(word in text for word in words):
            look(page)
    classes = CustomClasses(page) if "class " in text else None
    _Visitor(page, classes).visit(source.tree)
    if classes is not None:
        classes.look()
    for words, look in _LOOKS:
        if any(word in text for word in words):
            look(page)
    with contextlib.suppress(SyntaxError):
        # What is no Python before its imports are written is told below, by its line.
        rewrite_imports(page)
    if not page.certain:
        return Translation(text, needs_you=page.needs_you())
    new = mark + applied(source.text, page.edits)
    broken = _why_no_python(new)
    if broken is not None:
        return Translation(text, needs_you=tuple(sorted((*page.needs_you(), broken), key=lambda need: need.line)))
    return Translation(
        new,
        tuple(sorted(page.changes, key=lambda change: change.line)),
        page.needs_you(),
        tuple(dict.fromkeys(sorted(page.differences, key=lambda difference: difference.line))),
    )


def _of_python_2(old: Modern, mark: str, package: str, filename: str) -> Translation:
    """Write Python 2 text for Python 3, and that for today's Keras."""
    text, divisions, open_divisions = divided_as_python_2(old.text, filename) if old.floors else (old.text, [], [])
    done = _translated(text, package, filename)
    changes = [Change(*rewritten, "Python 2") for rewritten in old.rewritten()]
    changes += [replace(each, line=old.old_line(each.line)) for each in (*divisions, *done.changes)]
    differences = [replace(each, line=old.old_line(each.line)) for each in (*open_divisions, *done.differences)]
    return Translation(
        mark + done.text,
        tuple(sorted(changes, key=lambda change: change.line)),
        tuple(replace(each, line=old.old_line(each.line)) for each in done.needs_you),
        tuple(sorted(differences, key=lambda difference: difference.line)),
        python2=True,
    )


def _why_no_python(text: str) -> NeedsYou | None:
    """Return what is to be said of a translation that Python cannot read; None of one that it can."""
    try:
        tree_of(text.removeprefix(_MARK), "<translation>")
    except SyntaxError as error:
        line = (error.text or "").strip()
        return NeedsYou(
            1,
            "the whole text",
            f"Its translation would be no Python at the line `{line}` ({error.msg}), so nothing of it was changed.",
            "Write that line more simply, one statement a line, and translate again; and please report it.",
        )
    return None


class _Visitor(ast.NodeVisitor):
    """Goes through a page, inner calls first; a class because Python's own visitor is one."""

    def __init__(self, page: Page, classes: CustomClasses | None) -> None:
        """Begin with nothing seen."""
        self._page, self._classes = page, classes
        self._custom = None if classes is None else CustomLayers(page, classes)

    def visit_Import(self, node: ast.Import) -> None:
        """Leave imports for the end."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Leave imports for the end."""

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        own = () if self._classes is None else [base for base in node.bases if self._classes.is_parent(base)]
        for child in ast.iter_child_nodes(node):
            if child not in own:
                self.visit(child)

    def visit_Call(self, node: ast.Call) -> None:
        page = self._page
        reference = page.references.of(node.func)
        for child in [*node.args, *node.keywords]:
            self.visit(child)
        if node in page.handled:
            return
        if self._custom is not None and (self._custom.write(node) or self._custom.method(node)):
            return
        if reference is not None and reference.row is not None:
            _translate_named(page, node, reference, reference.row)
            if self._custom is not None:
                self._custom.finish(node)
        elif isinstance(node.func, ast.Attribute):
            self.visit(node.func.value)
            if not any(translate(page, node) for translate in _OF_METHODS):
                ask_about_logs(page, node)
                ask_about_member(page, node.func)
                self._name(node.func)
        else:
            self.visit(node.func)
            if not translate_member_call(page, node) and page.references.scopes.module.stars:
                ask_about_origin(page, node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if self._name(node):
            return
        self.visit(node.value)
        ask_about_member(self._page, node)
        if self._custom is None or not self._custom.attribute(node):
            translate_attribute(self._page, node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        # Python 3.11 does not tell where the expressions in such a text stand.
        page = self._page
        for part in ast.walk(node):
            reference = page.references.of(part) if isinstance(part, (ast.Name, ast.Attribute)) else None
            if reference is None or reference.row is None:
                continue
            if not still_valid(reference.module, reference.name, reference.row):
                page.sure(reference)
                page.ask(node, f"`{reference.name}` stands inside a text.", "Take it out of the text.")
                return

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        translate_weights(self._page, node, drop=self._custom is not None and self._custom.drops_list(node))

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and node.value in CHANGED:
            ask_about_optimizer(self._page, node)

    def visit_Name(self, node: ast.Name) -> None:
        self._name(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        if not translate_comparison(self._page, node):
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.generic_visit(node)
        translate_subscript(self._page, node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.generic_visit(node)
        translate_definition(self._page, node)

    def _name(self, node: ast.Name | ast.Attribute) -> bool:
        """Translate a name of Keras 1 that is not called; return whether it was one."""
        page = self._page
        reference = page.references.of(node)
        if reference is None or reference.row is None:
            if node in page.references.unsure:
                page.ask(
                    node,
                    f"`{page.references.unsure[node]}` may be Keras's here and may be something else.",
                    "Import it once, under a name of its own, and translate again.",
                )
            return False
        _translate_value(page, node, reference, reference.row)
        return True


def _translate_named(page: Page, call: ast.Call, reference: Reference, row: Row) -> None:
    if row in MERGES:
        translate_merge(page, call, reference, row)
    elif row.expression or (row.then_expression and fidelity.AS_IN_2016.get() is not None):
        if not translate_expression(page, call, reference, row):
            _ask_gone(page, call, reference, row)
    elif row.today is None:
        _ask_gone(page, call, reference, row)
    elif row.itself:
        _translate_value(page, call.func, reference, row)
    else:
        translate_call(page, call, reference, row)


def _ask_gone(page: Page, node: ast.expr, reference: Reference, row: Row) -> None:
    page.sure(reference)
    why = f"Keras 1's {reference.name} has no successor of one name."
    page.ask(node, why, f"Use {row.expression or row.instead}.")


def _translate_value(page: Page, node: ast.expr, reference: Reference, row: Row) -> None:
    """Write a name for today that is used, but not called here with arguments of Keras 1's."""
    if still_valid(reference.module, reference.name, row):
        return
    if row.today is None:
        _ask_gone(page, node, reference, row)
        return
    renamed = any(argument.new != argument.name for argument in row.arguments)
    if renamed and not _only_asked_for(page, node):
        page.sure(reference)
        page.ask(
            node,
            f"It is {row.today} today, but whoever calls it may still give it Keras 1's arguments.",
            "Write today's name, and look at the calls.",
        )
        return
    page.touch(reference)
    new = page.spelling.today(row.today, reference)
    if new != page.source.of(node):
        page.change(node, new)


def _only_asked_for(page: Page, node: ast.expr) -> bool:
    """Whether a class is only what something is compared with: isinstance(x, Dense)."""
    parent = next(page.references.scopes.ancestors(node))
    if isinstance(parent, ast.Tuple):
        parent = next(page.references.scopes.ancestors(parent))
    return (
        isinstance(parent, ast.Call)
        and isinstance(parent.func, ast.Name)
        and parent.func.id in ("isinstance", "issubclass")
    )
