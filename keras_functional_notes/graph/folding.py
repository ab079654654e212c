"""What a long picture may leave out: stretches of calls that repeat, as blocks of a deep network do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from keras_functional_notes.graph.calls import Call, CallRecords
from keras_functional_notes.graph.ordering import sources_first

# A picture of this many calls is still taken in as it is.
_SHORT = 40
# No stretch that repeats is looked for beyond this many calls; the blocks of known networks are shorter.
_LONGEST = 100
# A picture of more boxes is folded further, by the kinds of calls whatever their sizes.
_MANY = 60
# A box that stands for fewer calls would hide more than it helps.
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Stretch:
    """Calls that a picture shows as one box: one call, or a block of calls that repeats.

    Args:
        calls: The calls, in order.
        times: How often the block stands there; 1 for a call of its own.
    """

    calls: tuple[Call, ...]
    times: int = 1

    @property
    def block(self) -> tuple[Call, ...]:
        """The calls of the first block."""
        return self.calls[: len(self.calls) // self.times]


def stretches(graph: CallRecords, *, fold: bool = True) -> tuple[Stretch, ...]:
    """Return all calls of a graph as stretches, in the order of their first calls.

    Blocks are folded together if they stand one after another in one model, look alike but for their names (class,
    shapes, number of weights; calls of a shared layer are alike only to calls of the same layer), are connected
    alike, and none but the last gives a tensor to anything behind them. Where that leaves many boxes, what is left is
    folded by kind: blocks whose calls have the same classes and ranks, whatever their sizes (see `sizes_text`).

    Args:
        graph: The calls.
        fold: Whether to fold at all. A graph of few calls is never folded.
    """
    if not fold or len(graph.nodes) <= _SHORT:
        return tuple(Stretch((call,)) for call in graph.nodes)
    return _Folding(graph).stretches()


def sizes_text(stretch: Stretch) -> str:
    """Return how what the blocks give grows or shrinks, ``64 to 256 channels``, or nothing where it does not.

    What is counted is the last of the sizes, in the order of the blocks: the features of a vector, the channels of an
    image or a sequence.
    """
    length = len(stretch.block)
    shapes = [shape for call in stretch.calls[length - 1 :: length] for shape in call.output_shapes[-1:]]
    sizes = [shape[-1] for shape in shapes if not isinstance(shape, str) and shape and shape[-1] is not None]
    if len(set(sizes)) < 2:
        return ""
    what = "features" if len(shapes[0]) == 2 else "channels"
    ends = (sizes[0], sizes[-1]) if sizes in (sorted(sizes), sorted(sizes, reverse=True)) else (min(sizes), max(sizes))
    return f"{ends[0]:,} to {ends[1]:,} {what}"


class _Run(NamedTuple):
    """Blocks of `length` calls, one after another: the first begins at call `start`, and there are `times` of them."""

    length: int
    start: int
    times: int


class _Folding:
    """The search for what repeats; a call is known by its number in `calls`."""

    def __init__(self, graph: CallRecords) -> None:
        # Branch by branch, so that the calls of a block stand together.
        self.calls = _by_branch(graph)
        place = {call: number for number, call in enumerate(self.calls)}
        self.order = {call: number for number, call in enumerate(graph.nodes)}
        self.sources: list[list[tuple[int, int]]] = [[] for _ in self.calls]
        # The last call that takes a tensor of each; of a model's output, one behind them all.
        self.last_use = [-1] * len(self.calls)
        for edge in graph.edges:
            source, target = place[edge.source], place[edge.target]
            self.sources[target].append((source, edge.tensor_index))
            self.last_use[source] = max(self.last_use[source], target)
        for output in graph.outputs:
            self.last_use[place[output.call]] = len(self.calls)
        self.looks: list[int] = []

    def stretches(self) -> tuple[Stretch, ...]:
        taken = [False] * len(self.calls)
        found = self._folded(_look, taken)
        if len(found) + taken.count(False) > _MANY:
            found += self._folded(_kind, taken)
        found += [Stretch((call,)) for call, done in zip(self.calls, taken, strict=True) if not done]
        return tuple(sorted(found, key=lambda stretch: min(self.order[call] for call in stretch.calls)))

    def _folded(self, look: Callable[[Call], object], taken: list[bool]) -> list[Stretch]:
        """Return the blocks that look alike among the calls that are not taken, and take them."""
        numbers: dict[object, int] = {}
        self.looks = [numbers.setdefault(look(call), len(numbers)) for call in self.calls]
        found = []
        # The one that hides most first; of equals that of the shortest block, then the first.
        for length, start, times in sorted(
            self._candidates(), key=lambda run: (-run.length * run.times, run.length, run.start)
        ):
            inside = range(start, start + length * times)
            if not any(taken[number] for number in inside):
                for number in inside:
                    taken[number] = True
                found.append(Stretch(tuple(self.calls[number] for number in inside), times))
        return found

    def _candidates(self) -> Iterator[_Run]:
        for length in range(1, min(_LONGEST, len(self.calls) // 2) + 1):
            start = 0
            for number in range(length, len(self.calls) + 1):
                if number < len(self.calls) and self._repeats(number, length):
                    continue
                # The calls from `start` to here repeat, and the next one does not.
                if number - start >= 2 * length:
                    yield from self._foldable(self._best_begun(length, start, number))
                start = number - length + 1

    def _repeats(self, number: int, length: int) -> bool:
        """Whether a call does what the call one block before it does."""
        if self.looks[number] != self.looks[number - length]:
            return False
        before = self.sources[number - length]
        return all(
            index == index_before and source - source_before in (0, length)
            for (source, index), (source_before, index_before) in zip(self.sources[number], before, strict=True)
        )

    def _best_begun(self, length: int, start: int, end: int) -> _Run:
        """Return the blocks of a stretch that repeats; any call of it may begin the first block.

        Where people would begin it, fewest tensors go from block to block: a block of a residual network takes one
        tensor, while a block cut in the middle takes two. Of equals the last, which ends where the stretch does.
        """
        runs = [_Run(length, begin, (end - begin) // length) for begin in range(start, start + length)]

        def merit(run: _Run) -> tuple[int, int, int]:
            block = range(run.start + length, run.start + 2 * length)
            entering = {source for number in block for source in self.sources[number] if source[0] < block.start}
            return (-len(entering), run.times, run.start)

        return max((run for run in runs if run.times > 1), key=merit)

    def _foldable(self, run: _Run) -> Iterator[_Run]:
        """Yield the parts of a run of which none but the last block gives a tensor to anything behind the part."""
        parts = [run]
        while parts:
            length, start, times = run = parts.pop()
            if length * times < _FEWEST or times == 1:
                continue
            end = start + length * times
            last_uses = [max(self.last_use[begin : begin + length]) for begin in range(start, end, length)]
            cuts = [block + 1 for block, last_use in enumerate(last_uses) if last_use >= end]
            # A block that gives to what is behind ends its part, and the end of the run ends the last one.
            ends = sorted({*cuts, times})
            if len(ends) > 1:
                begins = [0, *ends[:-1]]
                parts += [_Run(length, start + length * a, b - a) for a, b in zip(begins, ends, strict=True)]
            elif not self._leaves_alike(run):
                parts.append(_Run(length, start, times - 1))
            elif self._takes_alike(run):
                yield run

    def _leaves_alike(self, run: _Run) -> bool:
        """Whether what the last block gives to what is behind is what every block gives to the next one."""
        begin = run.start + run.length * (run.times - 1)
        return not any(
            self.last_use[number] >= begin + run.length and self.last_use[number - run.length] < begin
            for number in range(begin, begin + run.length)
        )

    def _takes_alike(self, run: _Run) -> bool:
        """Whether what all blocks take from one place stands before them, not within the first of them."""
        second = range(run.start + run.length, run.start + 2 * run.length)
        return not any(
            source in self.sources[number - run.length] and source[0] >= run.start
            for number in second
            for source in self.sources[number]
        )


def _look(call: Call) -> object:
    """Return what a box shows of a call, without the names that differ from block to block."""
    shared = call.layer if call.calls > 1 else None
    # An Input is no repetition of another: each is a place of its own where data comes in.
    own = call if call.is_input else None
    weights = call.params + call.shared_params
    return (call.type, call.input_shapes, call.output_shapes, call.arguments, weights, call.inside, shared, own)


def _kind(call: Call) -> object:
    """Return what a call is, whatever its sizes."""
    own = call if call.is_input else None
    weights = call.params + call.shared_params > 0
    shared = call.layer if call.calls > 1 else None
    ranks = [tuple(map(len, shapes)) for shapes in (call.input_shapes, call.output_shapes)]
    return (call.type, *ranks, call.arguments, weights, call.inside, shared, own)


def _by_branch(graph: CallRecords) -> list[Call]:
    """Return the calls in another topological order: what a call takes stands before it, one branch after another."""
    sources: dict[Call, list[Call]] = {call: [] for call in graph.nodes}
    for edge in graph.edges:
        sources[edge.target].append(edge.source)
    # An Input that is not used leads to no output.
    roots = [*(call for call in graph.nodes if call.is_input), *(output.call for output in graph.outputs)]
    return sources_first(roots, sources.__getitem__)
