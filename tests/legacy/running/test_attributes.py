"""What 2016 text reads of Keras's objects, and sets on them."""

from __future__ import annotations

import textwrap
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy.running.program import run_source

pytestmark = pytest.mark.filterwarnings("ignore")  # where notices are meant, a test records them


def run(text: str, **init_globals: Any) -> dict[str, Any]:
    return run_source(textwrap.dedent(text), init_globals=init_globals)


# What text reads of Keras's objects


def test_a_model_owns_node_0_and_its_calls_count_from_1() -> None:
    names = run("""
        from keras.layers import Input, Dense
        from keras.models import Model
        a, b, c = Input((3,)), Input((3,)), Input((3,))
        dense = Dense(2)
        y = dense(a)
        model = Model(a, y)
        assert model.output is y and model.input is a
        of_b, of_c = model(b), model(c)
        assert [model.get_input_at(i) is x for i, x in enumerate([a, b, c])] == [True] * 3
        assert [model.get_output_at(i) is x for i, x in enumerate([y, of_b, of_c])] == [True] * 3
        assert model.get_output_at(-1) is of_c
        assert not hasattr(model, 'output')
        assert model.output_shape == (None, 2)
        assert len(model.inbound_nodes) == 3 and model.inbound_nodes[0].inbound_layers == []
        assert dense.get_output_at(0) is y and dense.output is y
        top = Dense(1)
        z = top(of_c)
        node, = top.inbound_nodes
        assert node.inbound_layers == [model] and node.node_indices == [2] and node.tensor_indices == [0]
        assert model.outbound_nodes == [node] and node in model.outbound_nodes
        assert a._keras_history[0].inbound_nodes[0].output_tensors == [a]
        assert a._keras_history[0].input is a
        try:
            model.get_output_at(3)
        except ValueError as error:
            complaint = str(error)
    """)
    assert "there is no node 3; " in names["complaint"]
    assert "has nodes 0 to 2, in Keras 1's count:" in names["complaint"]
    assert ": the model itself -> (None, 2)" in names["complaint"]


def test_a_growing_sequential_calls_each_layer_once() -> None:
    run("""
        from keras.models import Sequential, Model
        from keras.layers import Dense, Dropout, Input
        model = Sequential()
        model.add(Dense(4, input_dim=3))
        early = model.layers[0].output
        model.add(Dropout(0.5))
        model.add(Dense(2))
        model.add(Dense(9))
        model.pop()
        assert [len(layer.inbound_nodes) for layer in model.layers] == [1, 1, 1]
        assert [len(layer.outbound_nodes) for layer in model.layers[:2]] == [1, 1]
        inner = Model(input=model.input, output=model.layers[1].output)
        assert inner.output_shape == (None, 4)
        assert model.output is model.layers[-1].output
        assert model.get_output_at(0) is model.output
        called = model(Input((3,)))
        assert model.get_output_at(1) is called
        assert [len(layer.inbound_nodes) for layer in model.layers] == [1, 1, 1]
    """)


def test_a_model_that_comes_first_in_a_sequential_is_not_called() -> None:
    run("""
        from keras.models import Sequential, Model
        from keras.layers import Dense, Input
        x = Input((3,))
        base = Model(x, Dense(4)(x))
        model = Sequential()
        model.add(base)
        model.add(Dense(1))
        assert len(base.inbound_nodes) == 1
        assert base.output_shape == (None, 4) and base.output is base.outputs[0]
        other = Model(x, Dense(4)(x))
        model = Sequential([other, Dense(1)])
        assert isinstance(model, Sequential) and len(other.inbound_nodes) == 1 and other.output is other.outputs[0]
    """)


