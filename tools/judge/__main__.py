"""Ask Keras 1.2.2 everything, and write what it says: `python -m judge`, in the folder tools/."""

import keras

from judge import changed_meanings, layers, meanings, page_of_2016

assert keras.__version__ == "1.2.2", keras.__version__

for part in (page_of_2016, changed_meanings, layers, meanings):
    part.ask()
