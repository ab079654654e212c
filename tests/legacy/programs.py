"""Random small programs of 2016, as people wrote them: any form of import, of model, of training, of saving.

Each is a whole text, made for Keras 1.2.2. Its data is made in it, its weights are set in it, and nothing in it is left
to chance, so that whoever runs it gets the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]

# Where Keras 1.2.2 had each name, the most usual place first.
PLACES = {
    "Dense Activation Dropout Flatten Reshape RepeatVector Lambda Masking": "keras.layers keras.layers.core",
    "MaxoutDense Highway ActivityRegularization Permute": "keras.layers.core keras.layers",
    "Convolution2D Convolution1D UpSampling2D ZeroPadding2D Cropping2D": "keras.layers keras.layers.convolutional",
    "AtrousConvolution2D SeparableConvolution2D": "keras.layers.convolutional keras.layers",
    "MaxPooling2D AveragePooling2D MaxPooling1D": "keras.layers keras.layers.convolutional keras.layers.pooling",
    "GlobalAveragePooling2D GlobalMaxPooling1D": "keras.layers keras.layers.pooling",
    "LSTM GRU SimpleRNN": "keras.layers keras.layers.recurrent",
    "Embedding": "keras.layers keras.layers.embeddings",
    "BatchNormalization": "keras.layers keras.layers.normalization",
    "GaussianNoise GaussianDropout": "keras.layers keras.layers.noise",
    "LeakyReLU PReLU ELU": "keras.layers keras.layers.advanced_activations",
    "TimeDistributed Bidirectional": "keras.layers keras.layers.wrappers",
    "Input": "keras.layers keras.engine keras.engine.topology",
    "merge Merge": "keras.layers keras.engine keras.engine.topology",
    "Layer": "keras.engine.topology keras.engine keras.layers",
    "Model": "keras.models keras.engine keras.engine.training",
    "Sequential load_model model_from_json": "keras.models",
    "SGD RMSprop Adagrad Adadelta Adam Adamax": "keras.optimizers",
    "EarlyStopping ModelCheckpoint Callback History ReduceLROnPlateau LearningRateScheduler": "keras.callbacks",
    "l1 l2 l1l2": "keras.regularizers",
    "maxnorm": "keras.constraints",
    "to_categorical": "keras.utils.np_utils keras.utils",
    "ImageDataGenerator": "keras.preprocessing.image",
    "pad_sequences": "keras.preprocessing.sequence",
}
MODULES = {name: modules.split() for names, modules in PLACES.items() for name in names.split()}
MODULES["to_categorical"] = ["keras.utils.np_utils"]

ACTIVATIONS = ("relu", "tanh", "sigmoid", "linear", "softplus", "softsign", "hard_sigmoid")
INITS = ("uniform", "normal", "glorot_uniform", "he_normal", "zero", "one", "lecun_uniform", "orthogonal")


class Program:
    """One program while it is written.

    Args:
        draw: Hypothesis's own.
    """

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.python2 = self.one(*[False] * 5, True)
        self.imports: list[str] = []
        self.head: list[str] = []
        self.body: list[str] = []
        self.known: dict[str, str] = {}
        # Most texts have one habit; some mix them.
        self.habit = draw(st.sampled_from(["from", "from", "from", "star", "module", "keras", "as", "mixed"]))
        self.plain = True

    def one(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def chance(self, of: int = 2) -> bool:
        return bool(self.draw(st.sampled_from([False] * (of - 1) + [True])))

    # Names

    def name(self, name: str) -> str:
        """Return how the program writes a name of Keras's, which it imports."""
        if name not in self.known:
            self.known[name] = self._imported(name)
        return self.known[name]

    def _imported(self, name: str) -> str:
        module = self.one(*MODULES[name])
        habit = self.habit if self.habit != "mixed" else self.one("from", "star", "module", "keras", "as")
        package = ".".join(module.split(".")[:2])
        if habit == "keras":
            # `import keras` brought what keras/__init__.py itself imports.
            self._import("import keras")
            return f"{package}.{name}" if name != "to_categorical" else "keras.utils.np_utils.to_categorical"
        if habit == "module" and package != "keras.utils":
            short = package.split(".")[1]
            if self.chance():
                self._import(f"import {package} as {short[0].upper()}{short[1:4]}")
                return f"{short[0].upper()}{short[1:4]}.{name}"
            self._import(f"from keras import {short}")
            return f"{short}.{name}"
        if habit == "star":
            self._import(f"from {module} import *")
            return name
        if habit == "as" and self.chance():
            self._import(f"from {module} import {name} as {name}_")
            return f"{name}_"
        # Several names of a module stand in one line, as a rule.
        for place, line in enumerate(self.imports):
            if line.startswith(f"from {module} import ") and "*" not in line and " as " not in line:
                self.imports[place] = f"{line}, {name}"
                return name
        self._import(f"from {module} import {name}")
        return name

    def _import(self, line: str) -> None:
        if line not in self.imports:
            self.imports.append(line)

    @property
    def backend(self) -> str:
        """Return how the program writes the backend."""
        if "K" not in self.known:
            line, written = self.one(
                ("from keras import backend as K", "K"),
                ("import keras.backend as K", "K"),
                ("from keras import backend", "backend"),
            )
            self._import(line)
            self.known["K"] = written
        return self.known["K"]

    def to_print(self, *what: str) -> str:
        """Return the line that prints something."""
        return f"print {', '.join(what)}" if self.python2 else f"print({', '.join(what)})"

    # Calls

    def call(self, name: str, required: list[str], optional: dict[str, Any], first: str = "") -> str:
        """Return a call with its arguments as somebody liked them: by position, by name, in any number.

        Args:
            name: Keras's name.
            required: ``name=value`` of those that must be given, in Keras 1's order.
            optional: Some of these may be given: what each may be, in source text.
            first: What a first layer says of its input.
        """
        by_position = self.draw(st.integers(0, len(required))) if self.chance() else len(required)
        given = [part.partition("=")[2] if place < by_position else part for place, part in enumerate(required)]
        chosen = self.draw(st.lists(st.sampled_from(sorted(optional)), unique=True, max_size=3)) if optional else []
        given += [f"{word}={self.one(*optional[word])}" for word in chosen]
        return f"{self.name(name)}({', '.join([*given, *([first] if first else [])])})"


