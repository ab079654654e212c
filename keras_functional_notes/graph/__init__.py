"""A model's calls, one by one: as records, as a table, as a picture.

``summary()`` and ``plot_model`` show layers: of a layer that is called twice they show one call, and not the same one.
Here every call is shown, with its own number, inputs and shapes.

>>> import keras
>>> from keras_functional_notes import call_graph
>>> tweet_a, tweet_b = keras.Input((140, 256), name="tweet_a"), keras.Input((140, 256), name="tweet_b")
>>> lstm = keras.layers.LSTM(32, name="lstm")
>>> both = keras.layers.Concatenate(name="both")([lstm(tweet_a), lstm(tweet_b)])
>>> print(call_graph(keras.Model([tweet_a, tweet_b], both, name="tweets")).table(width=90, ascii=True))
Model "tweets"
call        type               output shape      params  inputs
-------------------------------------------------------------------------------
tweet_a[0]  InputLayer         (None, 140, 256)       0
tweet_b[0]  InputLayer         (None, 140, 256)       0
lstm[0]     LSTM, call 1 of 2  (None, 32)        36,992  tweet_a[0][0]
lstm[1]     LSTM, call 2 of 2  (None, 32)        shared  tweet_b[0][0]
both[0]     Concatenate        (None, 64)             0  lstm[0][0], lstm[1][0]
-------------------------------------------------------------------------------
Output: both[0][0]
5 calls, 36,992 parameters
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from keras_functional_notes.graph import table
from keras_functional_notes.graph.calls import Call, CallRecords

if TYPE_CHECKING:
    import keras

    from keras_functional_notes.explorer.serving import Exploration

__all__ = ["CallGraph", "call_graph"]


@dataclass(frozen=True, repr=False)
class CallGraph(CallRecords):
    """All calls of a model, and the tensors between them: a table in a terminal, a picture in a notebook.

    Two graphs are equal if they say the same about their models: names, classes, shapes, parameters, and which call
    takes what from which. Keras's node numbers are not compared, since a saved file renumbers them; so the graph of a
    model equals that of its reloaded file.

    Args:
        model: The model. Not compared.
        name: Its name.
        nodes: The calls (`Call`) in a topological order, that of ``summary()``, stable from run to run; those of an
            opened nested model stand together.
        frames: The calls of nested models that were opened, in order. They are not among the nodes.
        edges: The tensors (`Edge`): which call gave it, as which output; which call took it, as which input.
        outputs: The model's outputs (`Output`), flattened.
        other_params: How many numbers are in weights of the model that none of these calls uses.
        fold: Whether a long picture shows blocks of calls as one box. Not compared.
        open: The names of such boxes whose calls it shows all the same. Not compared.

    Example:
        >>> import keras
        >>> from keras_functional_notes import call_graph
        >>> x, square = keras.Input((3,), name="x"), keras.layers.Dense(3, name="square")
        >>> graph = call_graph(keras.Model(x, square(square(x))))
        >>> [call.label for call in graph.nodes]
        ['x[0]', 'square[0]', 'square[1]']
        >>> [(e.source.label, e.tensor_index, e.target.label, e.input_position) for e in graph.edges]
        [('x[0]', 0, 'square[0]', 0), ('square[0]', 0, 'square[1]', 0)]
        >>> graph.params
        12
    """

    fold: bool = field(default=True, compare=False, kw_only=True)
    open: tuple[str, ...] = field(default=(), compare=False, kw_only=True)

    @property
    def layers(self) -> list[keras.Operation]:
        """What is called, each layer, nested model or operation once, in order."""
        return list(dict.fromkeys(call.layer for call in (*self.nodes, *self.frames)))

    def kept_calls(self, layer: keras.Operation) -> Sequence[tuple[int, Any]]:
        """Return the number and Keras's own record of each call of a layer, in order; `nodes_of` reads them."""
        return self._kept_calls.get(id(layer), ())

    @cached_property
    def _kept_calls(self) -> dict[int, list[tuple[int, Any]]]:
        calls = sorted(zip((*self.nodes, *self.frames), self.kept, strict=True), key=lambda pair: pair[0].position)
        found: dict[int, list[tuple[int, Any]]] = defaultdict(list)
        for call, node in calls:
            found[id(call.layer)].append((call.node_index, node))
        return dict(found)

    def table(self, *, width: int | None = None, ascii: bool = False, columns: Iterable[str] | None = None) -> str:
        """Return the calls as a table of text, as ``str()`` does.

        Args:
            width: How many columns of the terminal to use at most; by default as many as it has. Long cells are
                wrapped, no column is left out.
            ascii: Whether to stay within ASCII; what a name holds besides is written as escapes.
            columns: The names of the columns, in order: ``"call"``, ``"type"``, ``"shape"``, ``"dtype"``, ``"params"``,
                ``"bytes"``, ``"trainable"``, ``"activation"``, ``"arguments"`` (what a call took besides tensors) and
                ``"inputs"``; by default call, type, shape, params and inputs.

        Raises:
            ValueError: If `width` is less than 1, or there is no column of a name.

        Example:
            >>> import keras
            >>> from keras_functional_notes import call_graph
            >>> x = keras.Input((3,), name="x")
            >>> print(call_graph(keras.Model(x, keras.layers.Dense(2, name="dense")(x), name="m")).table(ascii=True))
            Model "m"
            call      type        output shape  params  inputs
            ---------------------------------------------------
            x[0]      InputLayer  (None, 3)          0
            dense[0]  Dense       (None, 2)          8  x[0][0]
            ---------------------------------------------------
            Output: dense[0][0]
            2 calls, 8 parameters
            >>> dense = keras.layers.Dense(2, activation="relu", name="dense")
            >>> drop = keras.layers.Dropout(0.5, name="drop")
            >>> graph = call_graph(keras.Model(x, dense(drop(x, training=False)), name="m"))
            >>> print(graph.table(ascii=True, columns=["call", "activation", "arguments", "trainable"]))
            Model "m"
            call      activation  arguments       trainable
            -----------------------------------------------
            x[0]
            drop[0]               training=False
            dense[0]  relu                        yes
            -----------------------------------------------
            Output: dense[0][0]
            3 calls, 8 parameters
            8 of them trainable (32 bytes), 0 frozen (0 bytes)
        """
        return table.table(self, width=width, ascii=ascii, columns=columns)

    def with_values(self, data: Any) -> CallGraph:
        """Return the same graph with numbers: what each call gives for a batch of data.

        Args:
            data: A batch, as ``model(data)`` takes it.

        Returns:
            A graph whose table and picture say at each call the mean, the standard deviation ("spread") and the share
            of zeros of what it gives, without training. Where it gives images, the picture has a strip of their
            channels, for the first of the batch. What a folded box stands for is not told.

        Raises:
            ValueError: If the graph shows nested models open.

        Example:
            >>> import keras, numpy as np
            >>> from keras_functional_notes import call_graph
            >>> x = keras.Input((2,), name="x")
            >>> graph = call_graph(keras.Model(x, keras.layers.ReLU(name="relu")(x), name="m"))
            >>> print(graph.with_values(np.array([[-1.0, 3.0], [-3.0, 1.0]])).table(columns=["call"], ascii=True))
            Model "m"
            call     of this batch
            ---------------------------------------
            x[0]     mean 0, spread 2.24, 0% zeros
            relu[0]  mean 1, spread 1.22, 50% zeros
            ---------------------------------------
            Output: relu[0][0]
            2 calls, 0 parameters

        Every call's output is computed in one pass, by `extractor`.
        """
        from keras_functional_notes.graph import values  # loads Keras, which the calls of a file do not need

        numbers, strips = values.values(self, data)
        return replace(self, numbers=numbers, strips=strips)

    def with_gradients(self, data: Any, targets: Any, *, loss: Any = None) -> CallGraph:
        """Return the same graph with numbers: which output's loss reaches which call, and how strongly.

        Args:
            data: A batch, as ``model(data)`` takes it.
            targets: What the outputs should be, in the model's own structure of outputs.
            loss: A loss, or one for each output in that structure; by default those that the model was compiled with.

        Returns:
            A graph whose table and picture say at each call the length of the gradient of each output's loss with
            respect to what the call gives, or "not reached".

        Raises:
            ValueError: If the graph shows nested models open, there is no loss, the targets are not as many as the
                outputs, or the backend is not TensorFlow.

        Example:
            >>> import keras, numpy as np
            >>> from keras_functional_notes import call_graph
            >>> x = keras.Input((1,), name="x")
            >>> left, right = keras.layers.Rescaling(2.0, name="left")(x), keras.layers.Rescaling(3.0, name="right")(x)
            >>> graph = call_graph(keras.Model(x, {"left": left, "right": right}, name="m"))
            >>> batch, targets = np.ones((1, 1)), {"left": np.zeros((1, 1)), "right": np.zeros((1, 1))}
            >>> print(graph.with_gradients(batch, targets, loss="mse").table(columns=["call"], ascii=True))
            Model "m"
            call      of this batch
            -------------------------------------
            x[0]      left: 8, right: 18
            left[0]   left: 4, right: not reached
            right[0]  left: not reached, right: 6
            -------------------------------------
            Outputs: left=left[0][0], right=right[0][0]
            3 calls, 0 parameters
        """
        from keras_functional_notes.graph import values  # loads Keras, which the calls of a file do not need

        return replace(self, numbers=values.gradients(self, data, targets, loss), strips={})

    def save(
        self, path: str | os.PathLike[str], *, fold: bool | None = None, open: Iterable[str] | None = None
    ) -> None:
        """Write the picture to a file, in the format that the file's ending names.

        Args:
            path: Where to: a name that ends in ``.svg``, ``.png`` or ``.dot``. What stands there is replaced, once
                the picture is complete.
            fold: Whether a long picture shows blocks of calls, such as those of a residual network, as one box that
                says what is in it; False shows every call. By default as `call_graph` was asked.
            open: The names of such boxes, as the picture shows them, whose calls are shown all the same:
                ``["conv4_block2"]``. By default as `call_graph` was asked.

        Raises:
            ValueError: If the path has another ending, nothing is folded under a name in `open`, or the picture is too
                large: Graphviz would place it for longer than some seconds, or a PNG would have more pixels than
                programs show.
            OSError: If the path cannot be written.

        Example:
            >>> import keras, pathlib, tempfile
            >>> from keras_functional_notes import call_graph
            >>> x = keras.Input((3,), name="x")
            >>> graph = call_graph(keras.Model(x, keras.layers.Dense(2)(x)))
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     picture = pathlib.Path(folder) / "model.svg"
            ...     graph.save(picture)
            ...     picture.read_text(encoding="utf-8").startswith("<svg")
            True

        Graphviz places the boxes; pygraphviz's wheels carry it. Their sizes and the letters of a PNG are the package's
        own, so that a picture is the same on every machine, whatever fonts it has.
        """
        from keras_functional_notes.graph import drawing  # loaded when a picture is drawn, with Graphviz

        fold = self.fold if fold is None else fold
        drawing.save(self, path, fold=fold, open=self.open if open is None else open)

    def explore(
        self,
        *,
        data: Mapping[str, Mapping[str | Call, float]] | None = None,
        port: int | None = None,
        wait: bool | None = None,
        browser: bool = True,
    ) -> Exploration:
        """Show the graph in Google's Model Explorer, where one searches, opens and closes parts of huge models.

        Nested models, and what else was opened, are its layers ("namespaces"); each call tells of its shapes and
        weights, its layer's configuration, and the layer's other calls.

        Args:
            data: Numbers of one's own: under the name of each kind of number, the number at each call, which is a
                `Call`, its label (``"encoder[0]/dense[0]"``), or the name of its layer where that is called once.
            port: Where its server listens on this machine; by default at a port that is free.
            wait: Whether to return only when the server is stopped (Ctrl-C); by default so in a program, and not in a
                notebook or where commands are typed, where it is served as long as Python runs.
            browser: Whether to open the page in a browser.

        Returns:
            What tells the address of the page (`address`).

        Raises:
            ModuleNotFoundError: If Model Explorer is not installed.
            UnknownNumberError: If numbers are given for what is no call of the graph, or are none.
            OSError: If the port is in use.

        Example:
            >>> import keras
            >>> from keras_functional_notes import call_graph
            >>> x, square = keras.Input((3,), name="x"), keras.layers.Dense(3, name="square")
            >>> graph = call_graph(keras.Model(x, square(square(x)), name="model"))
            >>> graph.explore(data={"gradient": {"square": 1.5}})
            Traceback (most recent call last):
                ...
            keras_functional_notes.explorer.graphs.UnknownNumberError: Model 'model' makes 2 calls of 'square':
            square[0], square[1].
            Give a number for each call.
            >>> graph.explore(data={"gradient": {"square[0]": 1.5, "square[1]": 2.5}})  # doctest: +SKIP
            Model Explorer shows it at http://127.0.0.1:35521/?data=... as long as Python runs.

        ``pip install 'keras-functional-notes[explore]'`` brings Model Explorer. Its page needs no network.
        """
        from keras_functional_notes.explorer import serving  # what it needs is asked for when it is used

        return serving.explore(self._opened(), data, port=port, wait=wait, browser=browser)

    def _opened(self) -> CallRecords:
        """Return the same graph with all open that can be opened; Model Explorer closes it again."""
        from keras_functional_notes.graph import tracing

        if self.frames:
            return self
        opened = tracing.calls_of(self.model, nested=True, inputs=self.called_on)
        numbers = {call.label: text for call, text in self.numbers.items()}
        every = (*opened.nodes, *opened.frames)
        return replace(opened, numbers={call: numbers[call.label] for call in every if call.label in numbers})

    def __repr__(self) -> str:
        return self.table()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str | bytes], dict[str, dict[str, int | str]]]:
        """Return what a notebook shows: the picture, as SVG and PNG, and the table where it shows none."""
        from keras_functional_notes.graph import drawing  # loaded when a picture is drawn, with Graphviz

        try:
            shown = drawing.shown(self, fold=self.fold, open=self.open)
        except ValueError as error:  # more than anybody waits for
            return {"text/plain": f"{error}\n\n{self.table()}"}, {}
        width, height = shown.size
        bundle: dict[str, str | bytes] = {"text/plain": self.table(), "image/svg+xml": shown.svg}
        if shown.png is not None:
            bundle["image/png"] = shown.png
        return bundle, {"image/png": {"width": width, "height": height, "alt": shown.description}}


