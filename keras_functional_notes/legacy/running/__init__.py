"""2016 source text, run as it stands."""

from keras_functional_notes.legacy.running.program import Program, run_path, run_source

__all__ = ["Program", "run_path", "run_source"]