# Layers


def _regularized(program: Program) -> dict[str, Any]:
    regularizers = ["'l2'", "None"]
    if program.chance(4):
        regularizers.append(f"{program.name('l2')}(0.01)")
    return {
        "W_regularizer": regularizers,
        "bias": ["True", "False"],
        "init": [repr(init) for init in INITS[:-1]],
        "W_constraint": [f"{program.name('maxnorm')}(2)"] if program.chance(6) else ["None"],
    }


def activation(program: Program) -> dict[str, Any]:
    return {"activation": [repr(name) for name in ACTIVATIONS]}


def dense(program: Program, units: int | str, first: str = "") -> str:
    if program.chance(5):
        given = [
            str(units),
            repr(program.one(*INITS[:4])),
            repr(program.one(*ACTIVATIONS)),
            *([first] if first else []),
        ]
        return f"{program.name('Dense')}({', '.join(given)})"
    return program.call("Dense", [f"output_dim={units}"], {**activation(program), **_regularized(program)}, first)


def vector_layer(program: Program, units: int) -> str:
    """Return a layer that gives a vector of so many numbers to one of so many."""
    kind = program.one("Dense", "Dense", "Dense", "Activation", "Dropout", "BatchNormalization", "advanced", "rare")
    if kind == "Dense":
        return dense(program, units)
    if kind == "Activation":
        return f"{program.name('Activation')}({program.one(*ACTIVATIONS, 'softmax')!r})"
    if kind == "Dropout":
        program.plain = False
        return program.call("Dropout", ["p=0.5"], {})
    if kind == "BatchNormalization":
        return program.call("BatchNormalization", [], {"epsilon": ["1e-3", "1e-5"], "mode": ["0"], "axis": ["-1", "1"]})
    if kind == "advanced":
        return program.one(
            program.call("LeakyReLU", ["alpha=0.2"], {}),
            program.call("ELU", [], {"alpha": ["1.0"]}),
            f"{program.name('PReLU')}()",
        )
    rare = program.one("MaxoutDense", "Highway", "Lambda", "noise", "ActivityRegularization")
    if rare == "MaxoutDense":
        return program.call("MaxoutDense", [f"output_dim={units}"], {"nb_feature": ["2", "3"]})
    if rare == "Highway":
        return program.call("Highway", [], activation(program))
    if rare == "Lambda":
        function = program.one(
            "lambda x: x * 2",
            f"lambda x: {program.backend}.abs(x)",
            f"lambda x: {program.backend}.sqrt({program.backend}.square(x) + 1)",
        )
        return f"{program.name('Lambda')}({function})"
    if rare == "noise":
        program.plain = False
        return program.one(
            program.call("GaussianNoise", ["sigma=0.1"], {}), program.call("GaussianDropout", ["p=0.1"], {})
        )
    return program.call("ActivityRegularization", [], {"l1": ["0.01"], "l2": ["0.01"]})