def call_graph(
    model: keras.Model,
    *,
    nested: bool = False,
    inputs: Any = None,
    fold: bool = True,
    open: Iterable[str] = (),
) -> CallGraph:
    """Return every call that a model makes, and the tensors that go from call to call.

    Args:
        model: A Functional model or a built Sequential; with `inputs` also what keeps no graph, a subclassed model
            or a layer that calls others.
        nested: Whether to open nested models and show the calls they make, at any depth. A nested model that is
            called twice is shown twice, its calls as ``encoder[0]/dense[0]`` and ``encoder[1]/dense[0]``. What keeps
            no graph, such as a subclassed model or a layer that calls others, runs its code once on symbolic tensors
            for this; where its code needs numbers it stays closed.
        inputs: For what keeps no graph: what it takes, a shape with the batch such as ``(None, 64)``, a
            ``keras.Input``, or a list or dict of these. It is called once on symbolic tensors, which builds it, and
            no node is left on any layer.
        fold: Whether a long picture shows blocks of calls as one box: blocks that repeat, and where that is not
            enough, blocks that the names of layers tell of. Records and table hold every call in any case.
        open: The names of such boxes, as the picture shows them, whose calls are shown all the same.

    Returns:
        A `CallGraph`. Calls that other models make of the same layers are counted and not shown. Numbers are Keras's
        own: ``lstm[1]`` is ``get_output_at(lstm, 1)``, and the same as in ``summary()``.

    Raises:
        NoGraphError: If `model` keeps no graph and there are no `inputs`, or its code does not run on them.
        ValueError: If nothing is folded under a name in `open`.

    Example:
        >>> import keras
        >>> from keras_functional_notes import call_graph
        >>> pixels = keras.Input((8,), name="pixels")
        >>> encoder = keras.Model(pixels, keras.layers.Dense(4, name="code")(pixels), name="encoder")
        >>> x = keras.Input((8,), name="x")
        >>> model = keras.Model(x, encoder(x))
        >>> [call.label for call in call_graph(model).nodes]
        ['x[0]', 'encoder[0]']
        >>> [call.label for call in call_graph(model, nested=True).nodes]
        ['x[0]', 'encoder[0]/pixels[0]', 'encoder[0]/code[0]']

        A subclassed model:

        >>> class Twice(keras.Model):
        ...     def __init__(self):
        ...         super().__init__(name="twice")
        ...         self.dense = keras.layers.Dense(4, name="dense")
        ...
        ...     def call(self, x):
        ...         return self.dense(self.dense(x))
        >>> [call.label for call in call_graph(Twice(), inputs=(None, 4)).nodes]
        ['input_0[0]', 'dense[0]', 'dense[1]']
    """
    from keras_functional_notes.graph import tracing  # loads Keras, which the calls of a file do not need

    opened = (open,) if isinstance(open, str) else tuple(open)
    graph = CallGraph(**vars(tracing.calls_of(model, nested=nested, inputs=inputs)), fold=fold, open=opened)
    if opened:
        from keras_functional_notes.graph import folding  # loaded when a picture is drawn, but for this

        folding.stretches(graph, fold=fold, open=opened)  # a wrong name is told at once
    return graph
