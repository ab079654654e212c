"""The command line: see every call of a saved model, run a script of 2016, translate it, or open what it saved."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from keras_functional_notes.printable import printable


class _CommandError(Exception):
    """What a command could not do, and what to do instead: one line for the person who typed it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, and return its exit code: 0, or 2 if it could not be done.

    Args:
        arguments: What was typed after the program's name; by default what really was.
    """
    parser = argparse.ArgumentParser(prog="python -m keras_functional_notes", description=__doc__)
    parser.add_argument("--version", action="version", version=metadata.version("keras-functional-notes"))
    commands = parser.add_subparsers(required=True, metavar="command", title="commands")
    _add_show(commands)
    _add_run(commands)
    _add_translate(commands)
    _add_convert(commands)
    options = parser.parse_args(arguments)
    try:
        code: int | None = options.run(options)
    except _CommandError as failure:
        print(f"{parser.prog}: {printable(' '.join(str(failure).split()))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Who reads has read enough (`| head`); so that Python does not complain when it flushes at the end:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code or 0


def _add_show(commands: Any) -> None:
    parser = commands.add_parser("show", help="print the calls of a saved model as a table, or draw them")
    parser.add_argument("model", type=Path, help="a file of model.save(), .keras or .h5, or of model.to_json(), .json")
    parser.add_argument("--nested", action="store_true", help="show the calls inside nested models too")
    parser.add_argument("-o", "--output", metavar="picture", help="draw them to this file: .svg, .png or .dot")
    parser.add_argument(
        "--open",
        action="append",
        default=[],
        metavar="name",
        help="in the picture, draw every call of what it shows as one box under this name; may be given several times",
    )
    parser.add_argument("--no-fold", action="store_true", help="in the picture, draw every call")
    parser.add_argument(
        "--load",
        action="store_true",
        help="load the model with Keras, which runs its code; by default its configuration is read, and nothing is run",
    )
    parser.add_argument(
        "--columns", metavar="names", help="the table's columns, such as call,type,shape,trainable,dtype"
    )
    parser.set_defaults(run=_show)


def _show(options: argparse.Namespace) -> None:
    graph = (_loaded_calls if options.load else _stored_calls)(options.model, nested=options.nested)
    try:
        if options.output is not None:
            from keras_functional_notes.graph import drawing  # loads Graphviz, which no table needs

            drawing.save(graph, options.output, fold=not options.no_fold, open=options.open)
            return
    except (ValueError, OSError) as error:  # another ending, a path that cannot be written, no fold of a name
        raise _CommandError(error) from error
    from keras_functional_notes.graph.table import table

    columns = None if options.columns is None else options.columns.split(",")
    try:
        text = table(graph, columns=columns)
    except ValueError as error:  # no such column
        raise _CommandError(error) from error
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        text = table(graph, ascii=True, columns=columns)
    print(text)


def _stored_calls(path: Path, *, nested: bool) -> Any:
    """Read a model's calls from the configuration in a file."""
    from keras_functional_notes.graph.configuration import UnreadableConfigurationError
    from keras_functional_notes.graph.reading_files import read_file

    _check_exists(path)
    try:
        return read_file(path, nested=nested)
    except UnreadableConfigurationError as error:
        raise _CommandError(
            f"{path} cannot be shown without loading it. {error} To load it with Keras: --load"
        ) from error
    except OSError as error:
        raise _CommandError(f"{path} cannot be read: {error.strerror or error}.") from error


def _loaded_calls(path: Path, *, nested: bool) -> Any:
    """Load a model, and read its calls."""
    model = _loaded(path)
    from keras_functional_notes.graph import call_graph  # after _loaded, which sees to it that Keras comes quietly

    try:
        return call_graph(model, nested=nested)
    except ValueError as error:  # no graph
        raise _CommandError(error) from error


