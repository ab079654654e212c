"""The methods of models whose names or arguments changed, as functions of the model.

>>> import keras, numpy as np, warnings
>>> from keras_functional_notes.legacy import Keras1Warning
>>> from keras_functional_notes.legacy.shims import training
>>> warnings.simplefilter("ignore", Keras1Warning)
>>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
>>> training.compile(model, "sgd", "mse")
>>> history = training.fit(model, np.ones((4, 2)), np.ones((4, 1)), nb_epoch=3, verbose=0)
>>> len(history.epoch)
3
"""

from __future__ import annotations

import functools
import inspect
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import keras

from keras_functional_notes.legacy.shims.callbacks import keep_for_callbacks
from keras_functional_notes.legacy.shims.closures import by_the_share, read_by, with_tensors
from keras_functional_notes.legacy.shims.freezing import as_compiled, inside, remember
from keras_functional_notes.legacy.shims.making import made_of, parameters_of
from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table import METHODS
from keras_functional_notes.legacy.table.arguments import GONE_METRICS, METRIC, METRICS
from keras_functional_notes.legacy.table.attributes import RESET
from keras_functional_notes.legacy.table.conversions import long_names
from keras_functional_notes.legacy.table.fidelity import AS_IN_2016
from keras_functional_notes.legacy.table.meanings import FROZEN, TWO_SCHEDULES, TWO_SCHEDULES_DO
from keras_functional_notes.legacy.table.models import for_each_output
from keras_functional_notes.legacy.table.respelling import Respelt, respell
from keras_functional_notes.legacy.table.wording import call_text

__all__ = [
    "compile",
    "evaluate",
    "evaluate_generator",
    "fit",
    "fit_generator",
    "metrics_names",
    "per_output",
    "predict",
    "predict_classes",
    "predict_generator",
    "predict_proba",
    "reset_layer",
    "reset_states",
    "test_on_batch",
    "train_on_batch",
]

_ROWS = {row.name: row for row in METHODS}
# Of each model that 2016 text compiled: what it gives when it is evaluated.
_METRICS: WeakKeyDictionary[keras.Model, list[tuple[str, str]]] = WeakKeyDictionary()
_CLOSES_OVER = (
    "Its loss reads tensors of the model itself, which is done here by the model's compute_loss; today's Keras gives a "
    "loss y_true and y_pred alone, and a layer's self.add_loss(...) adds the rest."
)


def compile(model: keras.Model, *args: Any, **kwargs: Any) -> None:  # Keras 1's own name
    """Compile a model: ``compile(optimizer, loss, metrics=None, loss_weights=None, sample_weight_mode=None)``.

    Losses that were renamed are found under their old names, also in lists and dicts.

    Raises:
        TypeError: If there is no such argument, or one is given in both spellings.

    From Keras 1.2.2's ``keras/engine/training.py``.
    """
    respelt = _respelt("compile", args, kwargs)
    remember(model)
    loss = respelt.named.get("loss")
    tensors = read_by(loss)
    # What an earlier compilation may have put before the class's own.
    vars(model).pop("compute_loss", None)
    if tensors:
        model.compute_loss = with_tensors(model, loss, tensors)
    if AS_IN_2016.get() is not None:
        model.compute_loss = by_the_share(model.compute_loss)
    # A file of the old layout that has a short name of a loss does not open again.
    given = {name: long_names(value) if name == "loss" else value for name, value in respelt.named.items()}
    model.compile(**{name: made_of(value) for name, value in given.items()})
    _METRICS[model] = _metrics(model, _ROWS["compile"].given(args, kwargs).get("metrics") or [])
    if tensors:
        respelt = replace(respelt, differences=(*respelt.differences, _CLOSES_OVER))
    if any(isinstance(layer, keras.layers.BatchNormalization) and not layer.trainable for layer in inside(model)):
        respelt = replace(respelt, differences=(*respelt.differences, FROZEN.what))
    if {"acc", "accuracy"} & set(keras.tree.flatten(_ROWS["compile"].given(args, kwargs).get("metrics"))):
        respelt = replace(respelt, differences=(*respelt.differences, METRIC.differs["acc"]))
    _tell("compile", args, kwargs, respelt)


def metrics_names(model: keras.Model) -> list[str]:
    """Return what `evaluate` gives, by Keras 1's names: ``["loss", "acc"]``; of a model that 2016 text compiled."""
    return [old for old, _ in _METRICS.get(model, ())] or list(model.metrics_names)


