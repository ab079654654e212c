"""The rooms of the translator: `translating` is its front door.

Floors: `source` and `scopes` read the text; `references` says what its names meant in Keras 1, `kinds` what its
expressions make, `spelling` how it writes a name of today; a `page` holds all that for one text; `expressions`,
`templates`, `calls`, `merges`, `methods` and `members` write its parts anew, and `importing` its imports. None needs
Keras.
"""