def picture_layer(program: Program, first: str = "") -> str:
    """Return a layer that takes a picture and gives one."""
    kind = (
        "Convolution2D"
        if first
        else program.one("Convolution2D", "Convolution2D", "pool", "Activation", "BatchNormalization", "rare")
    )
    if kind == "Convolution2D":
        name = program.one("Convolution2D", "Convolution2D", "AtrousConvolution2D", "SeparableConvolution2D")
        optional = {**activation(program), "init": ["'he_normal'", "'uniform'"], "dim_ordering": ["'tf'"]}
        if name == "Convolution2D":
            optional |= {"subsample": ["(1, 1)"], "W_regularizer": ["'l2'"], "bias": ["True", "False"]}
        if name == "AtrousConvolution2D":
            optional["atrous_rate"] = ["(1, 1)", "(2, 2)"]
        more = ", ".join(["border_mode='same'", *([first] if first else [])])
        return program.call(name, ["nb_filter=3", "nb_row=3", "nb_col=3"], optional, more)
    if kind == "pool":
        optional = {"pool_size": ["(2, 2)", "(2, 1)"], "strides": ["(1, 1)", "None"], "dim_ordering": ["'tf'"]}
        return program.call(program.one("MaxPooling2D", "AveragePooling2D"), [], optional, "border_mode='same'")
    if kind == "rare":
        return program.one(
            program.call("ZeroPadding2D", [], {"padding": ["(1, 1)"]}),
            program.call("UpSampling2D", [], {"size": ["(2, 1)"]}),
            program.call("ZeroPadding2D", ["padding=(1, 2)"], {}),
        )
    if kind == "BatchNormalization":
        return program.call("BatchNormalization", [], {"epsilon": ["1e-3"], "axis": ["3", "-1"]})
    return f"{program.name('Activation')}({program.one(*ACTIVATIONS)!r})"


def recurrent(program: Program, *, sequences: bool, first: str = "") -> str:
    """Return a recurrent layer."""
    name = program.one("LSTM", "GRU", "SimpleRNN")
    optional = {
        "init": ["'uniform'", "'glorot_uniform'"],
        "inner_init": ["'orthogonal'", "'uniform'"],
        "activation": ["'tanh'", "'relu'"],
        "consume_less": ["'cpu'", "'gpu'"],
        "unroll": ["True"],
    }
    if name != "SimpleRNN":
        optional["inner_activation"] = ["'hard_sigmoid'", "'sigmoid'"]
    more = ["return_sequences=True"] if sequences else (["return_sequences=False"] if program.chance(4) else [])
    if not first:
        # Keras 1 must know how many steps it unrolls.
        del optional["unroll"]
    made = program.call(name, ["output_dim=3"], optional, ", ".join([*more, *([first] if first else [])]))
    if program.chance(4) and not first:
        return program.call("Bidirectional", [f"layer={made}"], {"merge_mode": ["'concat'", "'sum'", "'ave'", "'mul'"]})
    return made


