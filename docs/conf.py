"""How Sphinx builds this site: offline, with system fonts, and its reference made of the code as it is."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import reference_pages  # noqa: E402

from analysis import __version__  # noqa: E402

reference_pages.write(HERE / "reference")

project = "newsbook"
author = "The newsbook authors"
project_copyright = author
version = release = __version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 3
highlight_language = "none"
smartquotes = False  # marks in a meaning are what is meant: `--option`, two apostrophes
html_theme = "furo"
html_title = "newsbook"
html_copy_source = False
html_show_sourcelink = False
