"""`merge` and `Merge`: Keras 1's joining of tensors, done by today's merging layers.

What comes out is plain Keras: `Add`, `Concatenate`, `Dot`, `Lambda` and their kin, with Keras 1's checks before them
and Keras 1's masks behind them. It saves and loads where this package is not installed.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
from keras import ops

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims.making import resolve, shim
from keras_functional_notes.legacy.shims.masks import carry_mask, check_masks, merged_mask, today_agrees
from keras_functional_notes.legacy.shims.nodes import node_outputs
from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table import MODES, Mode
from keras_functional_notes.legacy.table.models import MASKS_HERE
from keras_functional_notes.legacy.table.wording import call_text, near_match, value_text

__all__ = ["Merge", "Shape", "check_shapes", "checked_inputs", "checked_mode", "merge"]

Shape = tuple[int | None, ...]
ModeArgument = str | Callable[..., Any]
_FUNCTION = Mode("function", "keras.layers.Lambda")
OutputShape = tuple[int | None, ...] | list[int | None] | Callable[[list[Shape]], Shape] | None


def merge(
    inputs: Sequence[Any],
    mode: ModeArgument = "sum",
    concat_axis: int = -1,
    dot_axes: int | tuple[int, int] | list[int] = -1,
    output_shape: OutputShape = None,
    output_mask: Any = None,
    arguments: Mapping[str, Any] | None = None,
    name: str | None = None,
) -> Any:
    """Merge a list of tensors into one.

    Args:
        inputs: A list of at least two symbolic tensors, or of arrays or eager tensors, which are merged at once.
        mode: ``"sum"`` (the default), ``"mul"``, ``"concat"``, ``"ave"``, ``"cos"``, ``"dot"`` or ``"max"``; or a
            function of the list of tensors, which becomes a `keras.layers.Lambda` and saves and loads as one. If it has
            a parameter `mask`, that receives the list of the inputs' masks.
        concat_axis: The axis of ``"concat"``, the batch being axis 0. By default -1, the last one.
        dot_axes: The axis of both inputs, or the pair of axes, over which ``"dot"`` and ``"cos"`` sum. A negative
            number counts from each input's own end. By default -1.
        output_shape: Of a function `mode`: the shape that it gives, without the batch, or a function of the list of
            full input shapes that gives the full shape. By default it is inferred.
        output_mask: Of a function `mode`: the mask of the output, or a function of the list of the inputs' masks. As in
            Keras 1 it counts only where some input has a mask. By default there is none.
        arguments: Of a function `mode`: further keyword arguments for it. By default none.
        name: The layer's name.

    Returns:
        The merged tensor: symbolic if any input is.

        Masks are Keras 1's. For ``"sum"``, ``"mul"``, ``"ave"``, and ``"concat"`` on the last axis, a step counts only
        where every masked input has it (AND; today's layers take OR), and inputs without a mask leave the others' as it
        is. Where that is not what today's layer gives, the tensor goes through a small model named ``…_mask``, which
        changes no value and puts the mask on. (Loading a saved model, Keras then warns that this small model
        "does not support masking"; the mask is there all the same.)

    Raises:
        TypeError: If `inputs` is no list of two or more tensors, or `dot_axes` no axis or pair of axes.
        ValueError: If there is no such mode; if shapes do not fit the mode, where Keras 1 asked for equal static
            shapes, None included; if an axis does not exist; if ``"dot"`` or ``"cos"`` get more than two inputs; if
            ``"max"`` gets masked ones, which Keras 1 refused too; or if a function's output shape cannot be inferred.

    Example:
        >>> import keras, warnings
        >>> from keras_functional_notes.legacy import Keras1Warning, merge
        >>> warnings.simplefilter("ignore", Keras1Warning)  # its notice says what to write today
        >>> encoded_a, encoded_b = keras.Input((32,)), keras.Input((32,))
        >>> merge([encoded_a, encoded_b], mode="concat", concat_axis=-1).shape
        (None, 64)

        On arrays it computes:

        >>> import numpy as np
        >>> a, b = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])
        >>> keras.ops.convert_to_numpy(merge([a, b], mode="dot")).tolist()
        [[11.0]]

    From Keras 1.2.2's ``keras/engine/topology.py``.
    """
    tensors = checked_inputs(inputs, "merge")
    function = mode if callable(mode) else None
    how = _How(checked_mode(mode), function, concat_axis, dot_axes, output_shape, output_mask, arguments, name)
    merged = _merged(tensors, how)
    _tell("merge([...], {})", "{}([...])", how, tensors)
    return merged


@shim(None)
def Merge(  # noqa: N802  # Keras 1's own name
    layers: Sequence[Any] | None = None,
    mode: ModeArgument = "sum",
    concat_axis: int = -1,
    dot_axes: int | tuple[int, int] | list[int] = -1,
    output_shape: OutputShape = None,
    output_mask: Any = None,
    arguments: Mapping[str, Any] | None = None,
    node_indices: Sequence[int] | None = None,
    tensor_indices: Sequence[int | None] | None = None,
    name: str | None = None,
) -> Any:
    """Merge the outputs of layers or models, or give something to call once on a list of tensors.

    Args:
        layers: A list of at least two layers or models that are already connected: built Sequentials, Functional
            models, layers that were called. By default None: what is returned waits for its tensors.
        mode, concat_axis, dot_axes, output_shape, output_mask, arguments: As for `merge`.
        node_indices: Of each layer, which of its calls is meant; by default the first, 0. As in Keras 1, a model's node
            0 is its own inputs and outputs, and its calls count from 1; other layers' calls count from 0.
        tensor_indices: Of each layer, which of its output tensors is meant; needed only where there are several.
        name: The name of the merging layer, and of the model.

    Returns:
        With `layers`, a plain Functional `keras.Model` from the layers' inputs to the merged tensor, so that it is also
        good as the first layer of a Sequential. Without, a function that takes a list of tensors (and, as in Keras 1, a
        list of their masks as `mask`), once, and returns the merged tensor.

    Raises:
        TypeError, ValueError: As `merge`; also if an element of `layers` is no layer, or an index is missing.
        RuntimeError: If a layer was never called or a Sequential is not built; or if what waits for its tensors is
            called a second time, as in Keras 1.

    Example:
        >>> import keras, numpy as np, warnings
        >>> from keras_functional_notes.legacy import Keras1Warning, Merge
        >>> warnings.simplefilter("ignore", Keras1Warning)
        >>> left = keras.Sequential([keras.Input((8,)), keras.layers.Dense(4)])
        >>> right = keras.Sequential([keras.Input((6,)), keras.layers.Dense(4)])
        >>> model = keras.Sequential()
        >>> model.add(Merge([left, right], mode="concat"))
        >>> model.add(keras.layers.Dense(1))
        >>> model.predict([np.ones((2, 8)), np.ones((2, 6))], verbose=0).shape
        (2, 1)

    From Keras 1.2.2's ``keras/engine/topology.py``.
    """
    function = mode if callable(mode) else None
    how = _How(checked_mode(mode), function, concat_axis, dot_axes, output_shape, output_mask, arguments, name)
    if layers is None:
        _tell("Merge({})([...])", "{}([...])", how, ())
        return _merging_once(how)
    tensors = checked_inputs(node_outputs(layers, node_indices, tensor_indices), "Merge")
    merged = _merged(tensors, how)
    # Two layers may stand on one input, which the model then takes once.
    sources = {id(source): source for tensor in tensors for source in keras.utils.get_source_inputs(tensor)}
    inputs = list(sources.values())
    model = keras.Model(inputs[0] if len(inputs) == 1 else inputs, merged, name=name)
    _tell("Merge([...], {})", "{}([left.output, right.output])", how, tensors)
    return model


@dataclass(frozen=True)
class _How:
    """How to merge: what `merge` and `Merge` were both told."""

    mode: Mode
    function: Callable[..., Any] | None
    concat_axis: int
    dot_axes: int | tuple[int, int] | list[int]
    output_shape: OutputShape
    output_mask: Any
    arguments: Mapping[str, Any] | None
    name: str | None

    def old(self) -> dict[str, Any]:
        """Return the arguments that had a meaning in this mode, by Keras 1's names."""
        names = self.mode.carries if self.function is None else ("output_shape", "output_mask", "arguments")
        told = {"mode": self.function or self.mode.name, **{old: getattr(self, old) for old in (*names, "name")}}
        return {old: value for old, value in told.items() if value is not None}

    def today(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return the layer of today: its dotted name and the arguments that make it."""
        if self.function is None:
            told = {today: getattr(self, old) for old, today in self.mode.carries.items()} | dict(self.mode.adds)
        else:
            shape = tuple(self.output_shape) if isinstance(self.output_shape, list) else self.output_shape
            told = {"output_shape": shape, "arguments": dict(self.arguments) if self.arguments else None}
        told = {name: value for name, value in {**told, "name": self.name}.items() if value is not None}
        return self.mode.today, () if self.function is None else (self.function,), told


def _merged(tensors: list[Any], how: _How, given_masks: Sequence[Any] | None = None) -> Any:
    """Merge tensors that are known to be several; by default their masks are those that travel with them."""
    masks = list(map(_keras.mask_of, tensors)) if given_masks is None else list(given_masks)
    if how.function is not None:
        return _merged_by_function(tensors, None if given_masks is None else masks, how)
    check_shapes(tensors, how.mode, how.concat_axis, how.dot_axes)
    check_masks(how.mode, masks)
    masked = (how.mode, how.concat_axis, tensors, masks)
    dotted, args, kwargs = how.today()
    layer = resolve(dotted)(*args, **kwargs)
    if today_agrees(*masked):
        merged = layer(tensors)
        if how.mode.masks == "none" or _keras.mask_of(merged) is not None:
            return merged
        # Keras 3.3 lets no mask through its merging layers.
        return carry_mask(merged, merged_mask(*masked), layer.name)
    # A copy has no mask, so the layer computes what Keras 1 did.
    inputs = list(map(ops.copy, tensors)) if how.mode.reads_masks else tensors
    return carry_mask(layer(inputs), merged_mask(*masked), layer.name)


def _merged_by_function(tensors: list[Any], given_masks: Sequence[Any] | None, how: _How) -> Any:
    if not (how.output_shape is None or callable(how.output_shape) or isinstance(how.output_shape, (tuple, list))):
        raise TypeError(
            f"output_shape={value_text(how.output_shape)}: give a tuple without the batch, such as (64,), or a "
            "function of the list of full input shapes that gives the full shape."
        )
    _, args, kwargs = how.today()
    layer = keras.layers.Lambda(*args, **kwargs)
    # The mask that Keras 1 would have put on is put on below, so Lambda need not warn that it takes none along.
    layer.supports_masking = True
    try:
        # Keras itself hands the masks that travel with tensors to a function that asks for them.
        merged = layer(tensors) if given_masks is None else layer(tensors, mask=list(given_masks))
    except NotImplementedError as error:
        raise ValueError(
            f"The shape that mode={value_text(how.function)} gives cannot be inferred, so give output_shape: a tuple "
            "without the batch, or a function of the list of full input shapes."
        ) from error
    masks = list(map(_keras.mask_of, tensors)) if given_masks is None else list(given_masks)
    if how.output_mask is None or all(mask is None for mask in masks):
        # Keras 1, too, asked for the output's mask only where some input had one.
        return merged
    mask = how.output_mask(masks) if callable(how.output_mask) else how.output_mask
    return carry_mask(merged, mask, layer.name)


def _merging_once(how: _How) -> Callable[..., Any]:
    """Return the function that `Merge` without layers is: it merges one list of tensors, and no second one."""
    used = False

    def merge_once(inputs: Sequence[Any], mask: Sequence[Any] | None = None) -> Any:
        nonlocal used
        tensors = checked_inputs(inputs, "Merge")
        if used:
            raise RuntimeError(
                "A Merge can be called only once. Use the function for every further list: "
                f"{call_text('merge', ['...'], how.old())}".replace("'...'", "[...]", 1)
            )
        if mask is not None and len(mask) != len(tensors):
            raise ValueError(f"Merge was given {len(tensors)} tensors and {len(mask)} masks; None stands for no mask.")
        merged = _merged(tensors, how, mask)
        used = True
        return merged

    return merge_once


def _tell(old: str, today: str, how: _How, tensors: Sequence[Any]) -> None:
    """Give the notice: `old` and `today` are the two calls with a place for the arguments."""
    dotted, args, kwargs = how.today()
    old_arguments = call_text("", (), how.old())[1:-1]
    agrees = today_agrees(how.mode, how.concat_axis, tensors, list(map(_keras.mask_of, tensors)))
    differences = [*how.mode.differs, *([] if agrees else [MASKS_HERE])]
    tell(old.format(old_arguments), today.format(call_text(dotted, args, kwargs)), differences)


# What `merge` and `Merge` refuse, as Keras 1 did, and what they say then.


def checked_mode(mode: Any) -> Mode:
    """Return the mode's row of the table; a function of the reader's own has one too.

    Raises:
        ValueError: If there is no such mode.
    """
    by_name = {row.name: row for row in MODES}
    if isinstance(mode, str) and mode in by_name:
        return by_name[mode]
    if callable(mode):
        return _FUNCTION
    names = ", ".join(map(repr, by_name))
    raise ValueError(
        f"merge had no mode {value_text(mode)}.{near_match(mode, by_name)} Its modes are {names}, or a function of the "
        "list of tensors."
    )


def checked_inputs(inputs: Any, caller: str) -> list[Any]:
    """Return the inputs as a list of at least two tensors or arrays.

    Raises:
        TypeError: If they are anything else.
    """
    if not isinstance(inputs, (list, tuple)):
        raise TypeError(
            f"{caller} takes a list of at least two tensors: {caller}([a, b], ...). It was given one {_kind(inputs)}."
        )
    if len(inputs) < 2:
        raise TypeError(
            f"{caller} takes a list of at least two tensors; this list has {len(inputs)}. A single tensor needs no "
            "merging."
        )
    for position, tensor in enumerate(inputs):
        if isinstance(tensor, keras.Operation):
            raise TypeError(
                f"merge takes tensors, and input {position} is the layer {tensor.name!r}. Give what the layer gave "
                "when it was called, or write Merge([...]), which takes layers."
            )
        if not hasattr(tensor, "shape"):
            raise TypeError(f"{caller} takes tensors or arrays, and input {position} is of type {_kind(tensor)}.")
    return list(inputs)


def check_shapes(tensors: Sequence[Any], mode: Mode, concat_axis: Any, dot_axes: Any) -> None:
    """Check that a named mode can merge tensors of these shapes.

    Raises:
        TypeError: If an axis is of the wrong type.
        ValueError: If the shapes do not fit, or an axis does not exist.
    """
    shapes = [tuple(tensor.shape) for tensor in tensors]
    if mode.one_shape and len(set(shapes)) > 1:
        raise ValueError(
            f"mode={mode.name!r} merges tensors of one shape, None included, and these differ:\n{_listed(shapes)}\n"
            + (
                f"{mode.today}() broadcasts them where it can: write that if you mean it."
                if not mode.pair
                else "Give tensors of one shape."
            )
        )
    if mode.pair:
        if len(shapes) > 2:
            raise ValueError(f"mode={mode.name!r} merges exactly two tensors; it was given {len(shapes)}.")
        _check_dot(shapes, mode, dot_axes)
    if "concat_axis" in mode.carries:
        _check_concat(shapes, concat_axis)


def _check_concat(shapes: Sequence[Shape], axis: Any) -> None:
    position = _whole(axis, f"concat_axis={value_text(axis)}: give one axis, a whole number.", TypeError)
    for shape in shapes:
        if not -len(shape) <= position < len(shape):
            raise ValueError(
                f"concat_axis={axis}: there is no such axis in every input:\n{_listed(shapes)}\n"
                "Axis 0 is the batch, and -1 the last axis."
            )
    elsewhere = {(*shape[:position], *shape[position:][1:]) for shape in shapes}
    if len(elsewhere) > 1:
        raise ValueError(
            f"mode='concat' merges tensors whose shapes differ in axis {axis} alone, and these differ elsewhere:\n"
            f"{_listed(shapes)}\n"
            "Give concat_axis the axis in which they do differ, or bring the others to one length."
        )


def _check_dot(shapes: Sequence[Shape], mode: Mode, dot_axes: Any) -> None:
    asked = f"dot_axes={value_text(dot_axes)}"
    if isinstance(dot_axes, (tuple, list)):
        if len(dot_axes) != 2:
            raise ValueError(f"{asked}: give two axes, one of each input; these are {len(dot_axes)}.")
        message = f"{asked}: both axes must be whole numbers."
        axes = [_whole(axis, message, ValueError) for axis in dot_axes]
    else:
        axes = [_whole(dot_axes, f"{asked}: give one axis or a pair of axes, (axis_a, axis_b).", TypeError)] * 2
    for axis, shape in zip(axes, shapes, strict=True):
        if not -len(shape) <= axis < len(shape):
            raise ValueError(f"{asked}: there is no such axis in both inputs:\n{_listed(shapes)}")
        if axis % len(shape) == 0:
            raise ValueError(
                f"{asked}: axis {axis} is the batch of an input:\n{_listed(shapes)}\n"
                f"{mode.name} works sample by sample; name axes from 1 on."
            )
    lengths = [shape[axis] for axis, shape in zip(axes, shapes, strict=True)]
    if lengths[0] != lengths[1]:
        raise ValueError(
            f"{asked}: mode={mode.name!r} sums over two axes of one length, and these are {lengths[0]} and "
            f"{lengths[1]}:\n{_listed(shapes)}"
        )


def _whole(number: Any, message: str, error: type[Exception]) -> int:
    """Return a whole number, or raise; True and False are none."""
    # A bool is a whole number to Python, but as an axis it is a mistake.
    if isinstance(number, bool) or not hasattr(number, "__index__"):
        raise error(message)
    return operator.index(number)


def _listed(shapes: Sequence[Shape]) -> str:
    return "\n".join(f"  input {position}: {shape}" for position, shape in enumerate(shapes))


def _kind(value: object) -> str:
    return type(value).__name__
