"""The models whose tables and pictures are kept in `golden/`; each builder's name is its file's name."""

from collections.abc import Callable

import keras
from keras import layers


def two_tweets() -> keras.Model:
    tweet_a, tweet_b = keras.Input((140, 256), name="tweet_a"), keras.Input((140, 256), name="tweet_b")
    shared_lstm = layers.LSTM(32, name="shared_lstm")
    both = layers.Concatenate(name="both")([shared_lstm(tweet_a), shared_lstm(tweet_b)])
    same_author = layers.Dense(1, activation="sigmoid", name="same_author")(both)
    return keras.Model([tweet_a, tweet_b], same_author, name="two_tweets")


def called_three_times() -> keras.Model:
    x, s = keras.Input((4,), name="x"), layers.Dense(4, name="s")
    return keras.Model(x, s(s(s(x))), name="called_three_times")


def once_and_twice() -> keras.Model:
    x, s = keras.Input((4,), name="x"), layers.Dense(4, name="s")
    once = s(x)
    return keras.Model(x, layers.Concatenate(name="concat")([once, s(once)]), name="once_and_twice")


def nested_twice() -> keras.Model:
    pixels = keras.Input((8,), name="pixels")
    hidden = layers.Dense(16, name="hidden")(pixels)
    encoder = keras.Model(pixels, layers.Dense(4, name="code")(hidden), name="encoder")
    left, right = keras.Input((8,), name="left"), keras.Input((8,), name="right")
    difference = layers.Subtract(name="difference")([encoder(left), encoder(right)])
    return keras.Model([left, right], layers.Dense(1, name="alike")(difference), name="nested_twice")


def two_heads() -> keras.Model:
    words, more = keras.Input((100,), dtype="int32", name="words"), keras.Input((5,), name="more")
    lstm = layers.LSTM(32, name="lstm")(layers.Embedding(10_000, 512, name="embedding")(words))
    auxiliary = layers.Dense(1, activation="sigmoid", name="auxiliary")(lstm)
    x = layers.Concatenate(name="both")([lstm, more])
    for number in range(3):
        x = layers.Dense(64, activation="relu", name=f"dense_{number}")(x)
    main = layers.Dense(1, activation="sigmoid", name="main")(x)
    return keras.Model([words, more], [main, auxiliary], name="two_heads")


def inception_block() -> keras.Model:
    image = keras.Input((256, 256, 3), name="image")

    def convolution(size: int, name: str) -> layers.Layer:
        return layers.Conv2D(64, size, padding="same", activation="relu", name=name)

    tower_1 = convolution(3, "tower_1_3x3")(convolution(1, "tower_1_1x1")(image))
    tower_2 = convolution(5, "tower_2_5x5")(convolution(1, "tower_2_1x1")(image))
    pooled = layers.MaxPooling2D(3, strides=1, padding="same", name="tower_3_pool")(image)
    towers = [tower_1, tower_2, convolution(1, "tower_3_1x1")(pooled)]
    return keras.Model(image, layers.Concatenate(name="towers")(towers), name="inception_block")


def resnet50() -> keras.Model:
    return keras.applications.ResNet50(weights=None)


def with_a_mask() -> keras.Model:
    words = keras.Input((5,), dtype="int32", name="words")
    embedding = layers.Embedding(10, 4, mask_zero=True, name="embedding")(words)
    return keras.Model(words, layers.Dense(1, name="score")(layers.LSTM(3, name="lstm")(embedding)), name="with_a_mask")


def sequential_inside() -> keras.Model:
    vision = keras.Sequential(name="vision")
    vision.add(keras.Input((28, 28, 1), name="digit"))
    for layer in (layers.Conv2D(8, 3, name="conv"), layers.Flatten(name="flatten"), layers.Dense(64, name="features")):
        vision.add(layer)
    digit_a, digit_b = keras.Input((28, 28, 1), name="digit_a"), keras.Input((28, 28, 1), name="digit_b")
    both = layers.Concatenate(name="both")([vision(digit_a), vision(digit_b)])
    return keras.Model([digit_a, digit_b], layers.Dense(1, name="same_digit")(both), name="sequential_inside")


def states() -> keras.Model:
    """Several tensors of one call, a keyword, an operation, calls that the model does not make, a dict of outputs."""
    question, answer = keras.Input((5, 4), name="question"), keras.Input((6, 4), name="answer")
    _, hidden, cell = layers.LSTM(3, return_state=True, name="encoder")(question)
    decoder = layers.LSTM(3, name="decoder")
    decoder(answer)
    first, second = (decoder(answer, initial_state=[hidden, cell]) for _ in range(2))
    decoder(answer)
    return keras.Model([question, answer], {"total": first + second, "first": first}, name="states")


def odd_names() -> keras.Model:
    x = keras.Input((3,), name='a "quoted" <b>name & 日本語 \\N')
    shared = layers.Dense(3, name="общий слой")
    return keras.Model(x, shared(shared(x)), name='<"odd"> & names')


def nested_in_nested() -> keras.Model:
    x, dense = keras.Input((4,), name="inner_input"), layers.Dense(4, name="dense")
    inner = keras.Model(x, dense(dense(x)), name="inner")
    y = keras.Input((4,), name="middle_input")
    middle = keras.Model(y, [inner(y), inner(inner(y))], name="middle")
    z = keras.Input((4,), name="outer_input")
    return keras.Model(z, layers.Add(name="add")(middle(z)), name="nested_in_nested")


# (file name, builder, whether nested models are opened)
EXAMPLES: list[tuple[str, Callable[[], keras.Model], bool]] = [
    ("two_tweets", two_tweets, False),
    ("called_three_times", called_three_times, False),
    ("once_and_twice", once_and_twice, False),
    ("nested_twice", nested_twice, False),
    ("nested_twice_open", nested_twice, True),
    ("two_heads", two_heads, False),
    ("inception_block", inception_block, False),
    ("resnet50", resnet50, False),
    ("with_a_mask", with_a_mask, False),
    ("sequential_inside", sequential_inside, False),
    ("sequential_inside_open", sequential_inside, True),
    ("states", states, False),
    ("odd_names", odd_names, False),
    ("nested_in_nested_open", nested_in_nested, True),
]
