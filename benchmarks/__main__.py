"""Run every benchmark, each in a process of its own, and fail if one promise does not hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    broken = 0
    for bench in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"{bench.stem}:", flush=True)
        broken |= subprocess.run([sys.executable, "-m", f"benchmarks.{bench.stem}"], check=False).returncode
    return broken


if __name__ == "__main__":
    sys.exit(main())
