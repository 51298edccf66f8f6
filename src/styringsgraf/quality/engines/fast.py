"""The daily engine: pyshifty, with shapes prepared once a process."""

from functools import lru_cache
from typing import Final

from shifty._shifty import PreparedValidator

from styringsgraf import errors
from styringsgraf.quality.profile import Index, index
from styringsgraf.terms import RdfFormat, parse

_NAME: Final = "fast"


def report(bundle: bytes, shapes: bytes) -> Index:
    """Return the W3C validation report of a bundle; both graphs as N-Triples.

    Rules judge the data alone, as pySHACL does, and nothing is inferred. Whatever the engine passes over – a
    construct it does not support, a diagnostic – is an error: a rule that is not run must never look like a pass.
    """
    try:
        result = _prepared(shapes).validate_w3c(
            data=bundle, data_format="nt", graph_mode="data", run_infer=False, on_unsupported="error"
        )
    except (ValueError, RuntimeError) as error:
        raise errors.Environment("quality.engine-refused", engine=_NAME, reason=str(error)) from error
    if result.diagnostics:
        raise errors.Environment("quality.engine-refused", engine=_NAME, reason="; ".join(result.diagnostics))
    return index(parse(result.report_turtle, format=RdfFormat.TURTLE))


@lru_cache(maxsize=4)
def _prepared(shapes: bytes) -> PreparedValidator:
    validator = PreparedValidator(shapes, None, "nt")
    if validator.diagnostics:
        raise errors.Environment("quality.engine-refused", engine=_NAME, reason="; ".join(validator.diagnostics))
    return validator
