"""The table and the picture of a deep model against Keras's own, and a graph of very many calls."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import keras

from benchmarks.measuring import ratio, report
from keras_functional_notes.graph import call_graph, drawing
from keras_functional_notes.graph.columns import COLUMNS


def main() -> bool:
    resnet = keras.applications.ResNet152(weights=None)
    str(call_graph(resnet))  # loads what a first table loads, as the model's own building did for summary()

    def summary() -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            resnet.summary()

    promises = [
        report("the table of ResNet152 / model.summary()", ratio(lambda: str(call_graph(resnet)), summary), 0.25),
        report(
            "the same with all columns / model.summary()",
            ratio(lambda: call_graph(resnet).table(columns=COLUMNS), summary),
            0.2,
        ),
        report("show of ResNet152's file, CPU seconds", _shown_file(resnet), 0.5),
        *_pictures(resnet),
        *_pictures_of_all(),
        report("the table of 5,000 calls / that of 1,250 calls (linear: 4)", _growth(1_250, 5_000), 6),
        *_hard_pictures(),
    ]
    return all(promises)


def _shown_file(model: keras.Model) -> float:
    """Return how many seconds of the processor `show` takes for a model's file, from the start of Python on."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.keras"
        model.save(file)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "keras_functional_notes", "show", str(file)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _missing() -> list[str]:
    """Return what plot_model needs and is not here."""
    found = {"pydot": importlib.util.find_spec("pydot"), "dot": shutil.which("dot")}
    return [name for name, place in found.items() if not place]


def _pictures(model: keras.Model) -> list[bool]:
    if missing := _missing():
        print(f"the SVG of ResNet152 / plot_model's: not measured, since plot_model needs {' and '.join(missing)}")
        return []
    with tempfile.TemporaryDirectory() as folder:
        # What plot_model(to_file="model.svg") does; itself it then fails on showing an SVG where IPython is installed.
        def plotted() -> None:
            keras.utils.model_to_dot(model).write(str(Path(folder) / "keras.svg"), format="svg")

        def plotted_with_shapes() -> None:
            dot = keras.utils.model_to_dot(model, show_shapes=True)
            dot.write(str(Path(folder) / "keras.svg"), format="svg")

        def folded() -> None:
            call_graph(model).save(Path(folder) / "ours.svg")

        def whole() -> None:
            call_graph(model).save(Path(folder) / "ours.svg", fold=False)

        folded()  # loads Graphviz
        return [
            report("the SVG of ResNet152 / plot_model's", ratio(folded, plotted, rounds=5), 1),
            report(
                "the SVG of ResNet152, every call / plot_model's with shapes",
                ratio(whole, plotted_with_shapes, rounds=5),
                1,
            ),
        ]


def _pictures_of_all() -> Iterator[bool]:
    """Draw every model of keras.applications, and compare the time, the boxes and the height with what is promised."""
    names = [name for name in sorted(dir(keras.applications)) if name[0].isupper()]
    ratios, boxes, screens = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ours.svg"
        for name in names:
            model = getattr(keras.applications, name)(weights=None)

            def folded(model: keras.Model = model) -> None:
                call_graph(model).save(file)

            def plotted(model: keras.Model = model) -> None:
                keras.utils.model_to_dot(model).write(str(Path(folder) / "keras.svg"), format="svg")

            if _missing():
                folded()
            else:
                with contextlib.suppress(AssertionError):  # the program dot itself ends on some of them
                    ratios.append(ratio(folded, plotted, rounds=1))
            svg = file.read_text(encoding="utf-8")
            boxes.append(svg.count('class="node"'))
            # There are four pixels to three points, and some 900 pixels on a screen.
            screens.append(float(svg.partition('height="')[2].partition("pt")[0]) * 4 / 3 / 900)
            keras.utils.clear_session()
    yield report("boxes of a model of keras.applications, at most", max(boxes), 60)
    yield report("screens that its picture takes, at most", max(screens), 12)
    if ratios:
        yield report("the folded SVG of each / plot_model's, median", statistics.median(ratios), 0.5)


def _hard_pictures() -> Iterator[bool]:
    """Draw, or refuse to draw, models that are hard to place; ten seconds are as long as anybody waits."""
    x, shared = keras.Input((2,)), keras.layers.Dense(2)
    add, dense = keras.layers.Add, keras.layers.Dense
    models = {
        f"{count:,} calls of one layer": keras.Model(x, add()([shared(x) for _ in range(count)]))
        for count in (300, 1_000, 5_000)
    }
    chain, residual, skips = [x], [x], [x]
    for _ in range(400):
        chain.append(dense(2)(chain[-1]))
        residual.append(add()([residual[-1], dense(2)(residual[-1])]))
        skips.append(add()([dense(2)(skips[-1]), *skips[-30:]]))
    models |= {
        name: keras.Model(x, values[-1])
        for name, values in (("chain", chain), ("residual", residual), ("dense skips", skips))
    }
    for name in ("DenseNet201", "NASNetLarge", "EfficientNetV2L"):
        models[name] = getattr(keras.applications, name)(weights=None)
    for name, model in models.items():
        graph = call_graph(model)
        with contextlib.suppress(ValueError):  # too much, and said so: that took its time, too
            started = time.perf_counter()
            drawing.svg(graph, fold=False)
        yield report(f"the whole picture of {name} / 10 seconds", (time.perf_counter() - started) / 10, 1)


def _growth(few: int, many: int) -> float:
    """Return how many times as long the table of a model of many calls takes as that of a model of few."""

    def model(calls: int) -> keras.Model:
        x, shared = keras.Input((2,)), keras.layers.Dense(2)
        return keras.Model(x, keras.layers.Add()([shared(x) for _ in range(calls)]))

    small, large = model(few), model(many)
    return ratio(lambda: str(call_graph(large)), lambda: str(call_graph(small)), rounds=5)


if __name__ == "__main__":
    raise SystemExit(not main())