def _logged(model: keras.Model) -> list[str]:
    return [old for old, _ in _METRICS.get(model, ())] or ["loss"]


def _metrics(model: keras.Model, metrics: Any) -> list[tuple[str, str]]:
    """Return what `evaluate` gives, in Keras 1's order: each by its name and by what it is logged as today."""
    outputs = getattr(model, "output_names", None) or ["output"]
    if len(outputs) == 1:
        return [("loss", "loss"), *map(_named, keras.tree.flatten(metrics))]
    nested = isinstance(metrics, (list, tuple)) and any(isinstance(each, (list, tuple)) for each in metrics)
    if isinstance(metrics, Mapping):
        of_each = [(output, metrics.get(output, [])) for output in outputs]
    else:
        of_each = list(zip(outputs, metrics if nested else [metrics] * len(outputs), strict=True))
    found = [("loss", "loss"), *((f"{output}_loss", f"{output}_loss") for output in outputs)]
    logged = Counter[str]()
    for output, some in of_each:
        for old, new in map(_named, keras.tree.flatten(some)):
            today = f"{output}_{new}"
            # Today's Keras numbers those of one name, as a shared layer's outputs have them.
            found.append((f"{output}_{old}", f"{today}_{logged[today]}" if logged[today] else today))
            logged[today] += 1
    return found


def _named(metric: Any) -> tuple[str, str]:
    if not isinstance(metric, str):
        name = str(getattr(metric, "__name__", None) or getattr(metric, "name", metric))
        return name, name
    today = METRICS.get(metric, metric)
    return next((old for old, new in METRIC.today.items() if new == today), today), today


