"""The modules that 2016 text sees: Keras 1's tree, what lies beside the text, and everything else as it is.

They are kept with the program that runs, and never in ``sys.modules``.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import itertools
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    ModuleSpec,
    SourceFileLoader,
)
from pathlib import Path
from types import ModuleType
from typing import Any

from keras_functional_notes.legacy.running.locks import ModuleLocks
from keras_functional_notes.legacy.running.modules import Keras1, Private, Tensorflow, Text, no_name
from keras_functional_notes.legacy.running.numpy_names import with_numpy_names
from keras_functional_notes.legacy.shims.making import served
from keras_functional_notes.legacy.shims.naming import Names
from keras_functional_notes.legacy.table import MODULES
from keras_functional_notes.legacy.table.modules import PYTHON_2_MODULES
from keras_functional_notes.legacy.table.wording import near_match

__all__ = ["Importer"]


class Importer:
    """What ``import`` does in one program of 2016 text.

    Args:
        execute: Runs a neighbour's file in its module.
        folder: Where the program lies; what lies there too is 2016 text. By default it lies nowhere.
        package: The package that the folder stands for, to which relative imports belong. By default none.
        serve: Gives what stands for a name of a module of Keras 1's.

    >>> import_ = Importer(lambda module, path: None)
    >>> import_("keras.layers.core", fromlist=["Merge"])
    <module 'keras.layers.core' of Keras 1>
    >>> import_("keras.layers", fromlist=["Densse"])
    Traceback (most recent call last):
        ...
    ImportError: keras.layers had no name `Densse` in Keras 1, nor has it today. Did you mean `Dense`?
    """

    def __init__(
        self,
        execute: Callable[[ModuleType, Path], None],
        folder: Path | None = None,
        package: str = "",
        serve: Callable[[str, str], Any] = served,
    ) -> None:
        """Begin with no module seen."""
        self.modules: dict[str, ModuleType] = {}
        self._execute, self._serve = execute, serve
        self._names = Names()
        self._locks = ModuleLocks()
        # Where the modules of a package lie; of the package "", the top-level ones.
        self._folders: dict[str, Sequence[str]] = {}
        # The package, after those that it is in.
        self._packages = list(itertools.accumulate(package.split("."), "{}.{}".format)) if package else []
        if folder is not None and package.partition(".")[0] == "keras":
            # The folder stands for this one package of Keras 1's tree.
            self._folders[package] = [str(folder)]
        elif folder is not None:
            root = folder.joinpath(*[".."] * len(self._packages)).resolve()
            self._folders[""] = [str(root)]

    def __call__(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        """Do what ``__import__`` does, whose arguments these are.

        Raises:
            ImportError: If there is no such module or no such name; the message has the near match or the remedy.
        """
        name = _absolute(name, globals or {}, level)
        root = name.partition(".")[0]
        if name.startswith("tensorflow.keras"):
            name = name.removeprefix("tensorflow.")
        module = self._module(name)
        if module is None:
            plain = _imported_plainly(name, globals, locals, fromlist)
            return with_numpy_names(plain, fromlist) if name == "numpy" else plain
        if not fromlist:
            # `import a.b.c` binds a.
            return self._module(root)
        for part in fromlist:
            if part != "*" and not hasattr(module, part) and not self._is_module(f"{name}.{part}"):
                raise ImportError(no_name(module, part), name=name, path=getattr(module, "__file__", None))
        return module

    def _module(self, name: str) -> ModuleType | None:
        """Return a module that is this program's own to see, or None for everybody's."""
        parent_name, _, child = name.rpartition(".")
        parent = self._module(parent_name) if parent_name else None
        if parent_name and parent is None:
            return None
        # One lock a module: the threads of a generator import while their module still runs. Where two threads wait for
        # each other's module, one goes on with what is there of it, as in Python: such modules run already.
        with self._locks.held(name):
            if name not in self.modules:
                module = self._neighbour(name, parent) or self._keras(name, parent)
                if module is None:
                    return None
                self.modules[name] = module
            module = self.modules[name]
            # Here also for modules that still run, and import each other.
            if isinstance(parent, Private) and child not in vars(parent):
                setattr(parent, child, module)
            return module

    def _is_module(self, name: str) -> bool:
        try:
            return self._module(name) is not None
        except ModuleNotFoundError as error:
            # The module may be there and itself import what is not.
            if error.name != name:
                raise
            return False

    # Neighbours

    def _neighbour(self, name: str, parent: ModuleType | None) -> ModuleType | None:
        parent_name = name.rpartition(".")[0]
        is_text = isinstance(parent, Text)
        folders = self._folders.get(parent_name, getattr(parent, "__path__", ()) if is_text else ())
        for folder in folders:
            spec = _spec(name, folder)
            if spec is None:
                continue
            # As in Python, a folder without __init__.py counts only where no module has its name.
            bare = spec.loader is None and not parent_name and name not in self._packages
            if not (bare and importlib.util.find_spec(name) is not None):
                return self._loaded(spec)
        if is_text:
            raise ModuleNotFoundError(f"No module named {name!r} lies beside the text.", name=name)
        return None

    def _loaded(self, spec: ModuleSpec) -> ModuleType:
        if isinstance(spec.loader, ExtensionFileLoader):
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
        module = Text(spec.name)
        module.__spec__, module.__loader__ = spec, spec.loader
        module.__package__ = spec.parent
        if spec.submodule_search_locations is not None:
            module.__path__ = list(spec.submodule_search_locations)
        if spec.origin is None or spec.loader is None:
            return module
        module.__file__ = spec.origin
        # There while it runs, so that modules may import each other.
        self.modules[spec.name] = module
        try:
            self._execute(module, Path(spec.origin))
        except BaseException:
            del self.modules[spec.name]
            raise
        return module

    # Keras

    def _keras(self, name: str, parent: ModuleType | None) -> ModuleType | None:
        if name in MODULES:
            return Keras1(name, self, self._names, self._serve)
        if name == "tensorflow":
            return Tensorflow(self)
        if parent is None:
            return None
        try:
            # Today's Keras has it, and Keras 1 had not; or TensorFlow has.
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            # Of a module that is gone, it is the module that Python misses, not what is asked of it.
            if not f"{name}.".startswith(f"{error.name}.") or not name.startswith("keras."):
                raise
        raise ModuleNotFoundError(
            f"Keras 1 had no module {name}, nor has Keras today.{near_match(name, MODULES)}", name=name
        )


def _spec(name: str, folder: str) -> ModuleSpec | None:
    # A finder of its own: those of `sys.path_importer_cache` are everybody's.
    finder = FileFinder(folder, (ExtensionFileLoader, EXTENSION_SUFFIXES), (SourceFileLoader, SOURCE_SUFFIXES))
    return finder.find_spec(name)


def _absolute(name: str, globals: Mapping[str, Any], level: int) -> str:
    if level == 0:
        return name
    package = globals.get("__package__")
    if not package:
        raise ImportError(
            f"`from {'.' * level}{name} import ...` asks for the package that this text is part of, and it was run as "
            "a script. Name it: run_path(path, package='keras.applications')."
        )
    return importlib.util.resolve_name("." * level + name, package)


def _imported_plainly(name: str, globals: Any, locals: Any, fromlist: Any) -> Any:
    try:
        return builtins.__import__(name, globals, locals, fromlist or ())
    except ModuleNotFoundError as error:
        if error.name != name or name not in PYTHON_2_MODULES:
            raise
    raise ModuleNotFoundError(
        f"No module named {name!r}: Python 2's `{name}` is `{PYTHON_2_MODULES[name]}` in Python 3.", name=name
    )