def sequence_layer(program: Program) -> str:
    """Return a layer that takes a sequence and gives one."""
    kind = program.one("recurrent", "Convolution1D", "TimeDistributed", "pool", "Activation")
    if kind == "recurrent":
        return recurrent(program, sequences=True)
    if kind == "Convolution1D":
        optional = {**activation(program), "subsample_length": ["1"]}
        return program.call("Convolution1D", ["nb_filter=3", "filter_length=2"], optional, "border_mode='same'")
    if kind == "TimeDistributed":
        return f"{program.name('TimeDistributed')}({dense(program, 3)})"
    if kind == "pool":
        return program.call("MaxPooling1D", [], {"pool_length": ["2"], "stride": ["1"]}, "border_mode='same'")
    return f"{program.name('Activation')}({program.one(*ACTIVATIONS)!r})"


CUSTOM = """
class {name}({layer}):
    def __init__(self, {size}, **kwargs):
        self.{size} = {size}
        super({name}, self).__init__(**kwargs)

    def build(self, input_shape):
        {weight}
        super({name}, self).build(input_shape)

    def call(self, x, mask=None):
        return {K}.dot(x, self.W)

    def get_output_shape_for(self, input_shape):
        return (input_shape[0], self.{size})
"""


def custom_layer(program: Program) -> str:
    """Return a call of a layer of the program's own."""
    name, size = program.one("Projection", "MyLayer"), program.one("output_dim", "units")
    weight = program.one(
        f"self.W = self.add_weight((input_shape[1], self.{size}), initializer='uniform', name='%s_W' % self.name)",
        f"self.W = self.add_weight(shape=(input_shape[1], self.{size}), initializer='glorot_uniform', name='W')",
        f"self.W = self.add_weight(shape=(input_shape[-1], self.{size}), initializer='uniform', trainable=True)",
    )
    text = CUSTOM.format(name=name, layer=program.name("Layer"), K=program.backend, size=size, weight=weight)
    if not any(f"class {name}(" in part for part in program.head):
        program.head.append(text)
    else:
        size = next(each for each in ("output_dim", "units") if f"self, {each}," in "".join(program.head))
    return f"{name}({program.one('', size + '=')}4)"


# Models


class Task:
    """What a model learns: its last layer, its loss and its targets."""

    def __init__(self, program: Program) -> None:
        kind = program.one("classes", "classes", "number", "yes or no")
        if kind == "classes":
            self.units, self.last, self.targets = 3, "softmax", "Y"
            self.losses = ("categorical_crossentropy", "mse", "kullback_leibler_divergence", "categorical_crossentropy")
        elif kind == "number":
            self.units, self.last, self.targets = 1, "linear", "targets"
            self.losses = ("mse", "mean_squared_error", "mae", "mean_absolute_percentage_error")
        else:
            self.units, self.last, self.targets = 1, "sigmoid", "labels"
            self.losses = ("binary_crossentropy", "mse", "hinge", "squared_hinge")

    def layers(self, program: Program) -> list[str]:
        if program.chance(3):
            return [dense(program, self.units), f"{program.name('Activation')}({self.last!r})"]
        return [f"{program.name('Dense')}({self.units}, activation={self.last!r})"]


INPUTS = {"vectors": (5,), "pictures": (6, 6, 2), "words": (4,), "sequences": (4, 3)}
DATA = {
    "vectors": "X = np.linspace(-1, 1, 8 * 5).reshape((8, 5)).astype('float32')",
    "pictures": "X = np.linspace(-1, 1, 8 * 6 * 6 * 2).reshape((8, 6, 6, 2))",
    "words": "X = np.arange(32).reshape((8, 4)) % 9",
    "sequences": "X = np.linspace(-1, 1, 8 * 4 * 3).reshape((8, 4, 3))",
}