def _evaluated(model: keras.Model, method: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Call a method that gives a model's loss and metrics: of several outputs, in the order that Keras 1 gave."""
    call, several = getattr(model, method), len(getattr(model, "output_names", None) or ()) > 1
    if not several or model not in _METRICS or method in ("fit", "predict") or "return_dict" in kwargs:
        return call(*args, **kwargs)
    logs = call(*args, **kwargs, return_dict=True)
    keys = [today for _, today in _METRICS[model] if today in logs]
    return [logs[key] for key in (*keys, *sorted(logs.keys() - keys))]


def _method(name: str) -> Callable[..., Any]:
    """Return a method that is today's with other arguments, as a function of the model."""

    def called(model: keras.Model, *args: Any, **kwargs: Any) -> Any:
        respelt = _respelt(name, args, kwargs)
        _refuse_two_schedules(model, respelt.named.get("callbacks"))
        if name.endswith("_on_batch"):
            # Keras 1 gave this batch's numbers, and not a mean over those before it.
            model.reset_metrics()
        if name == "fit":
            keep_for_callbacks(model, _ROWS[name].given(args, kwargs), _logged(model))
        with as_compiled(model, f"model.{name}(...)"):
            result = _evaluated(model, _ROWS[name].short, respelt.args, respelt.kwargs)
        _tell(name, args, kwargs, respelt)
        return result

    called.__name__ = called.__qualname__ = name
    return called


fit, evaluate, predict, predict_proba = map(_method, ("fit", "evaluate", "predict", "predict_proba"))
train_on_batch, test_on_batch = map(_method, ("train_on_batch", "test_on_batch"))


def predict_classes(model: keras.Model, *args: Any, **kwargs: Any) -> Any:
    """Predict the number of the likeliest class: ``predict_classes(x, batch_size=32, verbose=1)``.

    Returns:
        The place of the largest of several outputs; of a single output, whether it is above 0.5, as 0 or 1.

    Raises:
        TypeError: If there is no such argument.

    Example:
        >>> import keras, numpy as np, warnings
        >>> from keras_functional_notes.legacy import Keras1Warning
        >>> from keras_functional_notes.legacy.shims import training
        >>> warnings.simplefilter("ignore", Keras1Warning)
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Softmax()])
        >>> training.predict_classes(model, np.array([[1.0, 5.0], [3.0, 2.0]]), verbose=0).tolist()
        [1, 0]

    From Keras 1.2.2's ``keras/models.py``.
    """
    respelt = _respelt("predict_classes", args, kwargs)
    outputs = model.predict(*respelt.args, **respelt.kwargs)
    several = outputs.shape[-1] > 1
    today = respelt.text("model.predict")
    today = f"{today}.argmax(axis=-1)" if several else f"({today} > 0.5).astype('int32')"
    tell(call_text("model.predict_classes", args, kwargs), today)
    return outputs.argmax(axis=-1) if several else (outputs > 0.5).astype("int32")


def fit_generator(model: keras.Model, *args: Any, **kwargs: Any) -> Any:
    """Train on batches from a generator: ``fit_generator(generator, samples_per_epoch, nb_epoch, ...)``.

    Args:
        model: The model.
        args, kwargs: Keras 1's arguments. `samples_per_epoch` and `nb_val_samples` count samples; today's steps are
            counted from the size of the generator's first batch.

    Raises:
        TypeError: If an argument is missing or there is no such argument.
        ValueError: If `validation_data` is a generator and `nb_val_samples` is not given.

    Example:
        >>> import itertools, keras, numpy as np, warnings
        >>> from keras_functional_notes.legacy import Keras1Warning
        >>> from keras_functional_notes.legacy.shims import training
        >>> warnings.simplefilter("ignore", Keras1Warning)
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> batches = itertools.repeat((np.ones((4, 2)), np.ones((4, 1))))
        >>> history = training.fit_generator(model, batches, samples_per_epoch=12, nb_epoch=1, verbose=0)
        >>> history.params["steps"]
        3

    From Keras 1.2.2's ``keras/engine/training.py``.
    """
    # Keras 1 never shuffled what a generator gave; today's Keras cannot, and warns that it does not.
    return _generated("fit_generator", model, args, kwargs, shuffle=False)


def evaluate_generator(model: keras.Model, *args: Any, **kwargs: Any) -> Any:
    """Evaluate on batches from a generator: ``evaluate_generator(generator, val_samples)``, which counts samples."""
    return _generated("evaluate_generator", model, args, kwargs)


def predict_generator(model: keras.Model, *args: Any, **kwargs: Any) -> Any:
    """Predict on batches from a generator: ``predict_generator(generator, val_samples)``, which counts samples."""
    return _generated("predict_generator", model, args, kwargs)


def _generated(name: str, model: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any], **more: Any) -> Any:
    row, respelt = _ROWS[name], _respelt(name, args, kwargs)
    given, today = row.given(args, kwargs), dict(respelt.named)
    _refuse_two_schedules(model, today.get("callbacks"))
    for count, generator, steps in row.counts:
        source = next(str(each.new) for each in row.arguments if each.name == generator)
        batches, samples = today.get(source), given.get(count)
        if source != "x" and (batches is None or isinstance(batches, (tuple, list))):
            # Arrays, whose samples need no counting.
            continue
        if source != "x" and samples is None and steps not in today:
            raise ValueError(f"{name}({source}=generator): give {count}, how many samples to take.")
        today[source], number = _stepped(batches, samples)
        if number is not None:
            today[steps] = number
    if name == "fit_generator":
        keep_for_callbacks(model, given, _logged(model))
    with as_compiled(model, f"model.{name}(...)"):
        result = _evaluated(model, row.short, (), {**today, **more})
    del today["x"]
    tell(
        call_text(f"model.{name}", args, kwargs),
        call_text(f"model.{row.short}", ["..."], today).replace("'...'", "..."),
        [*respelt.differences, "Its steps are counted in batches of the size of the first one."],
    )
    return result


def _refuse_two_schedules(model: keras.Model, callbacks: Any) -> None:
    """Say what today's callback says of an optimizer without naming the decay that made it so."""
    optimizer = getattr(model, "optimizer", None)
    setting = (keras.callbacks.LearningRateScheduler, keras.callbacks.ReduceLROnPlateau)
    found = [type(each).__name__ for each in keras.tree.flatten(callbacks) if isinstance(each, setting)]
    if found and optimizer is not None and isinstance(optimizer.get_config()["learning_rate"], dict):
        raise ValueError(f"{found[0]} sets the learning rate. {TWO_SCHEDULES.what} {TWO_SCHEDULES_DO}")


