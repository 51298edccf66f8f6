"""Writes the tables of docs/service.md from the code itself: settings of the service, metrics, headers of all answers.

``python tests/docs/service.py --write`` after a change; the test beside it fails while the page is out of date.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from styringsgraf.settings import Settings
from styringsgraf.web import manners, metrics
from styringsgraf.web.meta import LIMITS

PAGE: Final = Path(__file__).parents[2] / "docs" / "service.md"
#: Settings that whoever runs the service decides; limits on what strangers may ask have a table of their own.
RUNNING: Final = (
    "data", "host", "port", "workers", "base", "lang", "root_path", "trusted_proxies", "log_format", "cache_bytes",
    "keep_stores", "writing",
)  # fmt: skip


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def settings(names: Iterable[str]) -> str:
    fields = Settings.model_fields
    rows = [(f"`STYRINGSGRAF_{n.upper()}`", f"`{fields[n].default}`", fields[n].description) for n in names]
    return table(("variable", "default", "what"), rows)


def counted() -> str:
    families = sorted(metrics.OWN.collect(), key=lambda family: family.name)
    rows = [(f"`{f.name}{'_total' if f.type == 'counter' else ''}`", f.type, f.documentation) for f in families]
    return table(("metric", "kind", "what"), rows)


def headers() -> str:
    return table(("header", "value"), [(f"`{n.decode()}`", f"`{v.decode()}`") for n, v in manners.ALWAYS])


def page(text: str) -> str:
    """Return the page with its tables as they are today."""
    tables = {
        "settings": settings(RUNNING),
        "limits": settings(LIMITS),
        "metrics": counted(),
        "headers": headers(),
    }
    for name, made in tables.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        assert text.count(begin) == text.count(end) == 1, name
        before, _, rest = text.partition(begin)
        text = f"{before}{begin}\n{made}\n{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
