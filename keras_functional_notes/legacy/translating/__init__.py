"""2016 source text, rewritten for today.

Floors: `source` reads the text; `names` says what its names meant in Keras 1, `kinds` what its expressions make; a
`page` holds all that for one text, and how it writes a name of today, `writing` how a value; `calls`, `expressions`,
`merges`, `methods` and `attributes` write its parts anew, `file_names` its files, and `imports` its imports;
`freezing`, `losses`, `meanings`, `reopening` and `origins` say what is not to be seen in it; `translator` goes through
it and gives a `report`. `notebooks` and `files` bring texts. None needs Keras.
"""

from keras_functional_notes.legacy.translating.report import Change, Difference, NeedsYou
from keras_functional_notes.legacy.translating.translator import Translation, translate

__all__ = ["Change", "Difference", "NeedsYou", "Translation", "translate"]
