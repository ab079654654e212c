"""What a long picture may leave out: blocks of calls that repeat, and blocks that names tell of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from keras_functional_notes.graph import block_names
from keras_functional_notes.graph.calls import Call, CallRecords
from keras_functional_notes.graph.columns import FROZEN, activation_text, trainable_text
from keras_functional_notes.graph.repeating import Row, frame_around

# A picture of this many calls is still taken in as it is.
_SHORT = 20
# A picture of more boxes is folded further: by the kinds of calls whatever their sizes, by names, in small pieces.
_MANY = 60
# A box that stands for fewer calls would hide more than it helps; in pieces, or where names tell of a block, for fewer.
_FEWEST, _FEWEST_IN_PIECES, _FEWEST_NAMED = 10, 6, 3
# Where calls of a row begin and end that a box stands for, and how many blocks they are.
_Piece = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Calls that a picture shows as one box: one call, a block of calls that repeats, or one that names tell of.

    Args:
        calls: The calls, in order.
        times: How often the block stands there.
        name: What a box of several calls is called, by which it is opened: its first block, or the first call.
        last_name: Its last block, or the last call.
    """

    calls: tuple[Call, ...]
    times: int = 1
    name: str = ""
    last_name: str = ""

    @property
    def block(self) -> tuple[Call, ...]:
        """The calls of the first block."""
        return self.calls[: len(self.calls) // self.times]

    @property
    def last_block(self) -> tuple[Call, ...]:
        """The calls of the last block."""
        return self.calls[-len(self.block) :]

    def __hash__(self) -> int:
        # No two stretches of a picture have a call in common.
        return hash(self.calls[0])

    @property
    def is_folded(self) -> bool:
        """Whether the box stands for several calls."""
        return len(self.calls) > 1


def stretches(graph: CallRecords, *, fold: bool = True, open: Iterable[str] = ()) -> tuple[Stretch, ...]:
    """Return all calls of a graph as stretches, in the order of their first calls.

    Blocks are folded together if they stand one after another or side by side, look alike but for their names (class,
    shapes, number of weights, activation, whether they are frozen; calls of a shared layer are alike only to calls of
    the same layer), are connected alike, and give alike to what is behind them; the last may give more. Where that
    leaves many boxes, what is left is folded by kind: blocks whose calls have the same classes and ranks, whatever
    their sizes (see `sizes_text`); then calls that stand together and whose names tell of one block, in blocks as
    small as the number of boxes allows; and last, shorter blocks that repeat.

    Args:
        graph: The calls.
        fold: Whether to fold at all. A graph of few calls is never folded.
        open: The names of folds whose calls are shown all the same.

    Raises:
        ValueError: If there is no fold of a name in `open`.
    """
    wanted = list(dict.fromkeys([open] if isinstance(open, str) else open))
    folds = _folds(graph) if fold and len(graph.nodes) > _SHORT else []
    if fold:
        _check_known(wanted, folds)
    shut = [found for found in folds if found.name not in wanted]
    inside = {call for found in shut for call in found.calls}
    shut += [Stretch((call,)) for call in graph.nodes if call not in inside]
    order = {call: number for number, call in enumerate(graph.nodes)}
    return tuple(sorted(shut, key=lambda stretch: min(order[call] for call in stretch.calls)))


def _check_known(wanted: Iterable[str], folds: list[Stretch]) -> None:
    names = [fold.name for fold in folds]
    for name in wanted:
        if name not in names:
            there = f"the picture folds {', '.join(map(repr, names))}" if names else "the picture folds nothing"
            instead = f"Write open={names[:1]!r}, for example, or fold=False, which opens all." if names else ""
            raise ValueError(f"There is no fold {name!r} to open; {there}.\n{instead or 'Leave open out.'}")


def sizes_text(stretch: Stretch) -> str:
    """Return how what the blocks give grows or shrinks, ``64 to 256 channels``, or nothing where it does not.

    What is counted is the last of the sizes, in the order of the blocks: the features of a vector, the channels of an
    image or a sequence.
    """
    length = len(stretch.block)
    shapes = [shape for call in stretch.calls[length - 1 :: length] for shape in call.output_shapes[-1:]]
    sizes = [shape[-1] for shape in shapes if not isinstance(shape, str) and shape and shape[-1] is not None]
    if len(set(sizes)) < 2 or stretch.times == 1:
        return ""
    what = "features" if len(shapes[0]) == 2 else "channels"
    ends = (sizes[0], sizes[-1]) if sizes in (sorted(sizes), sorted(sizes, reverse=True)) else (min(sizes), max(sizes))
    return f"{ends[0]:,} to {ends[1]:,} {what}"


def _folds(graph: CallRecords) -> list[Stretch]:
    row = Row(graph)
    taken = [False] * len(row.calls)
    found: list[_Piece] = []

    def repeats(look: Callable[[Call], object], fewest: int) -> None:
        found.extend((run.start, run.end, run.times) for run in row.repeats(look, taken, fewest))

    def boxes(folds: Iterable[_Piece]) -> int:
        return len(row.calls) - sum(end - start - 1 for start, end, _ in folds)

    repeats(_look, _FEWEST)
    if boxes(found) > _MANY:
        taken[:] = [False] * len(taken)
        found.clear()
        repeats(_kind, _FEWEST)
    if boxes(found) > _MANY:
        named = [_with_named(graph, row, found, blocks) for blocks in block_names.levels(row.calls)]
        found = next((pieces for pieces in named if boxes(pieces) <= _MANY), min(named, key=boxes))
    if boxes(found) > _MANY:
        for start, end, _ in found:
            taken[start:end] = [True] * (end - start)
        repeats(_kind, _FEWEST_IN_PIECES)
    return _with_names([Stretch(tuple(row.calls[start:end]), times) for start, end, times in sorted(found)])


def _with_named(graph: CallRecords, row: Row, found: list[_Piece], blocks: Sequence[str | None]) -> list[_Piece]:
    """Return pieces of a row with those whose calls stand in one block by their names, whatever repeats in these."""
    # Where a block may not go on: at what a person looks for in a picture, and at what repeats over several blocks.
    ends = {output.call for output in graph.outputs}
    alone = [call.is_input or call.is_shared or call in ends for call in row.calls]
    for start, end, _ in found:
        if len({block for block in blocks[start:end] if block is not None}) > 1:
            alone[start:end] = [True] * (end - start)
    pieces, start = [], 0
    while start < len(blocks):
        first, last, end = row.calls[start], start, start + 1
        if blocks[start] and not alone[start]:
            while end < len(blocks) and not alone[end] and row.calls[end].inside is first.inside:
                if blocks[end] == blocks[start]:
                    last = end
                elif blocks[end] is not None:
                    break
                end += 1
        # A nameless call behind the last one stands in the block too if fewer tensors go on from there.
        cut = min(range(last + 1, end + 1), key=lambda place: (row.crossing[place], place))
        frozen = {trainable_text(call) == FROZEN for call in row.calls[start:cut] if call.params or call.shared_params}
        if cut - start >= _FEWEST_NAMED and len(frozen) < 2:
            pieces.append((start, cut, 1))
        start = cut
    covered = {place for start, end, _ in pieces for place in range(start, end)}
    partly = [piece for piece in found if piece[0] in covered or piece[1] - 1 in covered]
    return [*(piece for piece in found if piece not in partly), *pieces]


def _with_names(folds: list[Stretch]) -> list[Stretch]:
    """Return folds with names, no two of them the same."""
    names = [_names(fold) for fold in folds]
    counts = Counter(name for name, _ in names)
    return [
        replace(fold, name=name, last_name=last if fold.times > 1 else "")
        if name and last and counts[name] == 1
        else replace(fold, name=fold.calls[0].label, last_name=fold.calls[-1].label)
        for fold, (name, last) in zip(folds, names, strict=True)
    ]


def _names(fold: Stretch) -> tuple[str, str]:
    """Return the names of the first and of the last block: an opened model's, or what the calls' have in common."""
    around = frame_around(fold.calls)
    first, last = frame_around(fold.block), frame_around(fold.last_block)
    if first is not None and last is not None and first != around:
        return first.label, last.label
    return block_names.block_name(fold.block), block_names.block_name(fold.last_block)


def is_frozen(stretch: Stretch) -> bool:
    """Whether training changes no weight of a stretch's calls; those that stand in one have that in common."""
    told = (trainable_text(call) for call in stretch.calls)
    return next((text == FROZEN for text in told if text), False)


def _look(call: Call) -> object:
    """Return what a box shows of a call, without the names that differ from block to block."""
    weights = call.params + call.shared_params
    return (*_alike(call), call.input_shapes, call.output_shapes, weights)


def _kind(call: Call) -> object:
    """Return what a call is, whatever its sizes."""
    ranks = [tuple(map(len, shapes)) for shapes in (call.input_shapes, call.output_shapes)]
    return (*_alike(call), *ranks, call.params + call.shared_params > 0)


def _alike(call: Call) -> tuple[object, ...]:
    """Return what calls must have in common in any case to stand in one box."""
    shared = call.layer if call.is_shared else None
    # An Input is no repetition of another: each is a place of its own where data comes in.
    own = call if call.is_input and call.inside is None else None
    # Steps take parts of their own: x[:, 0], x[:, 1].
    constants = () if call.type == "GetItem" else call.constants
    around = None if call.inside is None else _alike(call.inside)
    frozen = trainable_text(call) == FROZEN
    return (call.type, call.arguments, constants, activation_text(call), frozen, shared, own, around)
