"""Ask Keras 1.2.2 everything, and write what it says: `python -m judge`, in the folder tools/.

It is asked on TensorFlow, and on Theano (`KERAS_BACKEND=theano`) how it trains and what it saves there.
"""

import keras

from judge import custom_layers, saved_models

assert keras.__version__ == "1.2.2", keras.__version__

if keras.backend.backend() == "tensorflow":
    from judge import changed_meanings, initial_values, layers, meanings, page_of_2016

    parts = (page_of_2016, changed_meanings, initial_values, layers, meanings)
else:
    from judge import trainings

    parts = (trainings,)
for part in (custom_layers, saved_models, *parts):
    part.ask()