def first_layer(program: Program, kind: str) -> list[str]:
    """Return the first layers of a Sequential."""
    shape = INPUTS[kind]
    if kind == "vectors":
        first = program.one("input_dim=5", "input_shape=(5,)", "batch_input_shape=(None, 5)")
        return [dense(program, 4, first)]
    if kind == "pictures":
        return [picture_layer(program, program.one(f"input_shape={shape}", "batch_input_shape=(None, 6, 6, 2)"))]
    if kind == "words":
        masks = program.chance(3)
        more = ", ".join([*program.one([], ["input_length=4"]), *(["mask_zero=True"] if masks else [])])
        embedding = program.call("Embedding", ["input_dim=9", "output_dim=3"], {"init": ["'uniform'"]}, more)
        if masks or "input_length" not in more:
            return [embedding, recurrent(program, sequences=False)]
        return [embedding]
    first = program.one("input_shape=(4, 3)", "input_dim=3, input_length=4", "batch_input_shape=(None, 4, 3)")
    return [recurrent(program, sequences=True, first=first)]


def middle_layers(program: Program, kind: str, so_far: list[str]) -> list[str]:
    """Return layers that go on from the first ones, up to a vector."""
    found: list[str] = []
    if kind == "pictures":
        found += [picture_layer(program) for _ in range(program.draw(st.integers(0, 2)))]
        found.append(program.one(f"{program.name('Flatten')}()", f"{program.name('GlobalAveragePooling2D')}()"))
    elif kind == "sequences" or (kind == "words" and len(so_far) == 1):
        found += [sequence_layer(program) for _ in range(program.draw(st.integers(0, 2)))]
        found.append(
            program.one(
                recurrent(program, sequences=False),
                f"{program.name('GlobalMaxPooling1D')}()",
                f"{program.name('Flatten')}()",
            )
        )
    found += [vector_layer(program, 4) for _ in range(program.draw(st.integers(0, 2)))]
    if program.chance(6):
        found += [dense(program, 4), custom_layer(program)]
    return found


def sequential(program: Program, task: Task, kind: str) -> list[str]:
    """Return the lines that make `model`, layer by layer."""
    layers = first_layer(program, kind)
    layers += middle_layers(program, kind, layers)
    layers += task.layers(program)
    name = program.name("Sequential")
    if program.chance(3):
        inside = ",\n    ".join(layers)
        return [f"model = {name}([\n    {inside},\n])"]
    return [f"model = {name}()", *(f"model.add({layer})" for layer in layers)]


def branch(program: Program, kind: str, start: str, variable: str) -> list[str]:
    """Return the lines that lead from a tensor to a vector of four numbers, in a variable."""
    layers: list[str] = []
    if kind == "words":
        layers.append(
            program.call(
                "Embedding",
                ["input_dim=9", "output_dim=3"],
                {"mask_zero": ["False"]},
                program.one("", "input_length=4"),
            )
        )
    layers += middle_layers(program, kind, layers)
    layers.append(dense(program, 4))
    lines, before = [], start
    for layer in layers:
        lines.append(f"{variable} = {layer}({before})")
        before = variable
    return lines


def merged(program: Program, one: str, other: str) -> str:
    """Return a merge of two vectors of one length."""
    mode = program.one("'sum'", "'mul'", "'ave'", "'max'", "'concat'", "'concat'", "'dot'", "'cos'", "function")
    if mode == "function":
        first = "lambda x: x[0] - x[1], output_shape=lambda s: s[0]"
        return f"{program.name('merge')}([{one}, {other}], mode={first})"
    more = program.one("", ", concat_axis=1", ", concat_axis=-1") if mode == "'concat'" else ""
    more = program.one("", ", dot_axes=1") if mode == "'dot'" else more
    if program.chance(6):
        return f"{program.name('Merge')}(mode={mode}{more})([{one}, {other}])"
    word = program.one("mode=", "")
    return f"{program.name('merge')}([{one}, {other}], {word}{mode}{more})"


