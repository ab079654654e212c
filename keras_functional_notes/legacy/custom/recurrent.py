"""Keras 1's recurrent layers as bases: ``step``, ``get_constants``, ``get_initial_states`` and ``preprocess_input`` are
methods that text of 2016 overrides, and ``K.rnn`` is what runs them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from keras_functional_notes import _keras
from keras_functional_notes.legacy.custom import initialisers
from keras_functional_notes.legacy.custom.configuration import activation_of, regularizer_of, told
from keras_functional_notes.legacy.custom.layers import Layer
from keras_functional_notes.legacy.custom.phases import is_training

__all__ = ["GRU", "LSTM", "Recurrent", "SimpleRNN", "rnn", "time_distributed_dense"]


def rnn(
    step_function: Callable[[Any, list[Any]], tuple[Any, Sequence[Any]]],
    inputs: Any,
    initial_states: Sequence[Any],
    go_backwards: bool = False,
    mask: Any = None,
    constants: Sequence[Any] | None = None,
    unroll: bool = False,
    input_length: Any = None,
) -> tuple[Any, Any, list[Any]]:
    """Run a step function over time: ``K.rnn``.

    Args:
        step_function: Takes the input at one time (samples, ...) and the list of the states and the constants; gives
            the output and the list of the new states.
        inputs: (samples, time, ...).
        initial_states: The states before the first step.
        go_backwards: Whether the last step comes first. False by default.
        mask: (samples, time); where it is False, the states stay, and the output is the first state, as it was on
            TensorFlow (with `unroll`, the last output). By default every step counts.
        constants: Handed to each step. None by default.
        unroll: Whether each step is computed by itself. False by default.
        input_length: Not looked at, as on TensorFlow.

    Returns:
        The last output, all outputs (samples, time, ...), and the last states.

    Raises:
        ValueError: If there are no states to keep, and a mask.

    >>> x = ops.reshape(ops.arange(6, dtype="float32"), (1, 3, 2))
    >>> last, every, states = rnn(lambda x, states: (states[0] + x, [states[0] + x]), x, [ops.zeros((1, 2))])
    >>> ops.convert_to_numpy(every)[0].tolist()
    [[0.0, 1.0], [2.0, 4.0], [6.0, 9.0]]
    """
    fixed = list(constants or ())
    states = list(initial_states)
    if mask is not None and not states:
        raise ValueError("K.rnn(mask=...): without states there is nothing to keep where the mask is False.")
    if mask is None:

        def plain(x: Any, states: Any) -> Any:
            output, new = step_function(x, [*states, *fixed])
            return output, tuple(new)

        last, outputs, new = _keras.stepped(plain, inputs, states, go_backwards=go_backwards, unroll=unroll)
        return last, outputs, list(new)

    def masked(x: Any, states: Any) -> Any:
        x, counts = x
        *states, before = states
        output, new = step_function(x, [*states, *fixed])
        kept = before if unroll else states[0]
        output = _where(counts, output, kept)
        return output, (*(_where(counts, *pair) for pair in zip(new, states, strict=True)), output)

    first = inputs[:, 0]
    output, _ = step_function(first, [*states, *fixed])
    counted = (inputs, ops.expand_dims(ops.cast(mask, "bool"), -1))
    before = [*states, ops.zeros_like(output)]
    last, outputs, new = _keras.stepped(masked, counted, before, go_backwards=go_backwards, unroll=unroll)
    return last, outputs, list(new[:-1])


def _where(counts: Any, new: Any, old: Any) -> Any:
    return ops.where(ops.reshape(counts, (-1, *[1] * (len(new.shape) - 1))), new, old)


def time_distributed_dense(
    x: Any,
    w: Any,
    b: Any = None,
    dropout: float | None = None,
    input_dim: int | None = None,
    output_dim: int | None = None,
    timesteps: int | None = None,
) -> Any:
    """Multiply every step by a matrix; `dropout` leaves the same inputs out at each."""
    if dropout and 0 < dropout < 1 and is_training():
        x = x * ops.expand_dims(keras.random.dropout(ops.ones_like(x[:, 0]), dropout), 1)
    x = ops.matmul(x, w)
    return x if b is None else x + b


class Recurrent(Layer):
    """Keras 1's ``Recurrent``: a layer that runs its ``step`` over time."""

    def __init__(
        self,
        weights: Any = None,
        return_sequences: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        consume_less: str = "cpu",
        input_dim: int | None = None,
        input_length: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Take Keras 1's arguments, in its order."""
        self.return_sequences, self.go_backwards, self.stateful = return_sequences, go_backwards, stateful
        self.unroll, self.consume_less, self.initial_weights = unroll, consume_less, weights
        self.supports_masking = True
        self.input_spec = [keras.layers.InputSpec(ndim=3)]
        self.input_dim, self.input_length = input_dim, input_length
        if input_dim:
            kwargs["input_shape"] = (input_length, input_dim)
        super().__init__(**kwargs)

    states: list[Any]
    """Its states: variables where it is stateful, else as many places."""

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output."""
        batch, time, *_ = input_shape
        return (batch, time, self.output_dim) if self.return_sequences else (batch, self.output_dim)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """Return the mask of the output."""
        return mask if self.return_sequences else None

    def step(self, x: Any, states: Any) -> Any:
        """Compute one step: the output and the new states."""
        raise NotImplementedError(f"{type(self).__name__} has no step(self, x, states).")

    def get_constants(self, x: Any) -> list[Any]:
        """Return what every step is handed besides the states."""
        return []

    def get_initial_states(self, x: Any) -> list[Any]:
        """Return the states before the first step: zeros."""
        zeros = ops.zeros_like(ops.sum(x, axis=tuple(range(1, len(x.shape)))))
        return [ops.tile(ops.expand_dims(zeros, 1), (1, self.output_dim)) for _ in self.states]

    def preprocess_input(self, x: Any) -> Any:
        """Return what the steps are taken over."""
        return x

    def call(self, x: Any, mask: Any = None) -> Any:
        """Run the steps."""
        last, outputs, states = rnn(
            self.step,
            self.preprocess_input(x),
            self.states if self.stateful else self.get_initial_states(x),
            go_backwards=self.go_backwards,
            mask=mask,
            constants=self.get_constants(x),
            unroll=self.unroll,
        )
        if self.stateful:
            self.add_update(list(zip(self.states, states, strict=True)), x)
        return outputs if self.return_sequences else last

    def reset_states(self) -> None:
        """Begin the states anew."""
        if "states" in vars(self):
            for state in self.states:
                state.assign(np.zeros(state.shape))
            return
        spec = self.input_spec[0].shape if self.input_spec else None
        batch = getattr(self, "batch_input_shape", spec or (None,))[0]
        if not batch:
            raise ValueError(
                f"{self.name} is stateful, and its batch is not known. Put keras.Input(batch_shape=...) before it."
            )
        self.states = [keras.Variable(ops.zeros((batch, self.output_dim)), trainable=False) for _ in self._states()]

    reset_state = reset_states

    def _states(self) -> tuple[str, ...]:
        return ("h",)

    def get_config(self) -> dict[str, Any]:
        """Return Keras 1's configuration."""
        names = "return_sequences go_backwards stateful unroll consume_less input_dim input_length"
        return {**super().get_config(), **told(self, names)}


class _Gated(Recurrent):
    """A recurrent layer of gates, each with its ``W_``, ``U_`` and ``b_``."""

    gates: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    """The gates in the order in which Keras 1 listed their weights."""

    def __init__(
        self,
        output_dim: int,
        init: Any = "glorot_uniform",
        inner_init: Any = "orthogonal",
        activation: Any = "tanh",
        inner_activation: Any = "hard_sigmoid",
        W_regularizer: Any = None,
        U_regularizer: Any = None,
        b_regularizer: Any = None,
        dropout_W: float = 0.0,
        dropout_U: float = 0.0,
        **kwargs: Any,
    ) -> None:
        """Take Keras 1's arguments, in its order."""
        self.output_dim = int(output_dim)
        self.init, self.inner_init = initialisers.get(init), initialisers.get(inner_init)
        self.activation, self.inner_activation = activation_of(activation), activation_of(inner_activation)
        self.W_regularizer, self.U_regularizer = regularizer_of(W_regularizer), regularizer_of(U_regularizer)
        self.b_regularizer = regularizer_of(b_regularizer)
        self.dropout_W, self.dropout_U = dropout_W, dropout_U
        if kwargs.get("consume_less", "cpu") not in ("cpu", "mem", "gpu"):
            raise ValueError(f"consume_less={kwargs['consume_less']!r}: Keras 1 had 'cpu', 'mem' and 'gpu'.")
        super().__init__(**kwargs)

    @property
    def _is_whole(self) -> bool:
        """Whether the gates share one ``W``, ``U`` and ``b``."""
        return self.consume_less == "gpu" or len(self.gates) == 1

    def build(self, input_shape: Any) -> None:
        """Make the weights."""
        self.input_spec = [keras.layers.InputSpec(shape=input_shape)]
        self.input_dim = input_shape[2]
        if self.stateful:
            self.reset_states()
        else:
            self.states = [None for _ in self._states()]
        if self._is_whole:
            self._make("", len(self.gates), self.inner_init, self.U_regularizer, self._bias)
        else:
            # As Keras 1 did: `init` and W_regularizer were U's too.
            for gate in self.listed:
                bias = getattr(self, "forget_bias_init", "zero") if gate == "f" else "zero"
                self._make(f"_{gate}", 1, self.init, self.W_regularizer, bias)
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)
            del self.initial_weights
        self.built = True

    def _make(self, gate: str, count: int, inner: Any, U_regularizer: Any, bias: Any) -> None:
        units, name = count * self.output_dim, self.name
        made = (
            ("W", (self.input_dim, units), self.init, self.W_regularizer),
            ("U", (self.output_dim, units), inner, U_regularizer),
            ("b", (units,), bias, self.b_regularizer),
        )
        for part, shape, initializer, regularizer in made:
            weight = self.add_weight(shape, initializer, name=f"{name}_{part}{gate}", regularizer=regularizer)
            setattr(self, f"{part}{gate}", weight)

    def _bias(self, shape: Any, name: Any = None) -> Any:
        return ops.zeros(shape)

    def _parts(self, part: str) -> list[Any]:
        """Return a weight gate by gate."""
        if self._is_whole:
            return list(ops.split(getattr(self, part), len(self.gates), axis=-1))
        return [getattr(self, f"{part}_{gate}") for gate in self.gates]

    def __getattr__(self, name: str) -> Any:
        """Return ``W``, ``U`` or ``b`` of all gates, side by side, where each gate has its own."""
        if name in ("W", "U", "b") and f"{name}_{self.gates[0]}" in vars(self):
            return ops.concatenate(self._parts(name), axis=-1)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def preprocess_input(self, x: Any) -> Any:
        """Return the inputs of all gates, where they are computed before the steps."""
        if self.consume_less != "cpu":
            return x
        pairs = zip(self._parts("W"), self._parts("b"), strict=True)
        return ops.concatenate([time_distributed_dense(x, w, b, self.dropout_W) for w, b in pairs], axis=2)

    def _inputs(self, x: Any, masks: Any) -> list[Any]:
        """Return what each gate gets of the input at one time."""
        if self.consume_less == "cpu":
            return list(ops.split(x, len(self.gates), axis=-1))
        parts = zip(masks, self._parts("W"), self._parts("b"), strict=True)
        return [ops.matmul(x * mask, w) + b for mask, w, b in parts]

    def get_constants(self, x: Any) -> list[Any]:
        """Return what ``dropout_U`` and ``dropout_W`` leave out of the states and the inputs, gate by gate."""
        return [self._masks(x[:, 0, :1], self.dropout_U, self.output_dim), self._masks(x[:, 0], self.dropout_W, 1)]

    def _masks(self, like: Any, rate: float, width: int) -> list[Any]:
        if not 0 < rate < 1 or not is_training():
            return [ops.ones((), like.dtype) for _ in self.gates]
        ones = ops.tile(ops.ones_like(like), (1, width))
        masks = [keras.random.dropout(ones, rate) for _ in self.gates]
        # One matrix for all gates, one thing left out of all.
        return [masks[0]] * len(masks) if self._is_whole else masks

    def get_config(self) -> dict[str, Any]:
        """Return Keras 1's configuration."""
        names = "output_dim init inner_init activation inner_activation W_regularizer U_regularizer b_regularizer"
        return {**super().get_config(), **told(self, f"{names} dropout_W dropout_U")}


