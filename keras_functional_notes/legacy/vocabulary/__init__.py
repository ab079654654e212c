"""THE TABLE: what each Keras 1 name is called today. Data alone; importing it loads no Keras.

Every name of Keras 1.2.2 that this package knows stands here once. The factories, the notices that a reader sees, the
translator and the documentation are all read off these rows; adding a name is adding a row.

>>> find("Model").today
'keras.Model'
>>> [(argument.name, argument.new) for argument in find("Model").arguments]
[('input', 'inputs'), ('output', 'outputs'), ('name', 'name')]
"""

from __future__ import annotations

from collections.abc import Mapping

from keras_functional_notes.legacy.vocabulary import layers, merging, recurrent
from keras_functional_notes.legacy.vocabulary.merging import MODEL, MODES
from keras_functional_notes.legacy.vocabulary.records import (
    DROPPED,
    NOTHING,
    REQUIRED,
    Argument,
    Mode,
    Packing,
    Row,
    Values,
)

__all__ = [
    "DROPPED",
    "MODEL",
    "MODES",
    "NOTHING",
    "REQUIRED",
    "ROWS",
    "Argument",
    "Mode",
    "Packing",
    "Row",
    "Values",
    "find",
]

ROWS: tuple[Row, ...] = (*merging.ROWS, *layers.ROWS, *recurrent.ROWS)
"""Every row, in the order of Keras 1's modules."""

_BY_NAME: Mapping[str, Row] = {name: row for row in ROWS for name in row.names}


def find(name: str) -> Row:
    """Return the row of a Keras 1 name, or of one of its aliases.

    Raises:
        KeyError: If the table has no such name.
    """
    return _BY_NAME[name]
