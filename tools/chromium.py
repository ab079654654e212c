"""Where a Chromium is that tests and tools drive: the system's, or else Playwright's own. Exits with 1 if nowhere."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path


def chromium() -> str | None:
    """Return the program's path, or None where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    if importlib.util.find_spec("playwright"):
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
            return own if Path(own).is_file() else None
    return None


if __name__ == "__main__":
    sys.exit(0 if chromium() else 1)
