"""ResNet50 of Keras 1.2.2, built through the shims, against the same network in today's spelling."""

from __future__ import annotations

import sys
import tarfile
import tempfile
import warnings
from pathlib import Path

from benchmarks.measuring import ratio, report
from keras_functional_notes.legacy import run_path

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))
from resnet50_today import resnet50  # noqa: E402  # found by the line above

SOURCE = ROOT / "build" / "Keras-1.2.2.tar.gz"


def main() -> bool:
    if not SOURCE.is_file():
        print(f"ResNet50 through the shims: not measured, since build/{SOURCE.name} is missing (make test brings it)")
        return True
    with tempfile.TemporaryDirectory() as folder, tarfile.open(SOURCE) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("resnet50.py", "imagenet_utils.py"):
            file = archive.extractfile(f"Keras-1.2.2/keras/applications/{name}")
            assert file is not None, f"{name} is a file of the source distribution"
            (Path(folder) / name).write_bytes(file.read())
        build = run_path(Path(folder) / "resnet50.py", package="keras.applications")["ResNet50"]
        build(weights=None), resnet50()  # what is loaded on first use is not counted
        return report("building ResNet50 through the shims / in today's spelling", _measured(build), 1.1)


def _measured(build: object) -> float:
    assert callable(build)
    return ratio(lambda: build(weights=None), resnet50, rounds=9)


if __name__ == "__main__":
    raise SystemExit(not main())
