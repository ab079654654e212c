"""Where a tensor comes from, and what its shape is: what every record of calls speaks of, with or without Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from keras_functional_notes.printable import printable

if TYPE_CHECKING:
    import keras

__all__ = ["Source"]

Shape: TypeAlias = tuple[int | None, ...]


class Source(NamedTuple):
    """Where a tensor comes from: output `tensor_index` of node `node_index` of `layer`.

    Args:
        layer: The layer or operation whose call made the tensor.
        node_index: The number of that call.
        tensor_index: Which of the call's outputs the tensor is.

    Example:
        >>> import keras
        >>> from keras_functional_notes import nodes_of
        >>> dense = keras.layers.Dense(2)
        >>> _ = dense(keras.Input((3,), name="x"))
        >>> print(nodes_of(dense)[0].sources[0])
        x[0][0]
    """

    layer: keras.Operation
    node_index: int
    tensor_index: int

    def __str__(self) -> str:
        """Write the source as ``summary()`` does: ``layer[node_index][tensor_index]``."""
        return f"{printable(self.layer.name)}[{self.node_index}][{self.tensor_index}]"
