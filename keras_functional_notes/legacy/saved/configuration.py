"""Configurations that Keras 1 wrote, made into today's layers and models through the table.

A layer's configuration is its arguments by Keras 1's names, so that the layers are those of `shims`. Where today's
default is another, the configuration says Keras 1's, so that what comes out computes what Keras 1 computed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import keras

from keras_functional_notes.legacy.saved.entries import ordering_of, with_tuples, written_out
from keras_functional_notes.legacy.saved.graphs import MODELS, functional
from keras_functional_notes.legacy.saved.reading import SavedModelError
from keras_functional_notes.legacy.saved.theano import padded_as_on_theano, pads_otherwise
from keras_functional_notes.legacy.shims.as_it_was import served_plainly_as_it_was
from keras_functional_notes.legacy.shims.making import served
from keras_functional_notes.legacy.shims.notices import untold
from keras_functional_notes.legacy.table import MODULES, REQUIRED, Argument, Row, Values, find
from keras_functional_notes.legacy.table.arguments import ACTIVATION, CONSTRAINT, INIT, REGULARIZER
from keras_functional_notes.legacy.table.values import todays_name
from keras_functional_notes.legacy.table.wording import near_match

__all__ = ["Rebuilt", "rebuilt"]

# What a configuration says of a layer's input, which is an Input of its own today.
_OF_THE_INPUT = ("batch_input_shape", "input_dtype", "input_length", "input_dim")


@dataclass
class Rebuilt:
    """A model or a layer made from a configuration.

    Args:
        model: The model, or the layer.
        layers: Every layer in it by Keras 1's name; where two have one name, the outer one.
        inside: Of each model in it, by its id, the layers in Keras 1's order.
        told: What could not be kept, a sentence each.
    """

    model: Any = None
    layers: dict[str, Any] = field(default_factory=dict)
    inside: dict[int, list[Any]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def rebuilt(
    entry: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None, *, of_theano: bool = False
) -> Rebuilt:
    """Make the model or layer that a configuration tells of.

    Args:
        entry: Keras 1's ``{"class_name": ..., "config": ...}``.
        custom_objects: Classes and functions of one's own by their names, and functions by the names of the Lambda and
            Merge layers that they are of.
        of_theano: Whether Keras 1 ran on Theano, as far as is known.

    Raises:
        SavedModelError: If something in it has no counterpart today, or is not in `custom_objects`.
    """
    maker = _Maker(dict(custom_objects or {}), ordering_of(entry), of_theano)
    with untold():
        maker.made.model = maker.make(entry)
    return maker.made


class _Maker:
    """One configuration on its way; a class because every step reads the custom objects and fills `Rebuilt`."""

    def __init__(self, custom_objects: Mapping[str, Any], ordering: str, of_theano: bool) -> None:
        self.custom = custom_objects
        self.of_theano = of_theano
        self.ordering = ordering
        self.made = Rebuilt()

    def make(self, entry: Mapping[str, Any], name: str | None = None, shape: Callable[[], Any] | None = None) -> Any:
        """Make a layer or a model.

        Args:
            entry: Its class and configuration.
            name: Its name, where the configuration does not say.
            shape: Gives the shape of its input, for what is as wide as that.
        """
        entry = written_out(entry)
        class_name, config = entry["class_name"], entry["config"]
        if class_name in MODELS:
            model = self._sequential(config, name) if class_name == "Sequential" else self._graph(config)
            self.made.layers[name or model.name] = model
            return model
        name = str(config.get("name") or name or class_name.lower())
        try:
            layer = self._layer(class_name, dict(config), name, shape)
        except SavedModelError:
            raise
        except (TypeError, ValueError, NotImplementedError) as error:
            raise SavedModelError(f"The layer {name!r} ({class_name}): {error}") from error
        self.made.layers[name] = layer
        return layer

    # Models

    def _graph(self, config: Mapping[str, Any]) -> keras.Model:
        model, layers = functional(config, self.make)
        # What merges is a function here, and has no weights.
        layers = {name: layer for name, layer in layers.items() if isinstance(layer, keras.Layer)}
        # Nested models have filled in theirs before: where two layers have one name, the outer one counts.
        self.made.layers |= layers
        self.made.inside[id(model)] = list(layers.values())
        return model

    def _sequential(self, entries: Any, name: str | None) -> keras.Model:
        if not isinstance(entries, list) or not entries:
            raise SavedModelError("A Sequential's configuration is a list of layers in Keras 1, and this is none.")
        first, *rest = map(written_out, entries)
        if first["class_name"] == "Merge" and "layers" in first["config"]:
            return self._behind_merge(dict(first["config"]), rest, name)
        inside = [self.make(first)]
        stack = [_input_of(first["config"], inside[0]), *inside]
        for entry in rest:
            layer = self.make(entry, shape=lambda: _shape_after(stack))
            inside.append(layer)
            stack.append(layer)
        model = keras.Sequential(stack, name=todays_name(name))
        self.made.inside[id(model)] = inside
        return model

    def _behind_merge(self, config: dict[str, Any], rest: list[Any], name: str | None) -> keras.Model:
        """Make what began with a Merge of several models: a Sequential takes one input today, so it is none."""
        branches, inside = [], []
        for entry in map(written_out, config["layers"]):
            branch = self.make(entry)
            inside += self.made.inside.get(id(branch), [branch])
            if not isinstance(branch, keras.Model):
                branch = keras.Sequential([_input_of(entry["config"], branch), branch])
            branches.append(branch)
        how = self._of_merge(str(config["name"]), config)
        merged = served("keras.layers", "Merge")(branches, **how)
        tensor = merged.outputs[0]
        for entry in rest:
            layer = self.make(entry, shape=functools.partial(getattr, tensor, "shape"))
            inside.append(layer)
            tensor = layer(tensor)
        model = keras.Model(merged.inputs, tensor, name=todays_name(name))
        self.made.inside[id(model)] = inside
        return model

    # Layers

    def _layer(self, class_name: str, config: dict[str, Any], name: str, shape: Callable[[], Any] | None) -> Any:
        custom = self.custom.get(class_name)
        if custom is not None:
            own = {key: value for key, value in config.items() if key not in ("batch_input_shape", "input_dtype")}
            return custom.from_config(own)
        if class_name not in MODULES["keras.layers"].names:
            raise SavedModelError(
                f"The layer {name!r} is a {class_name}, which Keras 1 had not."
                f"{near_match(class_name, MODULES['keras.layers'].names)} If it is a class of your own, give it: "
                f"custom_objects={{{class_name!r}: {class_name}}}."
            )
        if class_name == "Merge":
            return served("keras.layers", "Merge")(**self._of_merge(name, config))
        if class_name == "Lambda":
            return self._lambda(name, config)
        row = find(class_name, "keras.layers")
        if row.variant(config).is_kept:
            self.made.told.append(f"{name}: {row.variant(config).differs[0]}")
        layer = served_plainly_as_it_was("keras.layers", class_name)(**self._arguments(row, config, name, shape))
        return self._as_on_theano(layer) if self.of_theano and pads_otherwise(layer) else layer

    def _as_on_theano(self, layer: Any) -> Any:
        padded = padded_as_on_theano(layer)
        if padded is None:
            self.made.told.append(f"{layer.name}: on Theano its padding was another, so its borders differ.")
        return layer if padded is None else padded

    def _arguments(
        self, row: Row, config: dict[str, Any], name: str, shape: Callable[[], Any] | None
    ) -> dict[str, Any]:
        """Return a layer's arguments by Keras 1's names, with objects where the configuration describes some."""
        by_name = {argument.name: argument for argument in row.arguments}
        width = config.get("input_dim")
        given = {key: value for key, value in config.items() if key not in _OF_THE_INPUT or _is_own(by_name, key)}
        if row.name == "Highway":
            given["input_dim"] = width or (shape() if shape else [None])[-1]
        if "dim_ordering" in by_name:
            given.setdefault("dim_ordering", self.ordering)
        for key, value in given.items():
            values = by_name[key].values if key in by_name else None
            given[key] = self._value(key, value, values, name)
        given["name"] = todays_name(name)
        return given

    def _value(self, key: str, value: Any, values: Values | None, name: str) -> Any:
        if key == "layer":
            return self.make(value)
        if values in (REGULARIZER, CONSTRAINT) and isinstance(value, Mapping):
            return self._rule("keras.regularizers" if values is REGULARIZER else "keras.constraints", value)
        if values is ACTIVATION and isinstance(value, str) and value in self.custom:
            return self.custom[value]
        if values is INIT and isinstance(value, str) and value not in INIT.today:
            self.made.told.append(f"{name}: its initializer {value!r} is not known, and would matter for new weights.")
            return "zero"
        return with_tuples(value)

    def _rule(self, module: str, config: Mapping[str, Any]) -> Any:
        """Make a regularizer or a constraint."""
        arguments = dict(config)
        name = str(arguments.pop("name"))
        make = self.custom[name] if name in self.custom else served(module, name)
        return make(**arguments)

    # Functions of Lambda and Merge

    def _lambda(self, name: str, config: dict[str, Any]) -> keras.layers.Lambda:
        function = self._function(name, config, "function")
        shape = config.get("output_shape") if config.get("output_shape_type") == "raw" else None
        arguments = config.get("arguments") or None
        layer: keras.layers.Lambda = keras.layers.Lambda(
            function, with_tuples(shape), arguments=arguments, name=todays_name(name)
        )
        return layer

    def _of_merge(self, name: str, config: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of a Merge."""
        named = config.get("mode_type", "raw") == "raw"
        given: dict[str, Any] = {"mode": config["mode"] if named else self._function(name, config, "mode")}
        given |= {key: config[key] for key in ("concat_axis", "dot_axes", "arguments") if key in config}
        for key in ("output_shape", "output_mask"):
            if config.get(f"{key}_type", "raw") == "raw":
                given[key] = with_tuples(config.get(key))
            elif key == "output_mask":
                self.made.told.append(f"{name}: its output_mask is code, and is left out.")
        return {**given, "name": todays_name(name)}

    def _function(self, name: str, config: Mapping[str, Any], key: str) -> Any:
        """Return a function that a layer was given: code is not run, whoever wrote it."""
        if name in self.custom:
            return self.custom[name]
        if isinstance(config[key], str) and config[key] in self.custom:
            return self.custom[config[key]]
        kind = config.get(f"{key}_type")
        what = f"the function {config[key]!r}" if kind == "function" else "byte code of the Python that saved it"
        raise SavedModelError(
            f"The layer {name!r} holds {what}, which no Python of today runs, and which Keras would not run unasked. "
            f"Write the function again, and give it by the layer's name: custom_objects={{{name!r}: function}}."
        )


def _is_own(arguments: Mapping[str, Argument], name: str) -> bool:
    """Whether what is else of a layer's input is an argument of its own, as an Embedding's input_dim."""
    return name in arguments and arguments[name].default is REQUIRED


def _input_of(config: Any, layer: Any) -> Any:
    """Return the Input that stands before a Sequential's first layer."""
    if isinstance(layer, keras.Model) and layer.built:
        [x] = layer.inputs
        return keras.Input(batch_shape=x.shape, dtype=x.dtype)
    shape = config.get("batch_input_shape")
    if shape is None:
        raise SavedModelError(f"The Sequential's first layer, {layer.name!r}, does not say the shape of its input.")
    return keras.Input(batch_shape=tuple(shape), dtype=config.get("input_dtype"), name=f"{layer.name}_input")


def _shape_after(stack: list[Any]) -> Any:
    """Return the shape that comes out of the last of an Input and the layers behind it."""
    shape = stack[0].shape
    for layer in stack[1:]:
        shape = layer.compute_output_shape(shape)
    return shape