def functional(program: Program, task: Task, kind: str) -> list[str]:
    """Return the lines that make `model` of tensors."""
    shape = INPUTS[kind]
    dtype = ", dtype='int32'" if kind == "words" else ""
    lines = [f"inputs = {program.name('Input')}(shape={shape}{dtype}{program.one('', ', name=' + repr('main_input'))})"]
    lines += branch(program, kind, "inputs", "x")
    form = program.one("chain", "merge", "merge", "shared", "residual")
    if form == "merge":
        lines += branch(program, kind, "inputs", "y")
        lines.append(f"x = {merged(program, 'x', 'y')}")
    elif form == "shared":
        lines += [f"shared = {program.one(dense(program, 4), custom_layer(program))}", "y = shared(x)", "z = shared(y)"]
        lines.append(f"x = {merged(program, 'y', program.one('z', 'shared.get_output_at(1)'))}")
    elif form == "residual":
        lines += [f"y = {dense(program, 4)}(x)", f"x = {program.name('merge')}([x, y], mode='sum')"]
    for layer in task.layers(program)[:-1]:
        lines.append(f"x = {layer}(x)")
    last = task.layers(program)[-1]
    if last.startswith(program.known.get("Activation", "!")):
        lines.append(f"x = {program.name('Dense')}({task.units})(x)")
    lines.append(f"predictions = {last}(x)")
    words = program.one(
        "input=inputs, output=predictions",
        "inputs, predictions",
        "input=[inputs], output=[predictions]",
        "inputs, output=predictions",
    )
    lines.append(f"model = {program.name('Model')}({words})")
    return lines


def merged_sequentials(program: Program, task: Task) -> list[str]:
    """Return the lines that make `model` of two Sequential models and a Merge."""
    lines = []
    for side in ("left", "right"):
        lines += [f"{side} = {program.name('Sequential')}()", f"{side}.add({dense(program, 4, 'input_dim=5')})"]
    mode = program.one("concat", "sum", "mul", "ave", "max")
    lines += [
        f"model = {program.name('Sequential')}()",
        f"model.add({program.name('Merge')}([left, right], {program.one('mode=', '')}{mode!r}))",
        *(f"model.add({layer})" for layer in task.layers(program)),
    ]
    return lines


# What is done with it


def optimizer(program: Program) -> str:
    if program.chance():
        return repr(program.one("sgd", "adam", "rmsprop", "adadelta", "adagrad", "adamax", "Adam", "SGD"))
    name = program.one("SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax")
    optional = {"lr": ["0.01", "1e-3", "1"], "decay": ["1e-6", "0.0"], "clipnorm": ["1."], "clipvalue": ["0.5"]}
    if name == "SGD":
        optional |= {"momentum": ["0.9"], "nesterov": ["True"]}
    elif name.startswith("Ada") and name not in ("Adagrad", "Adadelta"):
        optional |= {"beta_1": ["0.9"], "epsilon": ["1e-8"]}
    return program.call(name, [], optional)


def compiled(program: Program, task: Task, model: str) -> list[str]:
    loss, lines = repr(program.one(*task.losses)), []
    if program.chance(8):
        square = f"{program.backend}.square(y_pred - y_true)"
        program.head.append(f"\ndef my_loss(y_true, y_pred):\n    return {program.backend}.mean({square}, axis=-1)\n")
        loss = "my_loss"
    made = optimizer(program)
    if program.chance(3) and not made.startswith("'"):
        lines.append(f"opt = {made}")
        made = "opt"
    metrics = program.one(
        "", "", ", metrics=['accuracy']", ", metrics=['acc']", ", metrics=['mae']", ", metrics=['mse', 'acc']"
    )
    call = program.one(
        f"{made}, {loss}", f"loss={loss}, optimizer={made}", f"optimizer={made}, loss={loss}", f"{made}, loss={loss}"
    )
    return [*lines, f"{model}.compile({call}{metrics})"]


SET_WEIGHTS = "{0}.set_weights([np.linspace(-0.6, 0.5, w.size).reshape(w.shape) for w in {0}.get_weights()])"