class SimpleRNN(_Gated):
    """Keras 1's ``SimpleRNN``."""

    gates = listed = ("",)

    def __init__(
        self,
        output_dim: int,
        init: Any = "glorot_uniform",
        inner_init: Any = "orthogonal",
        activation: Any = "tanh",
        W_regularizer: Any = None,
        U_regularizer: Any = None,
        b_regularizer: Any = None,
        dropout_W: float = 0.0,
        dropout_U: float = 0.0,
        **kwargs: Any,
    ) -> None:
        """Take Keras 1's arguments, in its order."""
        penalties = (W_regularizer, U_regularizer, b_regularizer, dropout_W, dropout_U)
        super().__init__(output_dim, init, inner_init, activation, "linear", *penalties, **kwargs)

    def get_constants(self, x: Any) -> list[Any]:
        """Return the two masks."""
        return [masks[0] for masks in super().get_constants(x)]

    def step(self, x: Any, states: Any) -> Any:
        """Compute one step."""
        before, mask_U, mask_W, *_ = states
        [h] = self._inputs(x, [mask_W])
        output = self.activation(h + ops.matmul(before * mask_U, self.U))
        return output, [output]

    def get_config(self) -> dict[str, Any]:
        """Return Keras 1's configuration."""
        config = super().get_config()
        del config["inner_activation"]
        return config