def test_layers_that_are_small_models_today_own_no_node() -> None:
    run("""
        from keras.layers import Input, MaxoutDense, Highway
        from keras.layers.core import Highway as again
        assert isinstance(Highway(input_dim=3), again)
        x = Input((3,))
        for layer in (MaxoutDense(3), Highway(input_dim=3)):
            y = layer(x)
            assert layer.get_output_at(0) is y is layer.output and len(layer.inbound_nodes) == 1
            assert y._keras_history[0].inbound_nodes[0].input_tensors == [x]
    """)


def test_masks_travel_with_their_calls() -> None:
    run("""
        from keras.layers import Input, Embedding, LSTM
        words = Input(shape=(7,), dtype='int32')
        embedding = Embedding(10, 4, mask_zero=True)
        lstm = LSTM(3, return_sequences=True)
        out = lstm(embedding(words))
        assert lstm.get_input_mask_at(0) is embedding.output_mask is lstm.input_mask
        assert lstm.get_input_mask_at(0).shape == (None, 7)
        assert lstm.get_input_at(0) is embedding.output is lstm.input
        assert lstm.get_output_mask_at(0).shape == (None, 7)
        assert embedding.input_mask is None
    """)


def test_a_layer_that_was_never_called_says_so() -> None:
    names = run("""
        from keras.layers import Dense
        dense = Dense(2, name='lonely')
        assert not hasattr(dense, 'output') and not hasattr(dense, 'output_shape')
        assert getattr(dense, 'input', None) is None
        assert dense.inbound_nodes == []
        try:
            dense.get_output_at(0)
        except RuntimeError as error:
            complaint = str(error)
    """)
    assert names["complaint"] == (
        "dense.get_output_at(0): lonely (Dense) was never called, so it has no nodes. Call it first: y = layer(x)."
    )


def test_references_and_names_in_strings_are_answered_too() -> None:
    run("""
        from keras.layers import Input, Dense
        x, dense = Input((3,)), Dense(2)
        y = dense(x)
        at = dense.get_output_at
        assert at(0) is y and at(node_index=0) is y and at.__name__ == 'get_output_at'
        assert getattr(dense, 'get_output_at')(0) is y
        assert [getattr(layer, 'output_shape') for layer in [dense]] == [(None, 2)]
        assert list(map(lambda layer: layer.output, [dense])) == [y]
        assert hasattr(dense, 'get_output_at') and not hasattr(dense, 'get_ouput_at')
        assert getattr(dense, 'nothing', 3) == 3
    """)


def test_renamed_attributes() -> None:
    names = run("""
        from keras.layers import Input, Dense, Embedding, LSTM, BatchNormalization
        from keras.optimizers import SGD
        from keras import backend as K
        x, dense = Input((3,)), Dense(2)
        y = dense(x)
        assert dense.W is dense.kernel and dense.b is dense.bias
        assert K.int_shape(dense.W) == (3, 2) and y._keras_shape == (None, 2)
        assert not hasattr(dense, 'U')
        norm = BatchNormalization()
        norm(y)
        assert norm.running_mean is norm.moving_mean
        sgd = SGD(lr=0.5)
        first = K.get_value(sgd.lr)
        sgd.lr = 0.25
        sgd.lr *= 0.5
        second = K.get_value(sgd.lr)
    """)
    assert (names["first"], names["second"]) == (0.5, 0.125)
    assert keras.ops.convert_to_numpy(names["sgd"].learning_rate) == 0.125


