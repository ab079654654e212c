import itertools
import re
import subprocess
import sys
from collections import Counter

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from keras_functional_notes.texts import (
    Excerpt,
    authors,
    excerpts,
    from_one_hot,
    matched_pairs,
    neighbours,
    one_hot,
    pairs,
)

latin = st.text(st.characters(max_codepoint=255), max_size=140)


EVERY = {"excerpts": excerpts, "neighbours": neighbours}


@pytest.fixture(params=EVERY)
def every(request):
    """Each function that gives the data."""
    return EVERY[request.param]


# The data


def test_every_author_has_600_excerpts_to_train_on_and_250_to_test_on():
    for split, count in [("train", 600), ("test", 250)]:
        found = Counter(excerpt.author for excerpt in excerpts(split))
        assert found == dict.fromkeys(authors(), count)


def test_neighbours_have_210_excerpts_to_train_on_and_120_to_test_on():
    for split, count in [("train", 210), ("test", 120)]:
        found = Counter(excerpt.author for excerpt in neighbours(split))
        assert len(found) == 13
        assert set(found.values()) == {count}


def test_neighbours_follow_one_another_and_odd_years_are_for_testing():
    speeches = sorted({(e.year, e.author) for e in neighbours()})
    assert [year for year, _ in speeches] == sorted(
        [*range(1934, 2017), 1953, 1961]
    )  # the old one's last, the new one's first
    assert {e.year % 2 for e in neighbours("train")} == {0}
    assert {e.year % 2 for e in neighbours("test")} == {1}


def test_no_speech_is_in_both_splits(every):
    train, test = ({excerpt.speech for excerpt in every(split)} for split in ("train", "test"))
    assert not train & test


def test_every_author_has_two_speeches_or_more_in_each_split():
    for split in ("train", "test"):
        speeches = {(excerpt.author, excerpt.speech) for excerpt in excerpts(split)}
        assert min(Counter(author for author, _ in speeches).values()) >= 2


def test_excerpts_are_tweet_sized_plain_and_all_different(every):
    texts = [excerpt.text for excerpt in every()]
    assert len(set(texts)) == len(texts) == {excerpts: 6800, neighbours: 4290}[every]
    assert all(100 <= len(text) <= 140 for text in texts)
    assert all(text.isprintable() and max(map(ord, text)) < 256 for text in texts)
    assert all(text == " ".join(text.split()) for text in texts)


def test_a_speech_has_one_author_and_one_year_and_its_id_says_both(every):
    for excerpt in every():
        year, name = excerpt.speech.split("_", 1)
        assert (int(year), name) == (excerpt.year, excerpt.author.lower().replace(" ", "_"))


def test_nothing_of_the_transcriber_is_left(every):
    assert not [e for e in every() if re.search(r"applause\]|laughter\]|--", e.text, re.I)]


def test_authors_are_in_the_order_of_time():
    first = [min(e.year for e in excerpts() if e.author == author) for author in authors()]
    assert len(first) == 8
    assert first == sorted(first)


def test_unknown_split_says_which_there_are(every):
    with pytest.raises(ValueError, match=re.escape("no split 'dev'. There are 'train' and 'test'")) as error:
        every("dev")
    assert f"{every.__name__}('test')" in str(error.value)


def test_texts_need_neither_keras_nor_tensorflow():
    code = (
        "import sys, keras_functional_notes.texts as t; t.one_hot(t.excerpts()[0].text);"
        "sys.exit(bool({'keras', 'tensorflow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# One-hot


@given(st.lists(latin, max_size=4))
def test_texts_come_back_as_they_were(texts):
    assert from_one_hot(one_hot(texts)) == texts


@given(latin)
def test_one_text_comes_back_as_it_was(text):
    array = one_hot(text)
    assert array.shape == (140, 256)
    assert from_one_hot(array) == text
    assert from_one_hot(array.astype("float32")) == text


@given(latin)
def test_rows_are_those_of_the_identity_matrix_then_zeros(text):
    expected = np.zeros((140, 256))
    for row, character in enumerate(text):
        expected[row] = np.eye(256)[ord(character)]
    np.testing.assert_array_equal(one_hot(text), expected)


def test_one_hot_is_of_bytes_and_of_the_length_asked_for():
    array = one_hot(["ab", ""], length=3)
    assert (array.dtype, array.shape, array.sum()) == (np.uint8, (2, 3, 256), 2)
    assert one_hot([]).shape == (0, 140, 256)


def test_every_excerpt_fits():
    for start in range(0, 6800, 850):
        texts = [excerpt.text for excerpt in excerpts()[start : start + 850]]
        assert from_one_hot(one_hot(texts)) == texts


def test_too_long_a_text_is_refused_with_both_ways_out():
    with pytest.raises(ValueError, match="Text 1 has 4 characters, and there are 3 rows") as error:
        one_hot(["abc", "abcd"], length=3)
    assert "text[:3]" in str(error.value)
    assert "one_hot(texts, length=4)" in str(error.value)


def test_a_character_beyond_255_is_refused_with_its_place():
    text = "it\u2019s"
    with pytest.raises(ValueError, match="Text 0 has '\u2019', code point 8217, at 2") as error:
        one_hot(text)
    assert "text.replace('\u2019', '?')" in str(error.value)


def test_an_excerpt_given_for_its_text_is_refused():
    with pytest.raises(TypeError, match="Text 0 is of type Excerpt, not str") as error:
        one_hot(excerpts()[:1])  # type: ignore[arg-type]  # the mistake that is tested
    assert "one_hot([excerpt.text for excerpt in excerpts])" in str(error.value)


@pytest.mark.parametrize("shape", [(256,), (140, 255), (1, 1, 140, 256), ()])
def test_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=re.escape(f"shape {shape} is no encoded text")):
        from_one_hot(np.zeros(shape))


