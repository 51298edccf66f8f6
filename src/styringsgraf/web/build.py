"""What an answer depends on besides the release: our code, texts and queries, the engine, and the settings."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import styringsgraf
from styringsgraf import resources
from styringsgraf.engine.storage import ENGINE
from styringsgraf.settings import Settings

_KINDS: Final = (".py", ".yaml", ".rq", ".ttl", ".jsonld", ".html", ".css", ".js", ".svg", ".woff2", ".json", ".txt")
#: Settings that no answer depends on; two workers, or two machines, may differ in them and agree in every tag.
_ASIDE: Final = {"data", "host", "port", "trusted_proxies", "log_format", "cache_bytes", "keep_stores", "workers"}


def _shipped() -> tuple[Path, ...]:
    return resources.questions().parent, resources.shapes(), resources.ontology()


@cache
def _files() -> str:
    digest = sha256(f"{styringsgraf.__version__} {ENGINE}".encode())
    for folder in (Path(styringsgraf.__file__).parent, *_shipped()):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in _KINDS):
            digest.update(f"\n{path.relative_to(folder).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def build_of(config: Settings) -> str:
    """Return a word that differs whenever the same release could be answered from differently."""
    chosen = config.model_dump_json(exclude=_ASIDE)
    return sha256(f"{_files()} {chosen}".encode()).hexdigest()
