"""Write keras_functional_notes/data/todays_names.json: the public names of each module of the Keras that is installed.

    python tools/make_todays_names.py           write them
    python tools/make_todays_names.py --check   exit with 1 if they are not what would be written

The translator looks imports up there, so that it need not load Keras.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

DATA = Path(__file__).parents[1] / "keras_functional_notes" / "data" / "todays_names.json"
# Keras's own workshop, which its users do not import from.
NOT_PUBLIC = ("src", "_tf_keras", "_legacy", "tests")


def modules_under(root: ModuleType) -> Iterator[ModuleType]:
    """Yield a package and every public module in it."""
    yield root
    for found in pkgutil.iter_modules(getattr(root, "__path__", ())):
        if found.name not in NOT_PUBLIC:
            yield from modules_under(importlib.import_module(f"{root.__name__}.{found.name}"))


def todays_names() -> dict[str, str]:
    """Return the names of each module, the modules in it included: first Keras's, then what TensorFlow's has else."""
    found: dict[str, str] = {}
    # `tensorflow.keras` is this package of Keras's.
    for root, called in (("keras", "keras"), ("keras._tf_keras.keras", "tensorflow.keras")):
        for module in modules_under(importlib.import_module(root)):
            names = sorted(name for name in vars(module) if not name.startswith("_") and name not in NOT_PUBLIC)
            dotted = called + module.__name__.removeprefix(root)
            if " ".join(names) != found.get(dotted.removeprefix("tensorflow.")):
                found[dotted] = " ".join(names)
    return found


def text() -> str:
    """Return the file's text."""
    keras = importlib.import_module("keras")
    return json.dumps({"keras": keras.__version__, "modules": todays_names()}, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write the file, or check it."""
    if arguments == ["--check"]:
        return int(DATA.read_text() != text())
    DATA.write_text(text())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
