"""Hands out what the rules judged, so that any SHACL engine can judge it again."""

from styringsgraf.pipeline.kept import Kept
from styringsgraf.quality.engines import EngineName, validate
from styringsgraf.quality.report import Finding


class Exported(Kept):
    """Checks in full and remembers the bundle of each organisation (its slug), as N-Triples; nothing goes to disk."""

    def __init__(self) -> None:
        self.bundles: dict[str, bytes] = {}

    def judge(self, org: str, bundle: bytes, engine: EngineName = "fast") -> tuple[Finding, ...]:
        """Return the findings of an organisation's bundle, and remember the bundle."""
        self.bundles[org] = bundle
        return validate(bundle, engine)
