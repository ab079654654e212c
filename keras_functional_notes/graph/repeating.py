"""The search for what repeats in a graph: blocks of calls, one after another or side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from keras_functional_notes.graph.block_names import kinship
from keras_functional_notes.graph.calls import Call, CallRecords
from keras_functional_notes.graph.ordering import sources_first

# No stretch that repeats is looked for beyond this many calls; the blocks of known networks are shorter.
_LONGEST = 100
# A block may give to the next one and to the one after it, as the cells of a NASNet do.
_FARTHEST = 2
# Fewer blocks in a row that all give to one call behind them are no steps: they are two ends of a shortcut.
_STEPS = 4


class Run(NamedTuple):
    """Blocks of `length` calls, one after another: the first begins at place `start`, and there are `times` of them."""

    length: int
    start: int
    times: int

    @property
    def end(self) -> int:
        """The place behind the last block."""
        return self.start + self.length * self.times


class Row:
    """The calls of a graph in a row: what a call takes stands before it, and the calls of a block stand together.

    Whatever is cut out of the row in one piece is left by no tensor that comes back, so a picture may show it as one
    box, and any number of such pieces: its arrows run in one direction.
    """

    def __init__(self, graph: CallRecords) -> None:
        """Put the calls of a graph in a row."""
        self.calls = _by_branch(graph)
        place = {call: number for number, call in enumerate(self.calls)}
        # What each call takes, as places and tensor indices, and the places of those that take from it; of a model's
        # output, the place behind them all.
        self.sources: list[list[tuple[int, int]]] = [[] for _ in self.calls]
        self.uses: list[set[int]] = [set() for _ in self.calls]
        for edge in graph.edges:
            source, target = place[edge.source], place[edge.target]
            self.sources[target].append((source, edge.tensor_index))
            self.uses[source].add(target)
        for output in graph.outputs:
            self.uses[place[output.call]].add(len(self.calls))
        # How much the name of each call has in common with that of the call before it.
        self.kinship = kinship(self.calls)
        # How many calls before each place give a tensor to that place or beyond.
        steps = [0] * (len(self.calls) + 2)
        for number, uses in enumerate(self.uses):
            if uses:
                steps[number + 1] += 1
                steps[max(uses) + 1] -= 1
        self.crossing = list(accumulate(steps))
        # The places of the calls in each opened model.
        self.frames: dict[Call, list[int]] = {frame: [] for frame in graph.frames}
        for number, call in enumerate(self.calls):
            for frame in frames_around(call):
                self.frames[frame].append(number)

    def repeats(self, look: Callable[[Call], object], taken: list[bool], fewest: int) -> Iterator[Run]:
        """Yield blocks that look alike among the calls that are not taken, and take them.

        Args:
            look: What must be the same of calls at the same place of two blocks.
            taken: Whether the call at each place is taken.
            fewest: How many calls blocks have together at least.
        """
        looks: dict[object, int] = {}
        numbers = [looks.setdefault(look(call), len(looks)) for call in self.calls]
        # Not a block that begins or ends within a shorter one's run, as five blocks are no two times two and a half;
        # nor one of several blocks of which some are a shorter run, as two stages of a network are.
        within = [False] * (len(self.calls) + 1)
        kept = []
        for run in self._candidates(numbers, fewest):
            begins_within = any(within[run.start : run.end + 1 : run.length])
            if not begins_within and not (any(within[run.start : run.end]) and self._is_of_several(run)):
                within[run.start + 1 : run.end] = [True] * (run.end - run.start - 1)
                kept.append(run)
        # The one that hides most first; of equals that of the shortest block, then the first.
        for run in sorted(kept, key=lambda run: (-run.length * run.times, run.length, run.start)):
            if not any(taken[run.start : run.end]):
                taken[run.start : run.end] = [True] * (run.end - run.start)
                yield run

    def _candidates(self, looks: list[int], fewest: int) -> Iterator[Run]:
        for length in range(1, min(_LONGEST, len(self.calls) // 2) + 1):
            start = 0
            for number in range(length, len(self.calls) + 1):
                alike = number < len(self.calls) and looks[number] == looks[number - length]
                if alike and self._repeats(number, length, start):
                    continue
                # The calls from `start` to here repeat, and the next one does not.
                if number - start >= max(2 * length, fewest):
                    yield from self._foldable(self._best_begun(length, start, number), fewest)
                start = number - length + 1

    def _repeats(self, number: int, length: int, start: int) -> bool:
        """Whether a call takes what the call one block before it takes: the same, or what is one block further on.

        What the first blocks take from before them may stand anywhere there.
        """
        first = number < start + (_FARTHEST + 1) * length
        return all(
            (index == index_before and source - source_before in (0, length)) or (first and source_before < start)
            for (source, index), (source_before, index_before) in zip(
                self.sources[number], self.sources[number - length], strict=True
            )
        )

    def _best_begun(self, length: int, start: int, end: int) -> Run:
        """Return the blocks of a stretch that repeats; any call of it may begin the first block.

        Where people would begin it, an opened model begins, or fewest tensors go from block to block: a block of a
        residual network takes one tensor, while a block cut in the middle takes two. Of equals one whose name has
        least in common with that of the call before it, then the last, which ends where the stretch does.
        """
        runs = [Run(length, begin, (end - begin) // length) for begin in range(start, start + length)]

        def merit(run: Run) -> tuple[int, ...]:
            block = range(run.start + length, run.start + 2 * length)
            entering = {source for number in block for source in self.sources[number] if source[0] < block.start}
            apart = (-len(entering), -self.kinship[block.start], -self.crossing[block.start])
            return (self._frames_alike(run), *apart, run.times, run.start)

        return max((run for run in runs if run.times > 1), key=merit)

    def _foldable(self, run: Run, fewest: int) -> Iterator[Run]:
        """Yield the parts of a run that take alike, and give alike to what is behind them but for their last blocks."""
        parts = [run]
        while parts:
            length, start, times = run = parts.pop()
            if length * times < fewest or times == 1 or not self._frames_alike(run) or self._cuts_names(run):
                continue
            reach = self._reach(run)
            if reach is None:
                parts.append(Run(length, start + length, times - 1))
                continue
            leaving = [self._leaving(run, block) for block in range(times)]
            alike = all(block == leaving[0] for block in leaving[: times - reach])
            every = leaving[0] if alike else {}
            if every and reach and times < _STEPS:
                alike = False
            # A block that gives to what is behind, as others do not, ends its part; one side by side with others
            # stands in a part with its like.
            cuts = []
            if not alike:
                cuts = [cut for cut in range(1, times) if leaving[cut - 1] != ({} if reach else leaving[cut])]
            if cuts:
                begins = [0, *cuts]
                parts += [Run(length, start + length * a, b - a) for a, b in zip(begins, [*cuts, times], strict=True)]
            elif alike and self._leaves_alike(run, reach, leaving, every):
                yield run
            else:
                parts.append(Run(length, start, times - 1))

    def _reach(self, run: Run) -> int | None:
        """Return over how many blocks tensors go within a run, or None if the blocks do not take alike.

        They do if what a call of one takes, its twins in the others take: each from its own block or one so many
        blocks before it, where those of the first blocks take from before the run; or all the same.
        """
        length, start, times = run
        reach = 0
        for place in range(start, start + length):
            twins = [self.sources[number] for number in range(place, run.end, length)]
            for taken in zip(*twins, strict=True):
                if taken.count(taken[0]) == times and taken[0][0] < start:
                    continue
                number, (source, index) = place + length * (times - 1), taken[-1]
                far = times - 1 - (source - start) // length
                if source < start or far > _FARTHEST:
                    return None
                for block, (other, other_index) in enumerate(taken):
                    same = number - source == place + length * block - other and index == other_index
                    if not same if block >= far else other >= start:
                        return None
                reach = max(reach, far)
        return reach if reach < times else None

    def _leaving(self, run: Run, block: int) -> dict[int, frozenset[int]]:
        """Return what takes from a block behind the run: for each call in the block that gives there, the places."""
        begin = run.start + run.length * block
        found = {
            place: frozenset(use for use in self.uses[begin + place] if use >= run.end) for place in range(run.length)
        }
        return {place: uses for place, uses in found.items() if uses}

    def _leaves_alike(
        self, run: Run, reach: int, leaving: list[dict[int, frozenset[int]]], every: dict[int, frozenset[int]]
    ) -> bool:
        """Whether the last blocks give what all give, and else only what every block gives to the next one."""
        for block in range(run.times - reach, run.times):
            given = leaving[block]
            if any(not uses <= given.get(place, frozenset()) for place, uses in every.items()):
                return False
            begin = run.start + run.length * max(0, block - reach)
            for place, uses in given.items():
                more = uses - every.get(place, frozenset())
                if more and not any(begin + run.length <= use < run.end for use in self.uses[begin + place]):
                    return False
        return True

    def _cuts_names(self, run: Run) -> bool:
        """Whether blocks end among calls of one name, and could do so between two names."""
        ends = range(run.start + run.length, run.end, run.length)
        kin, crossing = (max(values[end] for end in ends) for values in (self.kinship, self.crossing))
        return any(
            self.kinship[place] < kin and self.crossing[place] <= crossing
            for place in range(run.start + 1, run.start + run.length)
        )

    def _is_of_several(self, run: Run) -> bool:
        """Whether a block could as well end somewhere within it."""
        end = run.start + run.length
        return any(
            self.kinship[place] <= self.kinship[end] and self.crossing[place] <= self.crossing[end]
            for place in range(run.start + 1, end)
        )

    def _frames_alike(self, run: Run) -> bool:
        """Whether the opened models in a run stand in one block each, or around all of it."""
        if not self.frames:
            return True
        for number in range(run.start, run.end):
            for frame in frames_around(self.calls[number]):
                places = self.frames[frame]
                if places[0] <= run.start and places[-1] >= run.end - 1 and self._within(frame, run):
                    continue
                blocks = {(place - run.start) // run.length for place in places}
                if len(blocks) > 1 or places[0] < run.start or places[-1] >= run.end:
                    return False
        return True

    def _within(self, frame: Call, run: Run) -> bool:
        return all(frame in frames_around(self.calls[number]) for number in range(run.start, run.end))


def frames_around(call: Call) -> Iterator[Call]:
    """Yield the calls of opened models that a call stands in, the innermost first."""
    while call.inside is not None:
        call = call.inside
        yield call


def frame_around(calls: Sequence[Call]) -> Call | None:
    """Return the call of the innermost opened model that all of some calls stand in, or None."""
    around = frames_around(calls[0])
    return next((frame for frame in around if all(frame in frames_around(call) for call in calls)), None)


def _by_branch(graph: CallRecords) -> list[Call]:
    """Return the calls one branch after another, of a call's branches the longest first.

    What comes from far back then stands beside what it is for: a shortcut in the block that it ends in.
    """
    sources: dict[Call, list[Call]] = {call: [] for call in graph.nodes}
    for edge in graph.edges:
        sources[edge.target].append(edge.source)
    depths: dict[Call, int] = {}
    for call in graph.nodes:
        depths[call] = max((depths[source] + 1 for source in sources[call]), default=0)
    outer = (call for call in graph.nodes if call.is_input and call.inside is None)
    # What is not used, such as an opened model's Input, leads to no output.
    roots = [*outer, *(output.call for output in graph.outputs), *graph.nodes]
    return sources_first(roots, lambda call: sorted(sources[call], key=lambda source: -depths[source]))
