"""What Keras 1.2.2 itself answers, in the stack of its time: Python 3.6, TensorFlow 1.0.1. `make judge` asks it.

The answers are committed, so that only asking anew needs Python 3.6. Nothing of Keras's source is kept.
"""
