# ruff: noqa: INP001 - Sphinx reads this file by its path, it is no module of a package
"""The site: chapters of ``spec/`` and pages of ``docs/``, with the evidence beside each clause.

The source folder is the root of the checkout and this folder the configuration folder, so that a
relative link means the same here and where the repository is browsed:
``python -m sphinx -c docs . OUT``, or ``hb spec``.
"""

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS / "_ext"), str(DOCS.parent / "reference_impl")]

project = "Hollow BEAM"
author = "the Hollow BEAM authors"
project_copyright = "the Hollow BEAM authors"
language = "en"

extensions = ["myst_parser", "sphinx_needs", "sphinx_copybutton", "hollow_site"]
root_doc = "docs/index"
include_patterns = ["docs/*.md", "docs/*/*.md", "docs/_generated/rooms/*.md", "spec/*.md"]
exclude_patterns = [".*", "**/.*", "node_modules", "**/node_modules", "mutants", "docs/_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline", "smartquotes"]
myst_heading_anchors = 3

needs_from_toml = "needs.toml"

html_theme = "furo"
html_title = "Hollow BEAM"
html_static_path = ["_static"]
html_css_files = ["hollow.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_last_updated_fmt = None
templates_path = ["_templates"]
pygments_style = "friendly"
pygments_dark_style = "github-dark"
copybutton_prompt_text = "$ "
copybutton_selector = "div:not(.hb-listing) > div.highlight > pre"

_LIGHT = {
    "color-brand-primary": "#1f4e6b",
    "color-brand-content": "#1f5f85",
    "color-background-primary": "#fdfdfb",
    "color-background-secondary": "#f6f6f2",
    "color-background-hover": "#ecede6",
    "color-background-border": "#e2e3db",
    "color-foreground-primary": "#22262a",
    "color-foreground-secondary": "#535a61",
    "color-foreground-muted": "#6b7178",
}
_DARK = {
    "color-brand-primary": "#9cc4dc",
    "color-brand-content": "#8fc1e0",
    "color-background-primary": "#14171a",
    "color-background-secondary": "#1a1e22",
    "color-background-hover": "#22282d",
    "color-background-border": "#2c3339",
    "color-foreground-primary": "#d9dde0",
    "color-foreground-secondary": "#a3abb2",
    "color-foreground-muted": "#8a939b",
}
html_theme_options = {
    "light_css_variables": _LIGHT,
    "dark_css_variables": _DARK,
    "navigation_with_keys": True,
}