def _add_run(commands: Any) -> None:
    parser = commands.add_parser("run", help="run a script of 2016, written for Keras 1, as it stands")
    parser.add_argument("script", type=Path, help="the script; modules beside it are run as 2016 text too")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...", help="the script's own arguments")
    parser.add_argument(
        "--as-in-2016",
        action="store_true",
        help="before the script: what it makes computes, begins and trains as in Keras 1",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if not options.script.is_file():
        raise _CommandError(f"there is no file {options.script}; give a script of 2016.")
    if options.script.suffix == ".ipynb":
        raise _CommandError(
            f"{options.script} is a notebook. In it, write %load_ext keras_functional_notes, and put %%keras1 on top "
            "of its cells."
        )
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from keras_functional_notes.legacy.running.program import (
        run_path,  # loads Keras, which no other command does unasked
    )

    try:
        run_path(options.script, argv=options.arguments, as_in_2016=options.as_in_2016)
    except Exception as error:  # whatever the script raises is shown as Python shows it, from the script's own line on
        shown = error.__traceback__
        while shown is not None and Path(shown.tb_frame.f_code.co_filename).is_relative_to(Path(__file__).parent):
            shown = shown.tb_next
        traceback.print_exception(type(error), error, shown)
        return 1
    return 0


def _add_translate(commands: Any) -> None:
    parser = commands.add_parser("translate", help="rewrite 2016 source text, Keras 1's, for today's Keras")
    parser.add_argument("paths", nargs="+", metavar="path", help="a file, a notebook, a folder, or - for what is typed")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--write", action="store_true", help="write the files; by default a diff is shown")
    how.add_argument("--check", action="store_true", help="write and show nothing; exit with 1 if a file would change")
    parser.add_argument(
        "--as-in-2016",
        action="store_true",
        help="write out what computed otherwise in Keras 1, where today's own words say it; else the report tells it",
    )
    parser.add_argument(
        "--report", choices=["text", "json"], default="text", help="json: the report alone, on the standard output"
    )
    parser.set_defaults(run=_translate)


def _translate(options: argparse.Namespace) -> int:
    from keras_functional_notes.legacy.translating.files import (
        translate_paths,  # needs no Keras, and no command needs it
    )

    return translate_paths(
        options.paths,
        write=options.write,
        check=options.check,
        report=options.report,
        as_in_2016=options.as_in_2016,
    )


def _add_convert(commands: Any) -> None:
    parser = commands.add_parser("convert", help="write a model that Keras 1 saved as a file of today's Keras")
    parser.add_argument("old", type=Path, help="a file of Keras 1's model.save(), .h5, or of model.to_json(), .json")
    parser.add_argument("new", type=Path, help="the file to write, .keras; one that is there is replaced")
    parser.add_argument("--weights", type=Path, metavar="file", help="with JSON text: a file of model.save_weights()")
    parser.set_defaults(run=_convert)


def _convert(options: argparse.Namespace) -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _errors_held_back(), warnings.catch_warnings(record=True) as told:
        from keras_functional_notes.legacy.saved.opening import convert  # loads Keras

        try:
            convert(options.old, options.new, options.weights)
        except (ValueError, OSError) as error:
            raise _CommandError(error) from error
    for warning in told:
        if warning.category is UserWarning:
            print(f"{options.new}: {printable(str(warning.message))}")


def _check_exists(path: Path) -> None:
    if not path.exists():
        raise _CommandError(f"there is no file {path}; give one that model.save() wrote.")


def _loaded(path: Path) -> Any:
    """Read a model from a file, as it is: not compiled, and nothing in it run."""
    _check_exists(path)
    with _errors_held_back():
        import keras

        try:
            return keras.models.load_model(path, compile=False)
        except Exception as error:  # which one it is depends on where in the file Keras stumbles
            raise _CommandError(_why_not(path, error)) from error


@contextlib.contextmanager
def _errors_held_back() -> Iterator[None]:
    """Keep back what is written to the process's standard error meanwhile; if something unforeseen is raised, show it.

    TensorFlow tells of its machine while it loads, below Python and whatever TF_CPP_MIN_LOG_LEVEL says, and the one
    line that a command has to say would be lost in it.
    """
    sys.stderr.flush()
    real = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except _CommandError:
            raise
        except BaseException:
            held.seek(0)
            os.write(real, held.read())
            raise
        finally:
            os.dup2(real, 2)
            os.close(real)


def _why_not(path: Path, error: BaseException) -> str:
    messages = list(_messages(error))
    for message in messages:
        if missing := re.search(r"Could not locate (?:class|function) '(.+?)'", message):
            return (
                f"{path} needs {missing[1]!r}, a class or function of your own. In Python, import the module that "
                f'defines it, then: print(call_graph(keras.models.load_model("{path}"))).'
            )
        if "safe_mode" in message:
            return (
                f"{path} holds Python code in a Lambda layer, which Keras does not run unasked. If you trust the "
                f'file, in Python: print(call_graph(keras.models.load_model("{path}", safe_mode=False))).'
            )
    return (
        f"{path} is no file that Keras can load a model from; give one that model.save() wrote, .keras or .h5. "
        f"(Keras says: {type(error).__name__}: {messages[0][:200]})"
    )


def _messages(error: BaseException | None) -> Iterator[str]:
    """Yield what an error says, and what the errors say that led to it."""
    while error is not None:
        yield str(error)
        error = error.__cause__ or error.__context__


if __name__ == "__main__":
    sys.exit(main())
