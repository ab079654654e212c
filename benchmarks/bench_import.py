"""What `import keras_functional_notes` adds to `import keras`, in fresh processes."""

from __future__ import annotations

import statistics
import subprocess
import sys

from benchmarks.measuring import report

CODE = """
import time
start = time.perf_counter()
import keras
middle = time.perf_counter()
import keras_functional_notes
print((time.perf_counter() - middle) / (middle - start))
"""


def main() -> bool:
    shares = [
        float(subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    return report("import keras_functional_notes after import keras / import keras", statistics.median(shares), 0.05)


if __name__ == "__main__":
    raise SystemExit(not main())