def test_other_people_s_classes_do_not_notice() -> None:
    class Today(keras.layers.Layer):
        """A layer of today, with attributes of the old names."""

        output_shape = "mine"

        def __init__(self) -> None:
            super().__init__()
            self.b = "also mine"

        def get_output_at(self, node_index: int) -> str:
            return f"own {node_index}"

        def fit(self, **kwargs: Any) -> Any:
            return kwargs

    class Trained(keras.Sequential):
        def fit(self, *args: Any, **kwargs: Any) -> Any:
            return kwargs

    names = run(
        """
        class Plain(object):
            output = 'out'
            def __init__(self): self.input, self.lr, self.trainable_weights = 'in', 3, []
            @property
            def output_shape(self): return 'shape'
            def get_output_at(self, i): return i
            def fit(self, nb_epoch): return nb_epoch
            def get_output_shape_for(self, shape): return 'for ' + shape
        class Forwards(object):
            def __getattr__(self, name): return 'forwarded ' + name
        plain = Plain()
        plain.lr += 1
        seen = [plain.output, plain.input, plain.output_shape, plain.get_output_at(3), plain.fit(nb_epoch=2), plain.lr,
                plain.get_output_shape_for('a'), hasattr(plain, 'compute_output_shape'), Forwards().history]
        layer = Today()
        theirs = [layer.output_shape, layer.b, layer.get_output_at(1), layer.fit(nb_epoch=1), Trained().fit(nb_epoch=2)]
        numbers = set()
        numbers.add(1)
        numbers.pop()
        try:
            plain.outbound_nodes
        except AttributeError as error:
            missing = str(error)
        """,
        Today=Today,
        Trained=Trained,
    )
    assert names["seen"] == ["out", "in", "shape", 3, 2, 4, "for a", False, "forwarded history"]
    assert names["theirs"] == ["mine", "also mine", "own 1", {"nb_epoch": 1}, {"nb_epoch": 2}]
    assert names["missing"] == "'Plain' object has no attribute 'outbound_nodes'"


def test_every_place_where_an_attribute_may_stand() -> None:
    names = run("""
        class Plain(object): pass
        plain, seen = Plain(), []
        plain.output = 1
        plain.output += 1
        plain.lr: int = 3
        for plain.lr in range(3): pass
        plain.input, (plain.lr, *plain.b) = 1, (2, 3)
        with open(__import__('os').devnull) as plain.lr: pass
        match 2:
            case plain.output if plain.output == 2:
                seen.append(f'{plain.output} {plain.input=}')
        del plain.output
        seen += [hasattr(plain, 'output'), plain.b, (lambda: plain.input)(), [plain.input for _ in plain.b]]
    """)
    assert names["seen"] == ["2 plain.input=1", False, [3], 1, [1]]


# Layers of one's own

OWN_LAYER = """
    from keras import backend as K
    from keras.engine.topology import Layer, InputSpec
    from keras.layers import Input
    from keras.models import Model

    class Linear(Layer):
        def __init__(self, output_dim, **kwargs):
            self.output_dim = output_dim
            super(Linear, self).__init__(**kwargs)

        def build(self, input_shape):
            self.input_spec = [InputSpec(shape=input_shape)]
            self.W = self.add_weight(shape=(input_shape[1], self.output_dim), initializer='one', name='W')
            self.b = self.add_weight(shape=(self.output_dim,), initializer='zero', name='b')
            self.trainable_weights = [self.W, self.b]
            super(Linear, self).build(input_shape)

        def call(self, x, mask=None):
            return K.dot(x, self.W) + self.b

        def get_output_shape_for(self, input_shape):
            assert input_shape and len(input_shape) == 2
            return (input_shape[0], self.output_dim)

    class Wider(Linear):
        def get_output_shape_for(self, input_shape):
            return super(Wider, self).get_output_shape_for(input_shape)

    class Same(Layer):
        def call(self, x, mask=None):
            return x * 2

        def get_output_shape_for(self, input_shape):
            return super().get_output_shape_for(input_shape)
"""


def test_a_layer_of_2016_is_a_layer_of_today() -> None:
    names = run(
        OWN_LAYER
        + """
    x = Input(shape=(3,))
    linear = Wider(4)
    y = linear(x)
    model = Model(input=x, output=y)
    assert linear.get_output_shape_for((None, 3)) == (None, 4)
    assert linear.output_shape == (None, 4)
    """
    )
    linear, model = names["linear"], names["model"]
    assert linear.compute_output_shape((None, 3)) == (None, 4)
    assert [weight.shape for weight in linear.trainable_weights] == [(3, 4), (4,)]
    np.testing.assert_array_equal(model.predict(np.ones((2, 3)), verbose=0), np.full((2, 4), 3.0))