class GRU(_Gated):
    """Keras 1's ``GRU``."""

    gates = listed = ("z", "r", "h")

    def step(self, x: Any, states: Any) -> Any:
        """Compute one step."""
        before, masks_U, masks_W, *_ = states
        x_z, x_r, x_h = self._inputs(x, masks_W)
        U_z, U_r, U_h = self._parts("U")
        z = self.inner_activation(x_z + ops.matmul(before * masks_U[0], U_z))
        r = self.inner_activation(x_r + ops.matmul(before * masks_U[1], U_r))
        new = self.activation(x_h + ops.matmul(r * before * masks_U[2], U_h))
        h = z * before + (1 - z) * new
        return h, [h]


class LSTM(_Gated):
    """Keras 1's ``LSTM``."""

    gates, listed = ("i", "f", "c", "o"), ("i", "c", "f", "o")

    def __init__(
        self,
        output_dim: int,
        init: Any = "glorot_uniform",
        inner_init: Any = "orthogonal",
        forget_bias_init: Any = "one",
        activation: Any = "tanh",
        inner_activation: Any = "hard_sigmoid",
        W_regularizer: Any = None,
        U_regularizer: Any = None,
        b_regularizer: Any = None,
        dropout_W: float = 0.0,
        dropout_U: float = 0.0,
        **kwargs: Any,
    ) -> None:
        """Take Keras 1's arguments, in its order."""
        self.forget_bias_init = initialisers.get(forget_bias_init)
        penalties = (W_regularizer, U_regularizer, b_regularizer, dropout_W, dropout_U)
        super().__init__(output_dim, init, inner_init, activation, inner_activation, *penalties, **kwargs)

    def _states(self) -> tuple[str, ...]:
        return ("h", "c")

    def _bias(self, shape: Any, name: Any = None) -> Any:
        zeros = ops.zeros((self.output_dim,))
        forget = initialisers.todays(self.forget_bias_init)((self.output_dim,), dtype="float32")
        return ops.concatenate([zeros, forget, zeros, zeros])

    def step(self, x: Any, states: Any) -> Any:
        """Compute one step."""
        h, c, masks_U, masks_W, *_ = states
        parts = zip(self._inputs(x, masks_W), masks_U, self._parts("U"), strict=True)
        x_i, x_f, x_c, x_o = (given + ops.matmul(h * mask, u) for given, mask, u in parts)
        i, f, o = map(self.inner_activation, (x_i, x_f, x_o))
        c = f * c + i * self.activation(x_c)
        h = o * self.activation(c)
        return h, [h, c]

    def get_config(self) -> dict[str, Any]:
        """Return Keras 1's configuration."""
        return {**super().get_config(), **told(self, "forget_bias_init")}
