"""What every test shares: quiet TensorFlow, before anything loads it, and no hurry."""

import os

from hypothesis import settings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# How long an example takes is the machine's affair; what the project promises of time is measured by `make bench`.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