def fitted(program: Program, model: str, x: str, y: str) -> list[str]:
    """Return the lines of a training."""
    lines, callbacks = [], []
    for _ in range(program.draw(st.integers(0, 2))):
        kind = program.one("EarlyStopping", "ModelCheckpoint", "own", "LearningRateScheduler")
        if kind == "EarlyStopping":
            callbacks.append(program.call(kind, ["monitor='loss'"], {"patience": ["2"], "mode": ["'min'", "'auto'"]}))
        elif kind == "ModelCheckpoint":
            path = program.one("best.h5", "weights.{epoch:02d}.hdf5", "model.h5", "weights.hdf5")
            more = program.one("", ", save_weights_only=True", ", save_best_only=True", ", verbose=0")
            callbacks.append(f"{program.name(kind)}({path!r}, monitor='loss'{more})")
        elif kind == "LearningRateScheduler":
            callbacks.append(f"{program.name(kind)}(lambda epoch: 0.01 / (epoch + 1))")
        else:
            if not any("class Losses" in part for part in program.head):
                program.head.append(
                    f"\nclass Losses({program.name('Callback')}):\n    def on_train_begin(self, logs={{}}):\n"
                    "        self.losses = []\n\n    def on_epoch_end(self, epoch, logs={}):\n"
                    "        self.losses.append(logs.get('loss'))\n"
                )
            lines.append("seen = Losses()")
            callbacks.append("seen")
    words = [program.one("nb_epoch=1", "nb_epoch=2"), "shuffle=False", "verbose=0"]
    words += program.one([], ["batch_size=4"], ["batch_size=8"])
    words += program.one([], [], ["validation_split=0.25"], [f"validation_data=({x}, {y})"])
    if callbacks:
        words.append(f"callbacks=[{', '.join(dict.fromkeys(callbacks))}]")
    words = program.draw(st.permutations(words))
    lines.append(f"hist = {model}.fit({x}, {y}, {', '.join(words)})")
    return lines


def by_generator(program: Program, model: str, x: str, y: str) -> list[str]:
    """Return the lines of a training on batches from a generator of the program's own."""
    xrange = "xrange" if program.python2 else "range"
    parts = "[each[i:i + 4] for each in data]" if x.startswith("[") else "data[i:i + 4]"
    program.head.append(
        f"\ndef batches(data, targets):\n    while True:\n        for i in {xrange}(0, 8, 4):\n"
        f"            yield {parts}, targets[i:i + 4]\n"
    )
    name = program.one("samples_per_epoch=8, nb_epoch=1", "8, 1", "8, nb_epoch=2")
    return [f"hist = {model}.fit_generator(batches({x}, {y}), {name}, verbose=0)"]


def afterwards(program: Program, task: Task, model: str, x: str, *, is_sequential: bool, custom: bool) -> list[str]:
    """Return some of what was done with a trained model."""
    actions = ["evaluate", "predict", "batch", "weights", "history", "layers", "summary", "try"]
    actions += ["classes"] if is_sequential else []
    actions += [] if custom else ["save", "json"]
    lines: list[str] = []
    for action in program.draw(st.lists(st.sampled_from(actions), max_size=4, unique=True)):
        if action == "evaluate":
            more = program.one("verbose=0", "batch_size=4, verbose=0")
            lines.append(f"score = {model}.evaluate({x}, {task.targets}, {more})")
            lines.append(program.to_print("'score:'", "score"))
        elif action == "predict":
            lines.append(f"predicted = {model}.predict({x}{program.one('', ', batch_size=4', ', verbose=0')})")
        elif action == "classes":
            method = program.one("predict_classes", "predict_proba")
            lines.append(f"classes = {model}.{method}({x}, verbose=0)")
        elif action == "batch":
            method = program.one("train_on_batch", "test_on_batch")
            lines.append(f"value = {model}.{method}({x}, {task.targets})")
        elif action == "weights":
            path = program.one("weights.h5", "my_weights.hdf5", "model_weights.h5")
            lines += [
                f"{model}.save_weights({path!r}{program.one('', ', overwrite=True')})",
                f"{model}.load_weights({path!r})",
            ]
        elif action == "save":
            path = program.one("model.h5", "my_model.hdf5", "net.h5")
            own = ", custom_objects={'my_loss': my_loss}" if any("def my_loss" in part for part in program.head) else ""
            lines += [
                f"{model}.save({path!r})",
                f"again = {program.name('load_model')}({path!r}{own})",
                f"loaded = again.predict({x})",
            ]
        elif action == "json":
            lines += [f"text = {model}.to_json()", f"twin = {program.name('model_from_json')}(text)"]
            lines += [f"twin.set_weights({model}.get_weights())", f"twins = twin.predict({x})"]
        elif action == "history":
            lines += ["losses = hist.history['loss']", program.to_print("sorted(hist.history)[0]")]
        elif action == "layers":
            lines.append(
                program.one(
                    f"shapes = [layer.output_shape for layer in {model}.layers]",
                    f"config = {model}.layers[-1].get_config()['name']",
                    f"count = {model}.count_params()",
                    f"last = {model}.layers[-1].get_weights()",
                    f"shape = {model}.output_shape",
                )
            )
        elif action == "summary":
            lines.append(f"{model}.summary()")
        else:
            comma = ", error" if program.python2 else " as error"
            lines += [
                "try:",
                f"    {model}.get_layer(name='nowhere')",
                f"except Exception{comma}:",
                f"    {program.to_print('str(error)[:0]')}",
            ]
    return lines


