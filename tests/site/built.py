"""The site that `make notes` built, and what its pages are called."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build" / "site"
NOTES = sorted((ROOT / "notebooks").glob("*.ipynb"))


def page_names() -> list[str]:
    """Return the pages, in order of name; none where the site is not built."""
    return sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if "_static" not in path.parts)
