"""The only place that knows the order of the work: ingest → build → infer → check → activate."""

from styringsgraf.pipeline.check import Translation, check, translate
from styringsgraf.pipeline.first import ensure, initialise, shipped
from styringsgraf.pipeline.folder import data_folder, require_release, same_base
from styringsgraf.pipeline.inputs import InputFile, load_mapping, read_accepted, read_inputs
from styringsgraf.pipeline.known import ReleaseKnown
from styringsgraf.pipeline.official import import_official
from styringsgraf.pipeline.publish import Outcome, open_store, publish, withdraw

__all__ = [
    "InputFile",
    "Outcome",
    "ReleaseKnown",
    "Translation",
    "check",
    "data_folder",
    "ensure",
    "import_official",
    "initialise",
    "load_mapping",
    "open_store",
    "publish",
    "read_accepted",
    "read_inputs",
    "require_release",
    "same_base",
    "shipped",
    "translate",
    "withdraw",
]
