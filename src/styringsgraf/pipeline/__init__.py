"""The only place that knows the order of the work: ingest → build → infer → check → activate."""

from styringsgraf.pipeline.apart import check_apart, processes
from styringsgraf.pipeline.check import Translation, check, translate
from styringsgraf.pipeline.exported import Exported
from styringsgraf.pipeline.first import ensure, initialise, shipped
from styringsgraf.pipeline.folder import data_folder, require_release, same_base
from styringsgraf.pipeline.inputs import InputFile, load_mapping, read_accepted, read_inputs, reference_day, shown_name
from styringsgraf.pipeline.known import ReleaseKnown
from styringsgraf.pipeline.official import import_official
from styringsgraf.pipeline.publish import Outcome, open_store, publish, withdraw
from styringsgraf.pipeline.uploads import OUTLINE, Checked, Upload
from styringsgraf.pipeline.write_apart import write_apart
from styringsgraf.pipeline.writes import Written

__all__ = [
    "OUTLINE",
    "Checked",
    "Exported",
    "InputFile",
    "Outcome",
    "ReleaseKnown",
    "Translation",
    "Upload",
    "Written",
    "check",
    "check_apart",
    "data_folder",
    "ensure",
    "import_official",
    "initialise",
    "load_mapping",
    "open_store",
    "processes",
    "publish",
    "read_accepted",
    "read_inputs",
    "reference_day",
    "require_release",
    "same_base",
    "shipped",
    "shown_name",
    "translate",
    "withdraw",
    "write_apart",
]
