"""Says what a sentence is by its wording – goal, strategy, assignment, measure, indicator, heading – and why."""

from styringsgraf.quality.wording.annotating import annotations, text_hash
from styringsgraf.quality.wording.judgement import ANALYSER, CLASSES, Cue, Judgement
from styringsgraf.quality.wording.judging import judge

__all__ = ["ANALYSER", "CLASSES", "Cue", "Judgement", "annotations", "judge", "text_hash"]
