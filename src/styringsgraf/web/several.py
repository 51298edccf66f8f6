"""Serve from several web processes: what they share is divided between them before the supervisor starts them."""

import socket
import tempfile
from math import ceil
from pathlib import Path

from pydantic import SecretStr

from styringsgraf import pipeline
from styringsgraf.engine import slots
from styringsgraf.engine.crew import Options
from styringsgraf.settings import Settings
from styringsgraf.web import metrics
from styringsgraf.web.supervisor import Supervisor


def shares(config: Settings) -> Settings:
    """Return the settings of each of ``config.workers`` web processes: its part of what strangers may use.

    Parts are equal and rounded up, at least one each; that no more queries run at once than before is seen to by
    ``engine.slots``. Equal parts also keep the entity tags of all processes the same.
    """
    each = {
        "query_workers": Options.of(config).processes,
        "query_queue": config.query_queue,
        "check_workers": pipeline.processes(config),
        "check_queue": config.check_queue,
    }
    return config.model_copy(
        update={name: ceil(value / config.workers) for name, value in each.items()} | {"workers": 1}
    )


def serve_several(config: Settings, listener: socket.socket) -> None:
    """Serve from ``config.workers`` processes until told to stop."""
    with tempfile.TemporaryDirectory(prefix="styringsgraf-") as folder:
        counts, places = Path(folder) / "metrics", Path(folder) / "slots"
        counts.mkdir()
        places.mkdir()
        slots.make(places, Options.of(config).processes)
        shared = {slots.VARIABLE: str(places), metrics.FOLDER: str(counts)}
        Supervisor(listener, config.workers, _environment(config) | shared).run()


def _environment(config: Settings) -> dict[str, str]:
    """Return what differs from this process's environment; secrets, which are masked here, stay as they are there."""
    secret = {f"STYRINGSGRAF_{name}".upper() for name in type(config).model_fields
              if isinstance(getattr(config, name), SecretStr)}  # fmt: skip
    return {name: value for name, value in shares(config).as_environment().items() if name not in secret}
