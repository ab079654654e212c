"""How Sphinx builds the site: `make notes`, into build/site."""

import sys
from importlib.metadata import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "docs" / "_extensions")]

import notes  # noqa: E402  # found in the folder named above
from docutils import nodes  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402
from sphinx.transforms import SphinxTransform  # noqa: E402

# The gallery's kernel looks for nothing in a home folder, as the notes' kernels do not.
notes.settle()

_package = metadata("keras-functional-notes")
_urls = dict(line.split(", ", 1) for line in _package.get_all("Project-URL") or ())

project = "Keras functional notes"
author = "The authors of Keras functional notes"
version = release = _package["Version"]
language = "en"
# Dashes alone: errors stand in headings with the quotes and dots that they are searched for with.
smartquotes_action = "D"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
    "drawings_in_pages",
    "plots_in_pages",
    "note_cards",
]
exclude_patterns = ["_*", "**/.ipynb_checkpoints"]
templates_path = ["_templates"]
# Of a signature's `None` and `Any`, a link would lead elsewhere: the site is whole without a network.
default_role = "py:obj"

# The notes come executed, from `tools/notes.py`; the gallery runs here, again only when it or the package changed.
nb_execution_mode = "cache"
nb_execution_excludepatterns = ["notebooks/*"]
nb_execution_cache_path = str(ROOT / "build" / "executed" / "gallery" / notes.digest())
nb_execution_raise_on_error = True
nb_execution_timeout = notes.SECONDS_A_CELL
nb_merge_streams = True
nb_mime_priority_overrides = [("html", "image/svg+xml", 0)]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
myst_update_mathjax = False
suppress_warnings = ["mystnb.unknown_mime_type"]  # the plots for dark pages, which `plots_in_pages` shows

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
# What a cell printed is not there to be copied.
copybutton_selector = "div:not(.output) > div.highlight pre"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

html_theme = "pydata_sphinx_theme"
html_title = project
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_logo = "_static/icon.svg"
html_favicon = "_static/icon.svg"
# The notebooks as they are committed, for the download button.
html_extra_path = ["../notebooks"]
html_show_sourcelink = False
html_copy_source = False
html_context = {
    "default_mode": "auto",
    "repository": _urls["Repository"],
    "colab": _urls["Repository"].replace("https://github.com", "https://colab.research.google.com/github"),
}
html_theme_options = {
    "logo": {"text": project, "alt_text": ""},
    "icon_links": [{"name": "Source code", "url": _urls["Repository"], "icon": "fa-brands fa-github"}],
    "navbar_align": "left",
    "header_links_before_dropdown": 6,
    "show_nav_level": 1,
    # The buttons leave themselves out where the page is no note.
    "secondary_sidebar_items": ["notebook-buttons", "page-toc"],
    "footer_start": ["copyright"],
    "footer_end": ["sphinx-version", "theme-version"],
}
# Pages that stand alone have no section to show beside them.
html_sidebars = {page: [] for page in ("index", "how-do-i", "keras1-to-today", "gallery", "building")}


class CodeWithoutLastLine(SphinxTransform):
    """Takes the empty line off a block of code that doctest needs to see where an output ends."""

    default_priority = 900

    def apply(self, **kwargs: object) -> None:
        for block in list(self.document.findall(nodes.literal_block)):
            if block.rawsource == block.astext() and block.rawsource.endswith("\n\n"):
                text = block.rawsource.rstrip() + "\n"
                block.replace_self(nodes.literal_block(text, text, **block.attributes))


def setup(app: Sphinx) -> None:
    """Tell Sphinx of it."""
    app.add_transform(CodeWithoutLastLine)
