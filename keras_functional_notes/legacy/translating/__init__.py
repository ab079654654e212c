"""2016 source text, rewritten for today.

Floors: `source` and `scopes` read the text; `references` says what its names meant in Keras 1 and what its expressions
make, `spelling` how it writes a name of today; a `page` holds all that for one text; `arguments`, `expressions`,
`calls`, `merges`, `methods` and `attributes` write its parts anew, and `imports` its imports; `translator` goes through
it. `notebooks` and `files` bring texts. None needs Keras.
"""

from keras_functional_notes.legacy.translating.page import Change, Difference, NeedsYou
from keras_functional_notes.legacy.translating.translator import Translation, translate

__all__ = ["Change", "Difference", "NeedsYou", "Translation", "translate"]
