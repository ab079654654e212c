"""Source text of 2016 becomes source text of today: first what must stay as it is, then what changes."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap
from pathlib import Path

import keras
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keras_functional_notes.legacy.syntax import Keras1SyntaxError
from keras_functional_notes.legacy.table import METHODS, ROWS
from keras_functional_notes.legacy.table.arguments import KEPT_LOSSES, LOSS
from keras_functional_notes.legacy.table.attributes import MEMBERS
from keras_functional_notes.legacy.translating.translator import Translation, translate

HERE = Path(__file__).parent
TODAY = '''"""Today's Keras: functional, sequential, subclassed, and words like merge(…, mode='concat') in text."""

import keras
import numpy as np
from keras import layers, ops, regularizers
from keras import backend as K
from keras.layers import BatchNormalization, Conv2D, Dense, Dropout, LSTM, Input
from keras.models import Model, Sequential
from keras.optimizers import SGD, Adam
from keras.regularizers import l2
from keras.preprocessing.sequence import pad_sequences
from keras.utils import to_categorical


def merge(left, right, mode="sum"):
    """Not Keras's merge(inputs, mode='concat', concat_axis=-1)."""
    return {**left, **right}


class Block(layers.Layer):
    def __init__(self, filters, output_dim=3, **kwargs):
        super().__init__(**kwargs)
        self.conv = Conv2D(filters, 3, padding="same", kernel_regularizer=l2(1e-4))
        self.output_dim = output_dim

    def call(self, inputs, training=None):
        return ops.relu(self.conv(inputs))

    def compute_output_shape(self, input_shape):
        return input_shape


