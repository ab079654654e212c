"""Ask Keras 1.2.2 everything, and write what it says: `python -m judge`, in the folder tools/.

On Theano (`KERAS_BACKEND=theano`) only what it saves is asked.
"""

import keras

from judge import saved_models

assert keras.__version__ == "1.2.2", keras.__version__

if keras.backend.backend() == "tensorflow":
    from judge import changed_meanings, layers, page_of_2016

    for part in (page_of_2016, changed_meanings, layers):
        part.ask()
saved_models.ask()
