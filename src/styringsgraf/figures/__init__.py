"""Figures as SVG: dataclasses in, pictures out that read aloud, in grey, in the dark and on paper. Pure."""

from styringsgraf.figures.drawing import Drawing, add, link, mark, path
from styringsgraf.figures.lettering import fit, width, wrap
from styringsgraf.figures.paints import Paint

__all__ = ["Drawing", "Paint", "add", "fit", "link", "mark", "path", "width", "wrap"]
