"""THE TABLE: what each Keras 1 name is called today. Data alone; importing it loads no Keras.

Every name of Keras 1.2.2 that this package knows stands here once, under the module that defined it. The factories, the
notices that a reader sees, the translator and the documentation are all read off these rows; adding a name is adding a
row.

>>> find("Dense").today
'keras.layers.Dense'
>>> [(argument.name, argument.new) for argument in find("Dense").arguments][:2]
[('output_dim', 'units'), ('init', 'kernel_initializer')]
>>> MODULES["keras.layers.core"].today, MODULES["keras.layers.core"].names["Merge"].module
('keras.layers', 'keras.engine.topology')
"""

from __future__ import annotations

from collections.abc import Mapping

from keras_functional_notes.legacy.table import backend, functions, layers, models, optimizers
from keras_functional_notes.legacy.table.models import MERGES, METHODS, MODEL, MODES
from keras_functional_notes.legacy.table.modules import Module, modules_of
from keras_functional_notes.legacy.table.records import (
    ANY_OTHER,
    DROPPED,
    NOTHING,
    REQUIRED,
    Argument,
    Call,
    Mode,
    Packing,
    Row,
    Unknown,
    Values,
)

__all__ = [
    "ANY_OTHER",
    "DROPPED",
    "MERGES",
    "METHODS",
    "MODEL",
    "MODES",
    "MODULES",
    "NOTHING",
    "REQUIRED",
    "ROWS",
    "Argument",
    "Call",
    "Mode",
    "Module",
    "Packing",
    "Row",
    "Unknown",
    "Values",
    "find",
]

ROWS: tuple[Row, ...] = (
    *models.ROWS,
    *layers.ROWS,
    *functions.ROWS,
    *optimizers.ROWS,
    *backend.ROWS,
)
"""Every row: merging, models, layers, then what Keras 1 had beside them."""

MODULES: Mapping[str, Module] = modules_of(ROWS)
"""Every module of Keras 1.2.2, by its name."""

# Where modules share a name, the layers come first.
_BY_NAME: Mapping[str, Row] = {name: row for row in reversed(ROWS) for name in row.names}


def find(name: str, module: str | None = None) -> Row:
    """Return the row of a Keras 1 name, or of one of its aliases.

    Args:
        name: The name.
        module: A module that had it, the defining one or one that passed it on. By default any; where several defined
            the name, layers come first.

    Raises:
        KeyError: If the table has no such name.

    >>> find("get", "keras.optimizers").today
    'keras.optimizers.get'
    """
    return (_BY_NAME if module is None else MODULES[module].names)[name]
