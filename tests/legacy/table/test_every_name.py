"""Every public name of Keras 1.2.2, as its own source has them, has a row, or a reason why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from keras_functional_notes.legacy.running.importing import Importer
from keras_functional_notes.legacy.running.program import run_source
from keras_functional_notes.legacy.table import MODULES
from keras_functional_notes.legacy.table.left_out import LEFT_OUT, reason_for
from keras_functional_notes.legacy.translating.translator import translate


def modules_in(source: Path) -> Iterator[tuple[str, ast.Module]]:
    """Yield Keras 1's modules by their dotted names."""
    for path in sorted((source / "keras").rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), ast.parse(path.read_text("utf-8"))


def public_names(tree: ast.Module) -> Iterator[str]:
    """Yield what a module defines or imports at its top, under names without an underscore."""
    pending: list[ast.stmt] = list(tree.body)
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names if alias.name != "*")
        elif isinstance(node, ast.Assign):
            targets = [part for target in node.targets for part in ast.walk(target)]
            yield from (part.id for part in targets if isinstance(part, ast.Name))
        elif isinstance(node, (ast.If, ast.Try)):
            pending += [*node.body, *node.orelse, *(s for h in getattr(node, "handlers", ()) for s in h.body)]
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name


def test_every_module_is_known(keras_1_source: Path) -> None:
    assert {name for name, _ in modules_in(keras_1_source)} == set(MODULES)


def test_every_public_name_has_a_row_or_a_reason(keras_1_source: Path) -> None:
    checked, missing = 0, []
    for module, tree in modules_in(keras_1_source):
        here = MODULES[module]
        for name in {name for name in public_names(tree) if not name.startswith("_")}:
            checked += 1
            if name not in here.names and name not in here.modules and not reason_for(module, name):
                missing.append(f"{module}.{name}")
    assert sorted(missing) == []
    assert checked > 900


def test_no_reason_is_given_for_what_has_a_row_or_never_was(keras_1_source: Path) -> None:
    had = {module: set(public_names(tree)) for module, tree in modules_in(keras_1_source)}
    for (module, name), reason in LEFT_OUT.items():
        assert reason.endswith(".")
        places = [place for place in had if module in ("*", place) and name in had[place]]
        assert places, (module, name)
        if module != "*":
            assert name not in MODULES[module].names, (module, name)


@pytest.mark.parametrize(
    ("module", "name"), [("keras.initializations", "get_fans"), ("keras.engine.training", "slice_X")]
)
def test_no_message_says_that_keras_1_lacked_what_it_had(module: str, name: str) -> None:
    with pytest.raises(ImportError) as raised:
        Importer(lambda module, path: None)(module, fromlist=[name])
    assert reason_for(module, name) in str(raised.value)
    assert "had no name" not in str(raised.value)


@pytest.mark.filterwarnings("ignore")
def test_what_a_module_had_imported_came_by_its_star() -> None:
    text = """
from keras.layers.core import *
from keras import layers
two = K.epsilon() * 2, layers.activations.get("relu").__name__, np.ones(2).sum()
made = Dense(output_dim=2)
"""
    assert run_source(text)["two"] == (2e-7, "relu", 2)
    names: dict[str, object] = {}
    shorter = text.replace("from keras import layers\n", "")
    done = translate(shorter.partition(", layers")[0] + ",\n" + text.splitlines()[-1])
    exec(done.text, names)
    assert names["two"] == (2e-7,)
