"""Pairs of excerpts, half of them by one author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keras_functional_notes.texts.reading import Excerpt


@dataclass(frozen=True, eq=False)  # no ==, which arrays answer one element at a time
class Pairs:
    """Two tuples of excerpts, and an array of bool, shape (count,): True where the author is one.

    >>> from keras_functional_notes.texts import excerpts
    >>> drawn = pairs(excerpts("test"), 16, seed=0)
    >>> (drawn.left[0].author == drawn.right[0].author) == bool(drawn.same[0])
    True
    """

    left: tuple[Excerpt, ...]
    right: tuple[Excerpt, ...]
    same: npt.NDArray[np.bool_]


def pairs(excerpts: Sequence[Excerpt], count: int, *, seed: int) -> Pairs:
    """Pairs of excerpts, half of them by one author, drawn so that only the texts can tell which.

    Both texts of a pair are always from different speeches, or a speech's topic would tell. In each
    half every author comes equally often on the left, and equally often on the right, as nearly as
    `count` allows, and exactly when it is a multiple of twice the number of authors: so who wrote
    one of the texts says nothing about the answer. No pair comes twice in one call, not even turned
    round. A text does come in several pairs.

    Args:
        excerpts: where to draw from, of two authors or more. Give one split alone.
        count: how many pairs, even.
        seed: the same seed draws the same pairs.

    Returns:
        The pairs, in random order.

    Raises:
        ValueError: `count` is odd or below 2, a text comes twice in `excerpts`, there are fewer
            than two authors, or there are not as many different pairs as were asked for.

    >>> from keras_functional_notes.texts import excerpts
    >>> drawn = pairs(excerpts("train"), 4000, seed=0)
    >>> len(drawn.left), int(drawn.same.sum())
    (4000, 2000)
    >>> any(a.speech == b.speech for a, b in zip(drawn.left, drawn.right))
    False

    From: a drawing without replacement among all pairs that qualify, by NumPy's Generator.
    """
    by_author: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts:
        by_author.setdefault(excerpt.author, []).append(excerpt)
    _check_count(count)
    if len(by_author) < 2:
        raise ValueError(
            f"Pairs by two authors need two authors, and these {len(excerpts)} excerpts have "
            f"{len(by_author)}: {', '.join(by_author) or 'none'}. Give excerpts of several, for "
            "instance excerpts('train')."
        )
    if len({excerpt.text for excerpt in excerpts}) < len(excerpts):
        raise ValueError(
            "A text comes twice in these excerpts, and a pair would be a text with itself: give each text once."
        )

    random = np.random.default_rng(seed)
    names = [list(by_author)[i] for i in random.permutation(len(by_author))]
    # Read in rounds of one pair for each author. An author is on the left once in a round, and on
    # the right once; who meets whom moves on by one from round to round.
    half = [divmod(i, len(names)) for i in range(count // 2)]
    wanted = [(names[i], names[i]) for _, i in half]
    wanted += [(names[i], names[(i + 1 + turn % (len(names) - 1)) % len(names)]) for turn, i in half]
    # Drawn for two authors at a time, so that no pair comes twice whichever side they are on.
    numbers = Counter(tuple(sorted(couple)) for couple in wanted)
    drawn = {
        couple: _draw(by_author[couple[0]], by_author[couple[1]], number, random) for couple, number in numbers.items()
    }
    found = []
    for couple in wanted:
        one, other = drawn[tuple(sorted(couple))].pop()
        found.append((one, other) if one.author == couple[0] else (other, one))
    return _shuffled(found, random)


def matched_pairs(excerpts: Sequence[Excerpt], count: int, *, seed: int) -> Pairs:
    """Pairs of excerpts, half of them by one author, and as many years apart in both halves.

    For each pair by one author there is one by two that has a text of the same speech in common with
    it, and the same number of years between its two texts: if one goes two years forward to another
    speech of the same president, the other goes two years back, to his predecessor. So neither the
    time between two texts nor the speech that both pairs have in common tells which is which. No pair
    comes twice in one call, not even turned round.

    Args:
        excerpts: where to draw from, of speeches in successive years. Give one split alone.
        count: how many pairs, even.
        seed: the same seed draws the same pairs.

    Returns:
        The pairs, in random order.

    Raises:
        ValueError: `count` is odd or below 2, no speech has another of its author and one of
            another author as many years away, or there are not as many different pairs.

    >>> from keras_functional_notes.texts import neighbours
    >>> drawn = matched_pairs(neighbours("test"), 2000, seed=0)
    >>> apart = np.array([abs(a.year - b.year) for a, b in zip(drawn.left, drawn.right)])
    >>> bool((np.bincount(apart[drawn.same]) == np.bincount(apart[~drawn.same])).all())
    True

    From: a drawing with equal shares among all such triples of speeches, by NumPy's Generator.
    """
    _check_count(count)
    texts_of: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts:
        texts_of.setdefault(excerpt.speech, []).append(excerpt)
    triples = _triples([texts[0] for texts in texts_of.values()])
    if not triples:
        raise ValueError(
            "Of these speeches, none has another of its author and one of another author as many years "
            "away: give excerpts of authors who followed one another, for instance neighbours('test')."
        )
    random = np.random.default_rng(seed)
    triples = [triples[i] for i in random.permutation(len(triples))]
    seen: set[frozenset[Excerpt]] = set()
    found = []
    for turn in range(count // 2):
        middle, *others = triples[turn % len(triples)]
        for other in others:
            pair = _new_pair(texts_of[middle], texts_of[other], seen, random)
            found.append(pair if random.random() < 0.5 else pair[::-1])
    return _shuffled(found, random)


def _check_count(count: int) -> None:
    if count < 2 or count % 2:
        raise ValueError(
            f"{count} pairs cannot be half by one author and half by two: ask for an even number, "
            f"for instance {max(2, count + count % 2)}."
        )


def _shuffled(found: Sequence[tuple[Excerpt, Excerpt]], random: np.random.Generator) -> Pairs:
    """Pairs in random order, each with whether both of its texts are by one author."""
    ordered = [found[i] for i in random.permutation(len(found))]
    return Pairs(
        left=tuple(left for left, _ in ordered),
        right=tuple(right for _, right in ordered),
        same=np.array([left.author == right.author for left, right in ordered]),
    )


def _triples(speeches: Sequence[Excerpt]) -> list[tuple[str, str, str]]:
    """A speech, another of its author, and one of another author as many years away, by an excerpt of each."""
    return [
        (middle.speech, same.speech, other.speech)
        for middle in speeches
        for same in speeches
        if same.author == middle.author and same.year != middle.year
        for other in speeches
        if other.author != middle.author and abs(other.year - middle.year) == abs(same.year - middle.year)
    ]


def _new_pair(
    ones: Sequence[Excerpt], others: Sequence[Excerpt], seen: set[frozenset[Excerpt]], random: np.random.Generator
) -> tuple[Excerpt, Excerpt]:
    """A pair of two speeches that was not drawn before, and is noted in `seen`."""
    for place in random.permutation(len(ones) * len(others)):
        one, other = ones[place // len(others)], others[place % len(others)]
        if frozenset([one, other]) not in seen:
            seen.add(frozenset([one, other]))
            return one, other
    raise ValueError(
        f"All {len(ones) * len(others)} pairs of {ones[0].speech} and {others[0].speech} are drawn, and more are "
        "needed: ask for fewer pairs, or give more excerpts or speeches."
    )


def _draw(
    ones: Sequence[Excerpt], others: Sequence[Excerpt], number: int, random: np.random.Generator
) -> list[tuple[Excerpt, Excerpt]]:
    """Different pairs of two authors' excerpts, or of one author's, never from one speech."""
    speech_of_one = np.array([excerpt.speech for excerpt in ones])
    speech_of_other = np.array([excerpt.speech for excerpt in others])
    qualifies = speech_of_one[:, None] != speech_of_other
    if ones is others:
        qualifies = np.triu(qualifies)  # each pair once, not turned round as well
    candidates = np.argwhere(qualifies)
    if number > len(candidates):
        raise ValueError(
            f"{number} pairs of {ones[0].author} and {others[0].author} are needed, and their "
            f"excerpts give {len(candidates)} from different speeches: ask for fewer, or give "
            "more excerpts or speeches."
        )
    chosen = candidates[random.choice(len(candidates), number, replace=False)]
    if ones is others:
        chosen = random.permuted(chosen, axis=1)  # or the earlier speech would be on the left
    return [(ones[i], others[j]) for i, j in chosen]
