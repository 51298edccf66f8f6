"""What tests of the pipeline share."""

import pytest

from styringsgraf.pipeline import kept, recheck


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """Return a list that fills with the number of nodes each check judged; None: all."""
    counts: list[int | None] = []
    for name in ("checked", "rechecked"):
        honest = getattr(recheck, name)

        def counted(*args: object, honest: object = honest, **more: object) -> recheck.Checked:
            made: recheck.Checked = honest(*args, **more)  # type: ignore[operator]
            counts.append(made.judged)
            return made

        monkeypatch.setattr(kept, name, counted)
    return counts
