"""2016 source text, run as it stands: its imports, old methods and old keywords mean what they meant in Keras 1.

>>> import warnings
>>> from keras_functional_notes.legacy import Keras1Warning
>>> warnings.simplefilter("ignore", Keras1Warning)
>>> names = run_source('''
... from keras.layers import Input, Convolution2D
... from keras.models import Model
... x = Input(shape=(32, 32, 3))
... y = Convolution2D(64, 3, 3, border_mode="same")(x)
... model = Model(input=x, output=y)
... ''')
>>> names["model"].output_shape
(None, 32, 32, 64)

Nothing is changed for anybody else: the text has builtins of its own, in which ``import`` finds Keras 1's tree, and its
syntax tree is led where old methods are to be answered.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import linecache
import os
import sys
import weakref
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from keras_functional_notes.legacy import python2
from keras_functional_notes.legacy.running import attributes
from keras_functional_notes.legacy.running.calls import keras1_callable
from keras_functional_notes.legacy.running.importing import Importer
from keras_functional_notes.legacy.running.modules import Text
from keras_functional_notes.legacy.running.rewriting import CALLED, CLASS, READ, SET, rewrite
from keras_functional_notes.legacy.shims.as_it_was import served_as_it_was
from keras_functional_notes.legacy.shims.making import served
from keras_functional_notes.legacy.shims.notices import once, tell_python2
from keras_functional_notes.legacy.shims.phases import Phase, phase_of
from keras_functional_notes.legacy.syntax import lines_of, parsed, taught

__all__ = ["Program", "run_path", "run_source"]


def run_source(
    text: str,
    *,
    init_globals: Mapping[str, Any] | None = None,
    filename: str = "<keras1>",
    as_in_2016: bool = False,
) -> dict[str, Any]:
    """Run 2016 source text, and return its names.

    Args:
        text: The text, as it stands.
        init_globals: Names that it finds when it starts; none by default.
        filename: What tracebacks call it. Text under a name like ``"<keras1>"`` is numbered from its second on, so that
            each traceback shows its own lines.
        as_in_2016: Whether what the text makes computes, begins and trains as in Keras 1, where today's Keras does
            otherwise: gates, initial values, losses, penalties, weights of samples, optimizers' steps, what is frozen.
            Where a combination of today's objects does it, it is that; else a small registered class of this package,
            and a file that has one says so. False by default.

    Returns:
        The text's global names, as `runpy` gives them, and alive: functions in it can be called.

    Raises:
        Keras1SyntaxError: If neither today's Python nor Python 2 can read the text; the message says what to write.
        ImportError: If there is no such module or name; the message has the near match.
        Exception: Whatever the text raises, with its own lines in the traceback.

    Text that proves to be Python 2 is read as that, ``print x`` and division of whole numbers included, and a notice
    says so.

    Example:
        >>> names = run_source('''
        ... from keras.layers import Input, LSTM
        ... tweet_a, tweet_b = Input(shape=(140, 256)), Input(shape=(140, 256))
        ... lstm = LSTM(32)
        ... a, b = lstm(tweet_a), lstm(tweet_b)
        ... same = lstm.get_output_at(1) is b
        ... ''')
        >>> names["same"]
        True

    Named after Python's own `runpy`. A setting of Keras's own that the text makes, such as
    ``K.set_image_dim_ordering``, stays made. As with `runpy`, an object of a class that the text defines cannot be
    pickled: its module is in no ``sys.modules``, where ``pickle`` looks for it. In a cell of ``%%keras1`` it can.
    """
    return Program(as_in_2016=as_in_2016).run(text, filename, dict(init_globals or {}))


def run_path(
    path: str | os.PathLike[str],
    *,
    argv: Sequence[str] | None = None,
    package: str | None = None,
    as_in_2016: bool = False,
) -> dict[str, Any]:
    """Run a file of 2016 source text as a script, and return its names.

    Args:
        path: The file. The modules beside it are 2016 text too.
        argv: The script's arguments, for ``sys.argv`` while it runs. By default ``sys.argv`` stays as it is.
        package: The package that the file is part of, such as ``"keras.applications"``: then it is run as a module of
            that package, and its relative imports find Keras 1's modules and its neighbours.
        as_in_2016: As for `run_source`.

    Returns:
        The script's global names, alive: functions in it can be called.

    Raises:
        OSError: If the file cannot be read.
        Keras1SyntaxError: If neither today's Python nor Python 2 can read the text; the message says what to write.
        ImportError: If there is no such module or name; the message has the near match.
        Exception: Whatever the script raises, with its own lines in the traceback.

    Example:
        >>> import pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "blocks.py").write_text("from keras.layers import Dense\\nwide = Dense(output_dim=512)")
        >>> _ = (folder / "old.py").write_text("from blocks import wide")
        >>> run_path(folder / "old.py")["wide"].units
        512

    Named after Python's own `runpy`.
    """
    path = Path(path)
    source = path.read_bytes()
    program = Program(path.resolve().parent, package or "", as_in_2016=as_in_2016)
    module = Text(f"{package}.{path.stem}" if package else "__main__")
    module.__file__, module.__package__ = str(path), package or ""
    if package:
        # Its neighbours may import it in their turn.
        program.importer.modules[module.__name__] = module
    before, main = sys.argv, sys.modules["__main__"]
    if argv is not None:
        sys.argv = [str(path), *argv]
    if not package:
        # As with `runpy`: where `pickle` looks for the script's own classes, and other processes for its functions.
        sys.modules["__main__"] = module
    try:
        return program.run(source, str(path), vars(module))
    finally:
        sys.argv, sys.modules["__main__"] = before, main


class Program:
    """One program of 2016 text: its modules, and the builtins that its text sees.

    Args:
        folder: Where it lies; its neighbours are 2016 text too. By default it lies nowhere.
        package: The package that it is part of; by default none.
        as_in_2016: As for `run_source`.

    Example:
        >>> program = Program()
        >>> program.run("from keras import __version__", "<first>", {})["__version__"]
        '1.2.2'
    """

    def __init__(self, folder: Path | None = None, package: str = "", *, as_in_2016: bool = False) -> None:
        """Make its builtins."""
        serve = served_as_it_was if as_in_2016 else served
        self.importer = Importer(self._run_neighbour, folder, package, serve)
        self.builtins: dict[str, Any] = {
            **vars(builtins),
            "__import__": self.importer,
            "getattr": attributes.keras1_getattr,
            "hasattr": attributes.keras1_hasattr,
            READ: attributes.read_as_it_was if as_in_2016 else attributes.read,
            SET: attributes.settable,
            CALLED: keras1_callable,
            CLASS: attributes.keras1_class,
            python2.DIVIDE: python2.divide,
            python2.DIVIDE_IN_PLACE: python2.divide_in_place,
        }
        self._told: set[str] = set()
        self._phase = Phase()
        self._forget: Callable[[], object] = lambda: None

    def run(self, text: str | bytes, filename: str, names: dict[str, Any]) -> dict[str, Any]:
        """Run text in a namespace of its own, and return the namespace."""
        names.setdefault("__name__", "__main__")
        names.setdefault("__package__", "")
        names.setdefault("__doc__", None)
        names["__builtins__"] = self.builtins
        if not isinstance(text, bytes):
            filename = self._remember(text, filename)
        try:
            code = _compiled(_tree(text, filename), text, filename)
        except SyntaxError:
            # It tells its line itself, and nothing of this text will run.
            self._forget()
            raise
        with once(self._told), phase_of(self._phase):
            exec(code, names)
        return names

    def evaluate(self, text: str, filename: str, names: dict[str, Any]) -> Any:
        """Run text in a namespace that is also other people's, and return the value of its last expression, if any.

        >>> names = {"width": 3}
        >>> Program().evaluate("from keras.layers import Dense\\nDense(output_dim=width)", "<cell>", names).units
        3
        """
        tree = _tree(text, filename, names)
        value = None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            value = _compiled(ast.Expression(tree.body.pop().value), text, filename)  # type: ignore[attr-defined]  # says the line above
        code = _compiled(tree, text, filename)
        # Functions keep the builtins under which they were made, so that theirs last and everybody's come back.
        before = names.get("__builtins__", builtins)
        names["__builtins__"] = self._builtins_of(filename)
        __tracebackhide__ = True  # IPython shows the text's own lines alone
        try:
            with once(self._told), phase_of(self._phase):
                exec(code, names)
                return None if value is None else eval(value, names)
        finally:
            names["__builtins__"] = before

    def _builtins_of(self, filename: str) -> dict[str, Any]:
        """Return builtins that are Keras 1's for this text alone, whoever else makes a function while it runs."""
        plain = vars(builtins)
        replaced = ("__import__", "getattr", "hasattr")
        return {**self.builtins, **{name: _for(filename, self.builtins[name], plain[name]) for name in replaced}}

    def _run_neighbour(self, module: ModuleType, path: Path) -> None:
        self.run(path.read_bytes(), str(path), vars(module))

    def _remember(self, text: str, filename: str) -> str:
        """Keep text for tracebacks where it is in no file, as long as the program lives; return its name there."""
        if os.path.exists(filename):
            return filename
        entry = (len(text), None, lines_of(text), filename)
        stem, end = (filename[:-1], ">") if filename.endswith(">") else (filename, "")
        for number in itertools.count(2):
            # Setting a default is one step, so that threads do not take each other's name.
            if linecache.cache.setdefault(filename, entry) is entry:
                break
            filename = f"{stem} {number}{end}"
        self._forget = weakref.finalize(self, linecache.cache.pop, filename, None)
        self._forget.atexit = False
        return filename


def _for(filename: str, keras1: Callable[..., Any], plain: Callable[..., Any]) -> Callable[..., Any]:
    def chosen(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True  # as in `evaluate`
        ours = sys._getframe(1).f_code.co_filename == filename
        return (keras1 if ours else plain)(*args, **kwargs)

    return chosen


def _tree(text: str | bytes, filename: str, known: Collection[str] = ()) -> ast.Module:
    old = python2.modern(text, filename, known)
    if old is None:
        tree = parsed(text, filename)
    else:
        tree = python2.read(old, filename)
        tell_python2(filename, old.floors)
    return rewrite(tree, attributes.READ, attributes.SET)


def _compiled(tree: ast.Module | ast.Expression, text: str | bytes, filename: str) -> CodeType:
    mode = "exec" if isinstance(tree, ast.Module) else "eval"
    try:
        return compile(tree, filename, mode, dont_inherit=True)
    except SyntaxError as error:
        raise taught(error, text, filename) from None