def test_weights_that_today_s_layers_do_not_know_are_refused_with_the_remedy() -> None:
    with pytest.raises(TypeError, match=r"a ndarray is no weight. Make each weight in build\(\) by self\.W = "):
        run("""
            from keras.engine import Layer
            import numpy as np
            class Own(Layer):
                def build(self, input_shape):
                    self.trainable_weights = [np.zeros(3)]
            Own().build((None, 3))
        """)


# Training


def test_old_keywords_and_methods_of_training() -> None:
    names = run("""
        import numpy as np
        from keras.models import Sequential
        from keras.layers import Dense
        from keras.callbacks import Callback
        class Losses(Callback):
            def on_train_begin(self, logs={}): self.losses = []
            def on_batch_end(self, batch, logs={}): self.losses.append(logs.get('loss'))
        model = Sequential([Dense(8, input_dim=4, activation='relu'), Dense(3, activation='softmax')])
        model.compile(loss='categorical_crossentropy', optimizer='sgd', metrics=['accuracy'])
        X, Y = np.random.random((32, 4)), np.eye(3)[np.arange(32) % 3]
        losses = Losses()
        history = model.fit(X, Y, nb_epoch=2, batch_size=8, verbose=0, validation_split=0.25, callbacks=[losses])
        def batches():
            while True:
                yield X[:8], Y[:8]
        generated = model.fit_generator(batches(), samples_per_epoch=16, nb_epoch=3, verbose=0)
        assert model.history.history['acc']
        classes = model.predict_classes(X, verbose=0)
        logs = history.history
        assert 'acc' in logs and 'val_acc' in logs and 'nothing' not in logs
        assert logs.get('val_acc') == logs['val_acc'] == logs['val_accuracy'] and logs.get('nothing', 3) == 3
        try:
            logs['nothing']
        except KeyError as error:
            missing = error.args
    """)
    assert len(names["losses"].losses) == 6
    assert len(names["history"].epoch) == 2
    assert len(names["generated"].epoch) == 3
    assert names["classes"].shape == (32,)
    assert names["missing"] == ("nothing",)
    assert type(names["history"].history) is dict


def test_one_loss_and_one_list_of_metrics_are_for_every_output() -> None:
    names = run("""
        import numpy as np
        from keras.models import Model
        from keras.layers import Dense, Input
        x = Input((4,))
        model = Model(input=x, output=[Dense(1, name='a')(x), Dense(1, name='b')(x)])
        X, y = np.ones((8, 4)), np.ones((8, 1))
        model.compile('sgd', 'mse', ['accuracy'], loss_weights=[1., 0.2])
        first = model.fit(X, [y, y], nb_epoch=1, verbose=0).history
        assert first['b_acc'] == first['b_accuracy']
    """)
    # Newer versions log each output's loss, too.
    assert {"loss", "a_accuracy", "b_accuracy"} <= set(names["first"])


def test_accuracy_is_monitored_under_either_name() -> None:
    names = run("""
        import numpy as np
        from keras.models import Sequential
        from keras.layers import Dense
        from keras.callbacks import EarlyStopping
        epochs = []
        for metric in ('acc', 'accuracy'):
            model = Sequential([Dense(1, input_dim=3, activation='sigmoid')])
            model.compile('sgd', 'binary_crossentropy', metrics=[metric])
            stop = EarlyStopping(monitor='val_acc', patience=1)
            history = model.fit(np.zeros((8, 3)), np.zeros((8, 1)), nb_epoch=9, verbose=0, validation_split=0.5,
                                callbacks=[stop])
            epochs.append(len(history.epoch))
            assert len(history.history['val_acc']) == epochs[-1]
    """)
    assert names["epochs"] == [2, 2]