@st.composite
def programs(draw: Draw) -> str:
    """A whole program."""
    program = Program(draw)
    task = Task(program)
    form = program.one("sequential", "sequential", "functional", "functional", "merged")
    kind = "vectors" if form == "merged" else program.one(*INPUTS)
    x = "[X, X]" if form == "merged" else "X"
    if form == "sequential":
        made = sequential(program, task, kind)
    elif form == "functional":
        made = functional(program, task, kind)
    else:
        made = merged_sequentials(program, task)
    custom = any("get_output_shape_for" in part for part in program.head)
    wrapped = program.one("plain", "plain", "function", "class", "list", "dict", "compiled in the function")
    model, lines = "model", list(made)
    if wrapped != "plain":
        inside = list(made)
        if wrapped == "compiled in the function":
            inside += compiled(program, task, "model")
        indented = [f"    {line}" for block in inside for line in block.split("\n")]
        if wrapped == "class":
            lines = [
                "class Net(object):",
                "    def __init__(self):",
                "        self.model = self.build()",
                "",
                "    def build(self):",
            ]
            lines += [f"    {line}" for line in indented] + ["        return model", "", "net = Net()"]
            model = "net.model"
        else:
            local = (
                program.imports.pop()
                if program.habit == "from" and len(program.imports) > 1 and program.chance(3)
                else ""
            )
            lines = ["def build_model():", *([f"    {local}"] if local else []), *indented, "    return model", ""]
            if wrapped == "list":
                lines += ["built = [build_model() for _ in range(2)]"]
                model = "built[0]"
            elif wrapped == "dict":
                lines += ["nets = {'a': build_model()}"]
                model = "nets['a']"
            else:
                lines += ["model = build_model()"]
            if local:
                # What the function alone imports is imported again where the rest needs it.
                program.imports.append(local)
    if wrapped != "compiled in the function":
        lines += compiled(program, task, model)
    lines += [SET_WEIGHTS.format(model), f"before = {model}.predict({x})"]
    train = by_generator if program.one(*[False] * 7, True) else fitted
    lines += train(program, model, x, task.targets)
    if program.plain:
        lines += [f"after = {model}.predict({x})"]
    else:
        lines += [SET_WEIGHTS.format(model)]
    lines += afterwards(program, task, model, x, is_sequential=form != "functional", custom=custom)
    if program.python2 and not any("print " in line for line in lines):
        lines.append(program.to_print("'done'"))
    data = [
        DATA[kind],
        f"Y = {program.name('to_categorical')}(np.arange(8) % 3, 3)"
        if program.chance()
        else "Y = np.eye(3)[np.arange(8) % 3]",
    ]
    data += ["labels = np.arange(8) % 2", "targets = np.linspace(0, 2, 8)"]
    head = ["import numpy as np", *program.draw(st.permutations(program.imports))]
    return "\n".join([*head, *program.head, "", *data, "", *lines, ""])
