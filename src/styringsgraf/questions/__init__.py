"""The questions people ask: query files with a header, loaded, checked, bound and answered."""

from styringsgraf.questions.answer import Result, answer
from styringsgraf.questions.catalogue import Catalogue, Question, load

__all__ = ["Catalogue", "Question", "Result", "answer", "load"]