settings = merge({"nb_epoch": 3}, {"border_mode": "same"}, mode="concat")
x = keras.Input((32, 32, 3), name="image")
y = Block(8)(x)
y = BatchNormalization()(y)
y = Conv2D(16, 3, strides=2, activation="relu")(y)
y = Conv2D(16, (3, 3), (2, 2))(y)
y = layers.Flatten()(y)
y = Dropout(0.5)(Dense(10, "softmax")(y))
model = Model([x], [y])
small = Sequential([Input((8,)), Dense(4, activation="relu", kernel_regularizer=regularizers.L2(0.01)), Dense(1)])
recurrent = LSTM(8, return_sequences=True)
model.compile(optimizer=Adam(1e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.zeros((4, 32, 32, 3)), np.zeros(4), epochs=2, batch_size=32, validation_split=0.5)
print(K.epsilon(), model.output_shape, small.layers[0].output.shape, small.summary())
K.clear_session()
labels = to_categorical([1, 2], 3)
'''


def check_noop(text: str, *, package: str = "") -> None:
    """Check that nothing is changed, nothing said, and not a byte lost."""
    assert translate(text, package=package) == Translation(text)


def check_transformed(old: str, new: str, *, package: str = "") -> Translation:
    """Check that a text becomes another, which Python can read and which stays as it is when translated again."""
    old, new = textwrap.dedent(old), textwrap.dedent(new)
    done = translate(old, package=package)
    ast.parse(new)
    assert done.text == new
    assert translate(new, package=package).text == new
    return done


def check_left(text: str, *parts: str) -> None:
    """Check that a text stays as it is, and that a person is told of it."""
    text = textwrap.dedent(text)
    done = translate(text)
    assert done.text == text
    said = [f"{need.line}: {need.what} | {need.why} | {need.do}" for need in done.needs_you]
    assert len(said) == 1
    for part in parts:
        assert part in said[0]


# Nothing to do


def test_todays_text_comes_back_byte_for_byte() -> None:
    check_noop(TODAY)


def test_the_packages_own_sources_come_back_byte_for_byte() -> None:
    sources = [*(HERE.parents[2] / "keras_functional_notes").rglob("*.py"), *(HERE.parents[2] / "tools").glob("*.py")]
    assert len(sources) > 20
    for path in sources:
        check_noop(path.read_bytes().decode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = 1\n",
        "# from keras.layers import merge\n",
        '"""merge([a, b], mode=\'concat\') with keras"""\n',
        "from mine import merge, Dense\nimport keras\nmerge([a, b], mode='concat')\nDense(output_dim=3)\n",
        "import keras\n\n\ndef merge(a, mode):\n    return a\n\n\nmerge([1], mode='sum')\n",
        "from keras.layers import Dense, Masking\nDense(3)\n",
        "import keras as k\r\nk.layers.Dense(3)\r\n",
        "from keras.layers import Conv2D\nConv2D(8, 3)\nConv2D(8, (3, 3), (2, 2))\n",
        "from keras.layers import Dense\nDense(8, 'relu')\n",
        "from keras.models import Model\nModel([x], [y])\n",
        "from tensorflow.keras import backend as K\nK.sum(x)\n",
        "from tensorflow.keras.layers import *\nDense(3)\n",
        "class A:\n    import keras\n    def f(self):\n        return keras.layers.core.Dense(output_dim=3)\n",
        "from keras.layers import Dense\ndef f(Dense):\n    return Dense(output_dim=3)\n",
        "import keras\nmodel.fit(X, y)\n",
        "import keras\nmodel.compile('sgd', 'kld')\npattern = re.compile('cosine')\n",
        "import keras\nself.add_weight(shape, 'zeros', 'float32')\nself.add_weight(shape, 'zeros', None)\n",
        "import keras\nself.add_weight(shape, 'zeros', name='W')\n",
    ],
)
def test_what_is_nobodys_or_todays_stays(text: str) -> None:
    check_noop(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("m.compile('sgd', 'cosine_proximity')", "m.compile('sgd', 'cosine_similarity')"),
        ("m.compile(loss={'a': 'cosine'}, optimizer=o)", "m.compile(loss={'a': 'cosine_similarity'}, optimizer=o)"),
        ("m.compile('sgd', ['mse', 'kullback_leibler_divergence'])", "m.compile('sgd', ['mse', 'kl_divergence'])"),
        ("Sequential([]).compile('sgd', loss='cosine')", "Sequential([]).compile('sgd', loss='cosine_similarity')"),
        ("self.add_weight(shape, 'uniform', 'W')", "self.add_weight(shape, 'random_uniform', name='W')"),
        ("m.add_weight((2, n), init, 'W', False)", "m.add_weight((2, n), init, name='W', trainable=False)"),
    ],
)
def test_the_only_trait_of_2016_in_a_text_is_enough(old: str, new: str) -> None:
    text = "from keras.models import Sequential\ndef f(m, init):\n    {}\n"
    assert translate(text.format(old)).text == text.format(new)
    assert translate(text.format(new)).text == text.format(new)


@pytest.mark.parametrize("loss", ["'cosine'", "['mse', 'cosine_proximity', 'cosine']", "{'a': 'cosine'}"])
def test_the_cosine_loss_that_is_named_differs_as_its_function_does(loss: str) -> None:
    done = translate(f"import keras\ndef f(m):\n    m.compile('sgd', {loss})\n")
    of_function = translate("from keras.objectives import cosine\ncosine(a, b)\n")
    assert [difference.why for difference in done.differences] == [of_function.differences[0].why]
    assert "mean over the last axis" in done.differences[0].why


def test_the_losses_that_are_left_alone_are_those_that_today_s_keras_takes() -> None:
    def takes(name: str) -> bool:
        try:
            return keras.losses.get(name) is not None
        except ValueError:
            return False

    assert {name for name in LOSS.today if takes(name)} == KEPT_LOSSES


@pytest.mark.parametrize("third", ["name", "'%s_W' % self.name", "*rest"])
@pytest.mark.parametrize("before", ["", "from keras.layers import merge\n"])
def test_a_third_argument_of_add_weight_that_nobody_knows_is_asked_about(third: str, before: str) -> None:
    text = f"import keras\n{before}def f(self, shape, name, rest):\n    self.add_weight(shape, 'one', {third})\n"
    done = translate(text)
    assert f"self.add_weight(shape, 'one', {third})" in done.text
    [need] = done.needs_you
    assert need.why == "The third position was the weight's name in Keras 1, and is its dtype today."
    assert need.do == "If it is the name, write self.add_weight(shape, initializer, name=...)."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_stay(end: str) -> None:
    old = f"from keras.layers import Dense{end}# ä{end}x = Dense(output_dim=3,{end}          init='uniform'){end}"
    new = old.replace("output_dim", "units").replace("init='uniform'", "kernel_initializer='random_uniform'")
    assert translate(old).text == new


def test_a_mark_of_the_byte_order_stays() -> None:
    done = translate("\ufefffrom keras.layers import Dense\nDense(output_dim=3)")
    assert done.text == "\ufefffrom keras.layers import Dense\nDense(units=3)"


def test_text_of_either_age_is_left_to_a_person() -> None:
    check_left(
        "from keras.layers import Conv2D\nConv2D(64, 3, 3)\n",
        "2: Conv2D(64, 3, 3)",
        "today's spelling of the old meaning is `Conv2D(64, (3, 3))`",
    )


# Names and imports


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from keras.layers import Convolution2D", "from keras.layers import Conv2D"),
        ("from keras.layers import Convolution2D as C", "from keras.layers import Conv2D as C"),
        ("from keras.layers.core import Dense", "from keras.layers import Dense"),
        ("from keras.layers.core import *", "from keras.layers import *"),
        ("from keras.engine import Model, Input", "from keras import Model, Input"),
        ("import keras.layers.core", "import keras.layers\n"[:-1]),
        ("from tensorflow.keras.layers import Convolution2D", "from tensorflow.keras.layers import Conv2D"),
    ],
)
def test_an_import_alone(old: str, new: str) -> None:
    uses = "\nkeras.layers" if old.startswith("import") else ""
    check_transformed(old + uses, new + uses)


def test_names_are_found_however_they_were_imported() -> None:
    old = """
        import keras
        import keras.layers as L
        import keras.layers.core
        import tensorflow as tf
        from keras import layers
        from keras.layers import *
        from keras.layers import Convolution2D as Conv, merge as join
        {}.Dense(output_dim=1)
        keras.layers.core.Dense(output_dim=2)
        layers.Dense(output_dim=3)
        tf.keras.layers.Dense(output_dim=4)
        Convolution2D(5, 3, 3)
        Conv(6, 3, 3)
        join([a, b], mode='sum')
    """.replace("{}", "L")
    new = """
        import keras
        import keras.layers as L
        import keras.layers
        import tensorflow as tf
        from keras import layers
        from keras.layers import *
        from keras.layers import Conv2D as Conv, Add
        L.Dense(units=1)
        keras.layers.Dense(units=2)
        layers.Dense(units=3)
        tf.keras.layers.Dense(units=4)
        Conv2D(5, (3, 3))
        Conv(6, (3, 3))
        Add()([a, b])
    """
    check_transformed(old, new)


def test_a_name_that_is_taken_gets_another() -> None:
    check_transformed(
        """
        from keras.layers import Convolution2D, merge
        class Add: pass
        Conv2D = None
        Convolution2D(3, 1, 1)(merge([a, b]))
        """,
        """
        from keras.layers import Conv2D as Convolution2D, Add as keras_Add
        class Add: pass
        Conv2D = None
        Convolution2D(3, (1, 1))(keras_Add()([a, b]))
        """,
    )


def test_imports_inside_functions_serve_there() -> None:
    check_transformed(
        """
        def f(x):
            from keras.layers import merge
            from keras import backend as K
            return merge([x, K.square(x)], mode='mul')

        def g(x):
            from keras.layers import merge
            return merge([x, x], mode='mul')
        """,
        """
        def f(x):
            from keras.layers import Multiply
            from keras import ops
            return Multiply()([x, ops.square(x)])

        def g(x):
            from keras.layers import Multiply
            return Multiply()([x, x])
        """,
    )


def test_what_is_needed_is_imported_once_and_what_is_not_goes() -> None:
    check_transformed(
        """
        from keras.layers import (
            Dense,  # dense
            merge,  # joins
            Input,
        )
        from keras.engine import merge as again
        from keras.utils import np_utils
        a = merge([x, y], mode='concat', concat_axis=1)
        b = again([x, y], mode='concat')
        c = np_utils.to_categorical(a, nb_classes=3)
        """,
        """
        from keras.layers import (
            Dense,  # dense
            Concatenate,  # joins
            Input,
        )
        from keras import utils
        a = Concatenate(axis=1)([x, y])
        b = Concatenate(axis=-1)([x, y])
        c = utils.to_categorical(a, num_classes=3)
        """,
    )


def test_an_import_among_others_on_its_line() -> None:
    check_transformed(
        "import os; from keras.layers import merge; x = merge([a, b]); import sys\n",
        "import os; from keras.layers import Add; x = Add()([a, b]); import sys\n",
    )


def test_a_block_of_one_import_that_goes_keeps_a_statement() -> None:
    check_transformed(
        """
        from keras.layers import Dense
        try:
            from keras.layers import merge
        except ImportError:
            pass
        Dense(output_dim=1)
        """,
        """
        from keras.layers import Dense
        try:
            pass
        except ImportError:
            pass
        Dense(units=1)
        """,
    )


def test_either_of_two_imports_of_one_thing() -> None:
    check_transformed(
        """
        try:
            from keras.layers.core import Dense
        except ImportError:
            from keras.layers import Dense
        Dense(output_dim=1)
        """,
        """
        try:
            from keras.layers import Dense
        except ImportError:
            from keras.layers import Dense
        Dense(units=1)
        """,
    )


def test_a_name_that_may_be_two_things_is_left() -> None:
    check_left(
        """
        from keras.engine import merge
        from keras.layers import Dense
        if odd:
            def merge(x, mode):
                return x
        merge([a, b], mode='sum')
        """,
        "merge",
        "may be Keras's here and may be something else",
    )


def test_relative_imports_of_a_package_of_keras_1() -> None:
    text = "from ..layers import merge, Input\nfrom .neighbour import thing\nmerge([a, b])\nInput(shape=(3,))\n"
    new = "from keras.layers import Add, Input\nfrom .neighbour import thing\nAdd()([a, b])\nInput(shape=(3,))\n"
    check_transformed(text, new, package="keras.applications")
    check_noop(text)


# Calls


def layer(old: str, new: str) -> None:
    check_transformed(
        f"from keras.layers import *\nold = Dense(output_dim=1)\n{old}\n",
        f"from keras.layers import *\nold = Dense(units=1)\n{new}\n",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Convolution2D(64, 3, 3, border_mode='same')", "Conv2D(64, (3, 3), padding='same')"),
        ('Convolution2D(64, 3, 3, border_mode="same")', 'Conv2D(64, (3, 3), padding="same")'),
        ("Convolution2D(n, nb_row=3, nb_col=w)", "Conv2D(n, kernel_size=(3, w))"),
        ("Convolution2D(nb_col=5, nb_filter=n, nb_row=3)", "Conv2D(kernel_size=(3, 5), filters=n)"),
        ("Convolution2D(64, (3), 3 , dim_ordering = 'th')", "Conv2D(64, ((3), 3) , data_format = 'channels_first')"),
        (
            "Dense(64, init='uniform', W_regularizer=r)",
            "Dense(64, kernel_initializer='random_uniform', kernel_regularizer=r)",
        ),
        ("Dense(64, 'uniform')", "Dense(64, kernel_initializer='random_uniform')"),
        ("Dense(64, input_dim=n)", "Dense(64, input_shape=(n,))"),
        ("LSTM(8, input_length=t, input_dim=d)", "LSTM(8, input_shape=(t, d))"),
        ("Embedding(10, 4, input_length=maxlen)", "Embedding(10, 4, input_shape=(maxlen,))"),
        ("Dense(4, batch_input_shape=(None, n, 3))", "Dense(4, input_shape=(n, 3))"),
        ("Dropout(p=0.5)", "Dropout(rate=0.5)"),
        ("AveragePooling2D()", "AveragePooling2D(pool_size=(2, 2))"),
        ("BatchNormalization(mode=0, axis=1)", "BatchNormalization(axis=1)"),
        ("BatchNormalization(mode=0)", "BatchNormalization()"),
        ("ZeroPadding2D((1, 2, 3, 4))", "ZeroPadding2D(((1, 2), (3, 4)))"),
        ("Dense(4, dtype='float16', bias=False)", "Dense(4, dtype='float16', use_bias=False)"),
        ("TimeDistributed(Dense(output_dim=3))", "TimeDistributed(Dense(units=3))"),
        ("LSTM(3, dropout_W=.2, dropout_U=.25)", "LSTM(3, dropout=.2, recurrent_dropout=.25)"),
    ],
)
def test_a_layer(old: str, new: str) -> None:
    layer(old, new)


def test_comments_and_layout_inside_a_call_stay() -> None:
    layer(
        """Convolution2D(
    64,  # filters
    3,   # rows
    3,   # columns
    init='normal',  # the kernel
    consume_less_memory=never,
    border_mode='same',  # padding
)""".replace("    consume_less_memory=never,\n", ""),
        """Conv2D(
    64,  # filters
    (3,   # rows
    3),   # columns
    kernel_initializer='random_normal',  # the kernel
    padding='same',  # padding
)""",
    )
    layer(
        """BatchNormalization(
    mode=0,  # per feature
    axis=1,  # channels
)""",
        """BatchNormalization(  # per feature
    axis=1,  # channels
)""",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("merge([a, b])", "Add()([a, b])"),
        ("merge([a, b], mode='concat', concat_axis=1, name='z')", "Concatenate(axis=1, name='z')([a, b])"),
        ("merge(xs, 'dot', dot_axes=[1, 1])", "Dot(axes=[1, 1])(xs)"),
        ("merge(xs, mode='cos')", "Dot(axes=-1, normalize=True)(xs)"),
        ("merge(inputs=[f(x)\n  for x in xs], mode='max')", "Maximum()([f(x)\n  for x in xs])"),
        (
            "merge([a, b], mode=lambda t: t[0], output_shape=[3])",
            "Lambda(lambda t: t[0], output_shape=tuple([3]))([a, b])",
        ),
        ("Merge(mode='ave')([a, b])", "Average()([a, b])"),
    ],
)
def test_merging(old: str, new: str) -> None:
    layer(old, new)


def test_comments_between_what_is_gone_stay() -> None:
    layer(
        """merge([a, b],  # both
      mode='concat',  # side by side
      concat_axis=1)""",
        """Concatenate(axis=1)(  # both
    # side by side
    [a, b])""",
    )
    check_left(
        """
        from keras import backend as K
        K.ndim(x  # the picture
               )
        """,
        "has no place for a comment",
        "Write len(x.shape).",
    )


def test_brackets_around_what_is_called() -> None:
    layer("(Convolution2D)(3, 1, 1)", "(Conv2D)(3, (1, 1))")
    layer("(a or b).fit(X, nb_epoch=3)", "(a or b).fit(X, epochs=3)")
    layer("Dense(3, (('uniform')))", "Dense(3, kernel_initializer='random_uniform')")


def test_a_name_inside_a_text_is_left() -> None:
    check_left('from keras import backend as K\nprint(f"{K.sum(x)}")\n', "stands inside a text")


def test_names_that_a_module_passes_on_stay_imported() -> None:
    check_transformed(
        "from keras.layers import Dense, Convolution2D, merge\n__all__ = ['Convolution2D']\nname = 'merge'\n",
        "from keras.layers import Dense, Conv2D as Convolution2D\n__all__ = ['Convolution2D']\nname = 'merge'\n",
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("merge(xs, mode=mode)", ["merge(xs, mode=mode)", "known only when the text runs"]),
        ("merge(xs, mode='concatt')", ["Did you mean `concat`?"]),
        ("merge(*xs)", ["known only when the text runs"]),
        ("merge(xs, axis=1)", ["merge() had no argument `axis`"]),
        ("Merge([model_a, f()], mode='sum')", ["each with one input", "Add()([left.output, right.output])"]),
        ("Convolution2D(*args)", ["what `*` and `**` bring"]),
        ("Convolution2D(64, 3, 3, **options)", ["what `*` and `**` bring"]),
        ("Dense(3, weights=w, init='one')", ["layer.set_weights(weights)"]),
        ("Convolution2D(3, 3, 3, border_mod='same')", ["Convolution2D() had no argument `border_mod`"]),
        ("Convolution2D(3, 3, 3, border_mode='smae')", ["Did you mean `same`?"]),
        ("MaxoutDense(3)", ["has no successor of one name", "GlobalMaxPooling1D"]),
        ("layer = Convolution2D", ["keras.layers.Conv2D today", "look at the calls"]),
        ("Dense(3, init=lambda shape, name=None: 0)", ["called with (shape, dtype=...)"]),
    ],
)
def test_what_cannot_be_decided_is_left_and_listed(text: str, parts: list[str]) -> None:
    name = next(name for name in ("merge", "Merge", "MaxoutDense", "Convolution2D", "Dense") if name in text)
    check_left(f"from keras.layers import {name}\n{text}\n", *parts)


def test_a_value_that_is_only_known_when_it_runs_is_handed_on_and_listed() -> None:
    done = check_transformed(
        "from keras.layers import Dense\ndef f(init):\n    return Dense(3, init=init)\n",
        "from keras.layers import Dense\ndef f(init):\n    return Dense(3, kernel_initializer=init)\n",
    )
    assert [(need.line, need.why) for need in done.needs_you] == [
        (3, "`init`: its values are named differently today.")
    ]


def test_what_changed_silently_is_said_at_its_line() -> None:
    done = translate(
        """from keras.layers import LSTM, GRU, Embedding, merge
x = Embedding(10, 4, mask_zero=True, init='normal')(x)
y = LSTM(3)(x)
z = merge([y, y], mode='sum')
d.trainable = False
d.compile('sgd', 'mse')
gan.compile('sgd', 'mse')
"""
    )
    said = {(difference.line, difference.why[:30]) for difference in done.differences}
    assert {
        (3, "recurrent_activation's default"[:30]),
        (4, "Where inputs have masks, Keras"),
        (5, "`trainable` was read when comp"),
    } <= said


# Models


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Model(input=x, output=y)", "Model(inputs=x, outputs=y)"),
        ("Model(input=[x], output=[y, z])", "Model(inputs=x, outputs=[y, z])"),
        ("m.fit(X, Y, nb_epoch=3)", "m.fit(X, Y, epochs=3)"),
        ("m.compile('sgd', 'kld', metrics=['acc'])", "m.compile('sgd', 'kl_divergence', metrics=['accuracy'])"),
        ("two.compile('sgd', 'mse')", "two.compile('sgd', ['mse', 'mse'])"),
        (
            "two.compile('sgd', loss='mse', metrics=['mae'])",
            "two.compile('sgd', loss=['mse', 'mse'], metrics=[['mean_absolute_error'], ['mean_absolute_error']])",
        ),
        ("self.net.fit(X, Y, nb_epoch=3)", "self.net.fit(X, Y, epochs=3)"),
        (
            "m.fit_generator(g.flow(X, batch_size=8), 100, 2)",
            "m.fit(g.flow(X, batch_size=8), steps_per_epoch=13, epochs=2)",
        ),
        (
            "m.evaluate_generator(g.flow(X, batch_size=n), val_samples=len(X))",
            "m.evaluate(g.flow(X, batch_size=n), steps=-(-len(X) // n))",
        ),
        ("h.history['val_acc']", "h.history['val_accuracy']"),
        ("s.output", "s.outputs[0]"),
        ("m.optimizer.lr", "m.optimizer.learning_rate"),
        ("d.W", "d.kernel"),
    ],
)
def test_models(old: str, new: str) -> None:
    head = "from keras.models import Model, Sequential\nfrom keras.layers import Dense\n"
    made = "m = Model(x, y)\ntwo = Model(x, [y, z])\ns = Sequential()\nd = Dense({}=3)\n"
    check_transformed(head + made.format("output_dim") + old + "\n", head + made.format("units") + new + "\n")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("m.predict_classes(X)", ".argmax(axis=-1)"),
        ("m.fit_generator(g, 100, 2)", "`samples_per_epoch` counts samples"),
        ("unknown.get_output_at(0)", "Whether this is a layer or a model is not known"),
        ("m.get_output_at(i)", "its calls counted from 1"),
        ("unknown.predict_classes(X)", "Whether this is a Keras model is not known"),
        ("logs['acc']", "write 'accuracy'"),
        ("logs.get('val_acc')", "write 'val_accuracy'"),
        ("Dense(3, batch_input_shape=(4, 5), stateful=True)", "keras.Input(batch_shape=...)"),
    ],
)
def test_methods_that_a_person_must_see(text: str, part: str) -> None:
    head = "from keras.models import Model\nfrom keras.layers.core import Dense\nm = Model(x, y)\n"
    done = translate(head + text)
    assert text in done.text
    assert part in f"{done.needs_you[0].why} {done.needs_you[0].do}"


def test_node_numbers_are_keras_1s() -> None:
    check_transformed(
        """
        from keras.layers import Dense
        from keras.models import Model
        shared = Dense(output_dim=3)
        model = Model(x, shared(x))
        shared.get_output_at(1)
        model.get_output_at(0)
        model.get_output_at(2)
        model.get_input_shape_at(0)
        shared.output_shape
        """,
        """
        from keras.layers import Dense
        from keras.models import Model
        from keras_functional_notes import get_output_at, output_shape_of
        shared = Dense(units=3)
        model = Model(x, shared(x))
        get_output_at(shared, 1)
        model.output
        get_output_at(model, 1)
        model.input_shape
        output_shape_of(shared)
        """,
    )


# What Keras 1 had beside its layers


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("K.sum(x, axis=1)", "ops.sum(x, axis=1)"),
        ("K.concatenate([a, b])", "ops.concatenate([a, b], axis=-1)"),
        ("K.ndim(a + b)", "len((a + b).shape)"),
        ("K.update_add(v, K.square(x))", "v.assign_add(ops.square(x))"),
        ("K.set_image_dim_ordering('th')", "config.set_image_data_format('channels_first')"),
        ("K.image_dim_ordering() == 'tf'", "config.image_data_format() == 'channels_last'"),
        (
            "x = K.image_dim_ordering()",
            'x = {"channels_first": "th", "channels_last": "tf"}[config.image_data_format()]',
        ),
        ("f = K.mean", "f = ops.mean"),
    ],
)
def test_the_backend(old: str, new: str) -> None:
    name = new[new.index("ops.") - 0 :][:3] if "ops." in new else "config" if "config." in new else ""
    head = f"from keras import {name}\n" if name else ""
    check_transformed(f"from keras import backend as K\n{old}\n", f"{head}{new}\n")


def test_a_value_that_decides_between_expressions_is_asked_for() -> None:
    done = translate("from keras import backend as K\ny = K.pool2d(x, (2, 2), pool_mode=mode)\n")
    assert "pool_mode=mode" in done.text
    [need] = done.needs_you
    assert need.why == "`pool_mode`: its value decides what it is today."
    assert "keras.ops.average_pool(" in need.do


def test_the_words_of_the_data_format_are_todays_where_they_are_compared_and_keras_1s_elsewhere() -> None:
    done = translate(
        "from keras import backend as K\nfrom keras.layers import Convolution2D\n"
        "words = K.image_dim_ordering()\nfirst = 'th' == K.image_dim_ordering()\n"
        "layer = Convolution2D(3, 3, 3, dim_ordering=K.image_dim_ordering())\n"
    )
    assert done.text.splitlines()[2:] == [
        "words = {'channels_first': 'th', 'channels_last': 'tf'}[config.image_data_format()]",
        "first = 'channels_first' == config.image_data_format()",
        "layer = Conv2D(3, (3, 3), data_format=config.image_data_format())",
    ]
    assert done.needs_you == done.differences == ()


def test_other_modules() -> None:
    check_transformed(
        """
        from keras import objectives, initializations
        from keras.optimizers import SGD
        from keras.regularizers import l2, activity_l2
        from keras.preprocessing.text import Tokenizer
        from keras.datasets import imdb
        SGD(lr=0.1, decay=1e-6)
        objectives.mse(a, b)
        Tokenizer(nb_words=n)
        imdb.load_data(nb_words=20)
        activity_l2(0.1)
        """,
        """
        from keras import losses
        from keras.optimizers import SGD
        from keras.optimizers.schedules import InverseTimeDecay
        from keras.regularizers import L2
        from tensorflow.keras.preprocessing.text import Tokenizer
        from keras.datasets import imdb
        SGD(learning_rate=InverseTimeDecay(initial_learning_rate=0.1, decay_steps=1, decay_rate=1e-6))
        losses.mean_squared_error(a, b)
        Tokenizer(num_words=n)
        imdb.load_data(num_words=20)
        L2(0.1)
        """,
    )


def test_a_layer_of_ones_own() -> None:
    check_transformed(
        """
        from keras.engine.topology import Layer
        from keras import backend as K
        class Twice(Layer):
            def call(self, x, mask=None):
                return 2 * K.abs(x)
            def get_output_shape_for(self, input_shape):
                return input_shape
        isinstance(y, Layer)
        """,
        """
        from keras.layers import Layer
        from keras import ops
        class Twice(Layer):
            def call(self, x, mask=None):
                return 2 * ops.abs(x)
            def compute_output_shape(self, input_shape):
                return input_shape
        isinstance(y, Layer)
        """,
    )


# The record


def test_changes_are_listed_with_their_lines() -> None:
    done = translate("from keras.layers import Convolution2D\n\ny = Convolution2D(64, 3,\n                  3)(x)\n")
    assert [(change.line, change.old, change.new) for change in done.changes] == [
        (1, "from keras.layers import Convolution2D", "from keras.layers import Conv2D"),
        (3, "Convolution2D(64, 3, 3)", "Conv2D(64, (3, 3))"),
    ]
    assert done.changes[1].why == "Today's Keras reads the old text as a kernel of 3 with strides of 3."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import keras\nwhlie keras: pass\n", "Did you mean `while`?"),
        ("import keras\n%matplotlib inline\n", "notebook's own command"),
        ("from keras.layers improt Input\n", "Did you mean `import`?"),
    ],
)
def test_text_that_python_cannot_read(text: str, message: str) -> None:
    with pytest.raises(Keras1SyntaxError) as caught:
        translate(text, filename="old.py")
    assert message in str(caught.value)
    assert caught.value.filename == "old.py"


def test_the_translator_knows_no_name_of_keras_1_itself() -> None:
    old = {name for row in (*ROWS, *METHODS) for name in row.names if str(row.today).rpartition(".")[2] != name}
    old |= {argument.name for row in ROWS for argument in row.arguments if argument.new not in (None, argument.name)}
    old |= {member.name for member in MEMBERS if member.today != member.written}
    # Words that are today's too, or Python's.
    old -= {row.today.rpartition(".")[2] for row in ROWS if row.today} | {"input", "output", "get", "x", "y", "a", "n"}
    for path in (HERE.parents[2] / "keras_functional_notes" / "legacy" / "translating").glob("*.py"):
        constants = {node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)}
        assert constants & old <= TODAYS, path.name


# What today's objects have under the same words.
TODAYS = {"output_shape", "input_shape", "layers", "output_mask", "arguments", "name", "mode", "batch_size", "dtype"}


def test_it_loads_neither_keras_nor_numpy() -> None:
    code = (
        "import sys; from keras_functional_notes.legacy.translating.translator import translate;"
        "translate('from keras.layers import merge\\nmerge([a, b])');"
        "print(sorted({'keras', 'tensorflow', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


# Any layout, any alias, any order

SPACE = st.sampled_from(["", " ", "  ", "\n    ", "  # why\n    "])
ALIASES = st.sampled_from(["Convolution2D", "C", "conv"])
ARGUMENTS = {"nb_filter": "8", "nb_row": "3", "nb_col": "5", "border_mode": "'same'", "init": "'one'", "bias": "False"}


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_layout_alias_and_order_means_the_same(data: st.DataObject) -> None:
    order = data.draw(st.permutations(list(ARGUMENTS)))
    alias = data.draw(ALIASES)
    pieces = [
        f"{data.draw(SPACE)}{name}{data.draw(SPACE)}={data.draw(SPACE)}{ARGUMENTS[name]}{data.draw(SPACE)}"
        for name in order
    ]
    comma = data.draw(st.sampled_from(["", ",", ",\n"]))
    name = "Convolution2D" + (f" as {alias}" if alias != "Convolution2D" else "")
    old = f"from keras.layers import {name}\nmade = {alias}({','.join(pieces)}{comma})\n"
    new = translate(old).text
    assert new.count("# why") == old.count("# why")
    [imported, assigned] = ast.parse(new).body
    assert isinstance(imported, ast.ImportFrom)
    assert imported.names[0].name == "Conv2D"
    assert isinstance(assigned, ast.Assign)
    assert isinstance(assigned.value, ast.Call)
    made = {keyword.arg: ast.unparse(keyword.value) for keyword in assigned.value.keywords}
    assert made == {
        "filters": "8",
        "kernel_size": "(3, 5)",
        "padding": "'same'",
        "kernel_initializer": "'ones'",
        "use_bias": "False",
    }
    assert translate(new).text == new


def test_a_sequential_that_starts_with_a_merge_has_several_inputs_when_translated_again_too() -> None:
    text = (
        "from keras.models import Sequential\nfrom keras.layers import Dense, Merge\n"
        "a, b, c = Sequential([Dense(2, input_dim=3)]), None, None\n"
        "one = Sequential([Dense(2, input_dim=3)])\nother = Sequential([Dense(2, input_dim=3)])\n"
        "both = Sequential()\nboth.add(Merge([one, other], mode='sum'))\n"
        "last = Sequential()\nlast.add(Merge([both, one], mode='sum'))\n"
    )
    done = translate(text)
    assert [need.line for need in done.needs_you] == [9]
    again = translate(done.text)
    assert again.text == done.text
