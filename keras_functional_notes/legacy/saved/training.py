"""How Keras 1's file says that a model was compiled, and the same today; what cannot be kept is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

from keras_functional_notes.legacy.saved.reading import SavedFile
from keras_functional_notes.legacy.saved.state import set_state
from keras_functional_notes.legacy.shims import as_it_was, training
from keras_functional_notes.legacy.shims.notices import untold
from keras_functional_notes.legacy.table import MODULES
from keras_functional_notes.legacy.table.arguments import LOSS, METRIC

__all__ = ["compile_as_saved"]


def compile_as_saved(model: keras.Model, file: SavedFile, custom_objects: Mapping[str, Any], trained: Any) -> list[str]:
    """Compile a model as it was, where the file says how, and return what could not be kept, a sentence each.

    Args:
        model: The model.
        file: The file that it came from.
        custom_objects: Losses and metrics of one's own, by their names.
        trained: What is trained, as `set_state` takes it.
    """
    if file.training is None:
        return []
    saved = file.training
    try:
        with untold():
            optimizer = _optimizer(saved["optimizer_config"])
            arguments = {
                "optimizer": optimizer,
                "loss": _own(saved["loss"], custom_objects),
                "metrics": _own(saved["metrics"], custom_objects) or None,
                "loss_weights": saved["loss_weights"],
            }
            _check_names(arguments)
            training.compile(model, **training.per_output(model, arguments))
        # Otherwise the model's own file would have an optimizer of no variables, which loading warns of.
        optimizer.build(model.trainable_variables)
    except (TypeError, ValueError, KeyError, NotImplementedError) as error:
        return [f"The model is not compiled: {error}"]
    told = []
    if saved["optimizer_config"]["class_name"] == "Nadam":
        told.append("Nadam's momentum follows another schedule today.")
    state = file.optimizer
    if state is not None and not set_state(optimizer, state.arrays, trained, model.trainable_variables):
        told.append("The optimizer begins anew: its state is not kept.")
    if saved.get("sample_weight_mode") is not None:
        told.append("sample_weight_mode is not kept: today's weights have the shape of what they weigh.")
    return told


def _optimizer(entry: Mapping[str, Any]) -> keras.optimizers.Optimizer:
    if entry["class_name"] not in MODULES["keras.optimizers"].names:
        raise ValueError(f"its optimizer {entry['class_name']} is none of Keras 1's.")
    return as_it_was.optimizer(entry["class_name"], **entry["config"])


def _own(names: Any, custom_objects: Mapping[str, Any]) -> Any:
    """Put one's own functions in the place of their names."""
    return keras.tree.map_structure(
        lambda name: custom_objects.get(name, name) if isinstance(name, str) else name, names
    )


def _check_names(arguments: Mapping[str, Any]) -> None:
    """Check that losses and metrics are known today, which `compile` itself asks only when it trains."""
    for kind, get in (("loss", keras.losses.get), ("metrics", keras.metrics.get)):
        for name in keras.tree.flatten(arguments[kind]):
            if isinstance(name, str) and name not in METRIC.today.values() and name not in METRIC.today:
                get(LOSS.today.get(name, name))
