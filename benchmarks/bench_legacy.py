"""ResNet50 of Keras 1.2.2, built through the shims, against the same network in today's spelling."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

from benchmarks.measuring import ratio, report
from keras_functional_notes.legacy import run_path

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))
from resnet50_today import resnet50  # noqa: E402  # found by the line above

APPLICATIONS = ROOT / "build" / "Keras-1.2.2" / "keras" / "applications"


def main() -> bool:
    if not APPLICATIONS.is_dir():
        print("ResNet50 through the shims: not measured, since build/Keras-1.2.2 is missing (make bench brings it)")
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        build = run_path(APPLICATIONS / "resnet50.py", package="keras.applications")["ResNet50"]
        build(weights=None), resnet50()  # what is loaded on first use is not counted
        measured = ratio(lambda: build(weights=None), resnet50)
    return report("building ResNet50 through the shims / in today's spelling", measured, 1.1)


if __name__ == "__main__":
    raise SystemExit(not main())