def test_a_row_with_two_ones_is_refused():
    array = one_hot(["ab", "ab"])
    array[1, 0, 7] = 1
    with pytest.raises(ValueError, match="Row 0 of text 1 is not one-hot: 2 of its places"):
        from_one_hot(array)


def test_probabilities_are_refused_and_the_way_to_text_works():
    array = one_hot("ab")[:2] * 0.75
    with pytest.raises(ValueError, match=r"Row 0 is not one-hot: .* greatest is 0\.75") as error:
        from_one_hot(array)
    assert "numpy.eye(256)[array.argmax(-1)]" in str(error.value)
    assert from_one_hot(np.eye(256)[array.argmax(-1)]) == "ab"


def test_zeros_in_the_middle_are_refused():
    array = one_hot("abc")
    array[1] = 0
    with pytest.raises(ValueError, match="Row 1 is all zeros and a character comes after it"):
        from_one_hot(array)


# Pairs


def made_up(people: int, speeches: int, texts: int) -> list[Excerpt]:
    """Excerpts with different texts, so many of each of so many speeches of so many people."""
    return [
        Excerpt(f"{person} {speech} {text}", f"person {person}", 1900 + speech, f"{person} {speech}")
        for person, speech, text in itertools.product(range(people), range(speeches), range(texts))
    ]


@settings(deadline=None)
@given(
    people=st.integers(2, 6),
    speeches=st.integers(2, 4),
    half=st.integers(1, 30),
    seed=st.integers(0, 2**32),
)
def test_pairs_keep_their_promises(people, speeches, half, seed):
    given_excerpts = made_up(people, speeches, texts=6)
    drawn = pairs(given_excerpts, 2 * half, seed=seed)
    both = list(zip(drawn.left, drawn.right, strict=True))

    assert len(both) == len(drawn.same) == 2 * half
    assert drawn.same.sum() == half
    assert [a.author == b.author for a, b in both] == list(drawn.same)
    assert all(a.speech != b.speech for a, b in both)
    assert len({frozenset([a.text, b.text]) for a, b in both}) == 2 * half
    for answer in (True, False):
        for side in (drawn.left, drawn.right):
            counts = Counter(excerpt.author for excerpt, same in zip(side, drawn.same, strict=True) if same == answer)
            assert max(counts.values()) - min(counts[e.author] for e in given_excerpts) <= 1


def test_every_two_authors_meet_as_often():
    drawn = pairs(excerpts("train"), 2 * 8 * 7 * 5, seed=3)
    met = Counter((a.author, b.author) for a, b in zip(drawn.left, drawn.right, strict=True))
    for couple in itertools.permutations(authors(), 2):
        assert met[couple] == 5
    for author in authors():
        assert met[author, author] == 7 * 5


def test_the_earlier_speech_is_on_either_side():
    drawn = pairs(excerpts("train"), 4000, seed=0)
    earlier = np.array([a.year < b.year for a, b in zip(drawn.left, drawn.right, strict=True)])
    for answer in (True, False):  # 2,000 tosses of a coin: six standard errors are 134
        assert abs(earlier[drawn.same == answer].sum() - 1000) < 134


def test_a_seed_draws_the_same_pairs_and_another_draws_others():
    first, again, other = (pairs(excerpts("test"), 2000, seed=seed) for seed in (1, 1, 2))
    assert (first.left, first.right) == (again.left, again.right)
    np.testing.assert_array_equal(first.same, again.same)
    assert first.left != other.left


