#!/usr/bin/env python3
"""The hook of pre-commit: it runs from the checkout, since the translator needs Python's own library alone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from keras_functional_notes.legacy.translating.files import translate_paths  # found by the line above

sys.exit(translate_paths(sys.argv[1:], write=True))
