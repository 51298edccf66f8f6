"""The UN side: goals, targets taken apart and indicators as statements, and the UN's own RDF beside them."""

from styringsgraf.sdg.framework import sdg_codes, sdg_quads
from styringsgraf.sdg.reading import SegmentsRead, read_segments, shipped_segments
from styringsgraf.sdg.segment import Segment

__all__ = ["Segment", "SegmentsRead", "read_segments", "sdg_codes", "sdg_quads", "shipped_segments"]