def test_all_the_pairs_there_are_can_be_drawn():
    # Two people, two speeches each of two texts: 2 x 2 pairs by each, and 4 x 4 by both.
    drawn = pairs(made_up(2, 2, 2), 16, seed=0)
    couples = {frozenset([a, b]) for a, b in zip(drawn.left, drawn.right, strict=True)}
    assert sum(len({e.author for e in couple}) == 1 for couple in couples) == 2 * (2 * 2)


def test_one_pair_more_than_there_are_is_refused():
    with pytest.raises(ValueError, match=r"5 pairs of person \d and person \d are needed") as error:
        pairs(made_up(2, 2, 2), 18, seed=0)
    assert "give 4 from different speeches" in str(error.value)


def test_one_speech_an_author_gives_no_pair_by_one_author():
    with pytest.raises(ValueError, match="give 0 from different speeches"):
        pairs(made_up(2, 1, 10), 4, seed=0)


@pytest.mark.parametrize(("count", "instead"), [(7, 8), (1, 2), (0, 2), (-3, 2)])
def test_an_odd_count_is_refused_with_an_even_one(count, instead):
    with pytest.raises(ValueError, match=rf"^{count} pairs .* for instance {instead}\.$"):
        pairs(excerpts("test"), count, seed=0)


@pytest.mark.parametrize(("given_excerpts", "which"), [(made_up(1, 3, 3), "have 1: person 0"), ([], "have 0: none")])
def test_one_author_is_too_few(given_excerpts, which):
    with pytest.raises(ValueError, match=which):
        pairs(given_excerpts, 2, seed=0)


def test_a_repeated_text_is_refused():
    with pytest.raises(ValueError, match="A text comes twice"):
        pairs([*made_up(2, 2, 2), *made_up(2, 2, 1)], 2, seed=0)


# Matched pairs


@pytest.mark.parametrize("split", ["train", "test"])
def test_matched_pairs_are_as_many_years_apart_in_both_halves(split):
    drawn = matched_pairs(neighbours(split), 1000, seed=0)
    both = list(zip(drawn.left, drawn.right, strict=True))
    assert len(both) == len(drawn.same) == 1000
    assert drawn.same.sum() == 500
    assert [a.author == b.author for a, b in both] == list(drawn.same)
    assert all(a.speech != b.speech for a, b in both)
    assert len({frozenset([a.text, b.text]) for a, b in both}) == 1000
    apart = np.array([abs(a.year - b.year) for a, b in both])
    assert Counter(apart[drawn.same]) == Counter(apart[~drawn.same])
    assert apart.min() > 0


def test_an_authors_only_speech_is_never_in_the_half_by_one():
    years = {1901: "a", 1902: "a", 1903: "b", 1904: "b", 1905: "c"}
    some = [Excerpt(f"{year} {i}", by, year, str(year)) for year, by in years.items() for i in range(5)]
    drawn = matched_pairs(some, 40, seed=0)
    met = {(a.year, b.year) for a, b in zip(drawn.left, drawn.right, strict=True)}
    # By hand: 1902 has 1901 and 1903 beside it, 1903 has 1904 and 1902, 1904 has 1903 and 1905; and no more.
    assert {frozenset(couple) for couple in met} == {
        frozenset(couple) for couple in [(1901, 1902), (1902, 1903), (1903, 1904), (1904, 1905)]
    }


def test_a_seed_draws_the_same_matched_pairs_and_another_draws_others():
    first, again, other = (matched_pairs(neighbours("test"), 200, seed=seed) for seed in (1, 1, 2))
    assert (first.left, first.right) == (again.left, again.right)
    assert first.left != other.left


def test_authors_who_did_not_follow_one_another_cannot_be_matched():
    some = [Excerpt(f"{year}", by, year, str(year)) for by, year in [("a", 1901), ("a", 1902), ("b", 1950)]]
    with pytest.raises(ValueError, match=re.escape("none has another of its author") + r".*neighbours\('test'\)"):
        matched_pairs(some, 2, seed=0)


def test_more_matched_pairs_than_there_are_are_refused():
    some = [Excerpt(f"{year}", by, year, str(year)) for by, year in [("a", 1901), ("a", 1902), ("b", 1903)]]
    assert len(matched_pairs(some, 2, seed=0).same) == 2
    with pytest.raises(ValueError, match=r"All 1 pairs of 1902 and 1901 are drawn, .* ask for fewer pairs"):
        matched_pairs(some, 4, seed=0)


@pytest.mark.parametrize(("count", "instead"), [(7, 8), (0, 2)])
def test_an_odd_count_of_matched_pairs_is_refused(count, instead):
    with pytest.raises(ValueError, match=rf"^{count} pairs .* for instance {instead}\.$"):
        matched_pairs(neighbours("test"), count, seed=0)
