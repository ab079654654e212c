"""Put questions to Keras 1.2.2, and keep its answers as text that today's Python reads."""

import contextlib
import io
import json
import platform
import re
from pathlib import Path

import h5py
import keras
import numpy as np

ROOT = Path(__file__).resolve().parents[2]


def answer_to(question, names):
    """Return what an expression gives, as its `repr`, or else the error that it raises."""
    try:
        return {"asked": question, "answer": repr(eval(question, names))}
    except Exception as error:
        return {"asked": question, "error": type(error).__name__, "message": str(error)}


def run(code, names):
    """Run a text, and return its error where it stops, or None."""
    try:
        exec(compile(code, "<the page>", "exec"), names)
    except SyntaxError as error:
        return {"error": "SyntaxError", "message": error.msg, "line": error.lineno, "text": error.text.strip()}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}
    return None


def summary_of(model):
    """Return what `summary()` prints."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        model.summary()
    return printed.getvalue()


def backend_s():
    """Return the version of what computes."""
    if keras.backend.backend() == "theano":
        import theano

        return {"Theano": theano.__version__}
    import tensorflow

    return {"TensorFlow": tensorflow.__version__}


def stack():
    """Return who answers: the versions."""
    return {
        "Python": platform.python_version(),
        "Keras": keras.__version__,
        **backend_s(),
        "NumPy": np.__version__,
        "h5py": h5py.__version__,
    }


def write(path, answers):
    """Write answers as JSON, in the order in which they were given, and a row of numbers in a line."""
    text = json.dumps(answers, indent=1, ensure_ascii=False)
    text = re.sub(r"\[\s+(-?\d[^\[\]\"]*?)\s+\]", lambda row: "[" + " ".join(row.group(1).split()) + "]", text)
    (ROOT / path).write_text(text + "\n", encoding="utf-8")