def _respelt(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Respelt:
    return respell(_ROWS[name], args, kwargs, also=parameters_of(getattr(keras.Model, _ROWS[name].short)) - {"self"})


def _stepped(generator: Any, samples: int | None) -> tuple[Any, int | None]:
    """Return a generator of batches as today's Keras takes them, and how many batches make so many samples."""
    batches = generator
    if isinstance(generator, Iterator):
        first = next(generator)
        # A real generator object: today's Keras knows no other iterator.
        batches = (_as_tuples(batch) for batch in itertools.chain([first], generator))
    if samples is None:
        return batches, None
    if not isinstance(generator, Iterator):
        # A dataset of today's, which counts its batches itself.
        first = generator[0]
    return batches, math.ceil(samples / len(keras.tree.flatten(_as_tuples(first))[0]))


def _as_tuples(batch: Any) -> Any:
    """Write a batch as today's Keras reads it: a tuple of inputs, targets and weights, and no lists in it."""
    parts = batch if isinstance(batch, tuple) else (batch,)
    return tuple(tuple(part) if isinstance(part, list) else part for part in parts)


def _tell(name: str, args: Any, kwargs: Any, respelt: Respelt) -> None:
    renamed = _ROWS[name].short != name
    if renamed or respelt.changed or respelt.differences:
        today = respelt.text(f"model.{_ROWS[name].short}")
        tell(call_text(f"model.{name}", args, kwargs), today, respelt.differences)


def reset_states(model: keras.Model) -> None:
    """Begin anew in each recurrent layer of a model that carries its states from batch to batch.

    >>> import numpy as np, warnings
    >>> warnings.simplefilter("ignore")
    >>> model = keras.Sequential([keras.Input(batch_shape=(1, 2, 1)), keras.layers.SimpleRNN(1, stateful=True)])
    >>> before = model.predict(np.ones((1, 2, 1)), verbose=0)
    >>> reset_states(model)
    >>> np.array_equal(model.predict(np.ones((1, 2, 1)), verbose=0), before)
    True
    """
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            reset_states(layer)
        elif hasattr(layer, "reset_state"):
            layer.reset_state()
    tell(RESET.old("model") + "()", RESET.new("model"))


def reset_layer(layer: keras.layers.RNN) -> None:
    """Begin anew in one recurrent layer: ``layer.reset_states()``."""
    layer.reset_state()
    tell("layer.reset_states()", "layer.reset_state()")


# Several outputs


def per_output(model: keras.Model, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Write `compile`'s arguments so that each of several outputs has its own loss and metrics, as today's Keras wants.

    A metric ``"acc"`` becomes ``"accuracy"``, under which name callbacks and logs are answered; ``"mae"`` becomes
    ``"mean_absolute_error"``, which is how it was logged.

    Args:
        model: The model.
        arguments: What `compile` was given, by name.

    >>> x = keras.Input((2,))
    >>> model = keras.Model(x, [keras.layers.Dense(1, name="a")(x), keras.layers.Dense(1, name="b")(x)])
    >>> per_output(model, {"loss": "mse", "metrics": ["acc"]})
    {'loss': ['mse', 'mse'], 'metrics': [['accuracy'], ['accuracy']]}

    From Keras 1.2.2's ``keras/engine/training.py``.
    """
    written = dict(arguments)
    if written.get("metrics"):
        written["metrics"] = _todays(written["metrics"])
    names = getattr(model, "output_names", None) or []
    if len(names) < 2:
        return written
    for argument in ("loss", "metrics"):
        if for_each_output(argument, written.get(argument)):
            written[argument] = [written[argument] for _ in names]
    return written


def _todays(metrics: Any) -> Any:
    if isinstance(metrics, Mapping):
        return {name: _todays(each) for name, each in metrics.items()}
    if isinstance(metrics, (list, tuple)):
        return [_todays(each) for each in metrics]
    if isinstance(metrics, str) and metrics in GONE_METRICS:
        raise ValueError(f"compile(metrics=[{metrics!r}]): {GONE_METRICS[metrics]}.")
    if inspect.isfunction(metrics):
        return _of_floats(metrics)
    return METRICS.get(metrics, metrics) if isinstance(metrics, str) else metrics


def _of_floats(metric: Callable[..., Any]) -> Callable[..., Any]:
    """Return a metric that gets its targets as Keras 1 gave them, in the type of the predictions."""

    @functools.wraps(metric)
    def called(y_true: Any, y_pred: Any) -> Any:
        return metric(keras.ops.cast(y_true, y_pred.dtype), y_pred)

    return called
