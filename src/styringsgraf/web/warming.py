"""Reads ahead what the first reader of a page would wait for: our texts and templates, and each new release's plans.

One small piece after the other, in a thread of its own, while requests are answered; it ends with the application.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI

from styringsgraf import errors, texts
from styringsgraf.publish.glossary import glossary
from styringsgraf.quality import rules
from styringsgraf.service import Service
from styringsgraf.web.pages import choices, frame

Piece = Callable[[], object]
#: Between two pieces, seconds: requests go first.
_PAUSE: Final = 0.01
#: How often is looked whether there is a new release, seconds.
_LOOK: Final = 1.0


def pieces(service: Service) -> Iterator[Piece]:
    """Yield what a process reads once, whatever the release, in pieces of a few hundredths of a second."""
    yield service.prepare
    yield from (partial(texts.catalogue, area) for area in texts.areas())
    yield from frame.templates()
    yield rules.load
    yield glossary


@asynccontextmanager
async def warming(app: FastAPI, service: Service) -> AsyncIterator[None]:
    """Read ahead for as long as the block runs."""
    ending = asyncio.Event()
    task = asyncio.create_task(_read_ahead(app, service, ending))
    try:
        yield
    finally:
        ending.set()
        await asyncio.wait({task})  # the piece at hand is finished: nothing it reads is closed under it


async def _read_ahead(app: FastAPI, service: Service, ending: asyncio.Event) -> None:
    own, known = CapacityLimiter(1), ""
    waiting = pieces(service)
    while not ending.is_set():
        with suppress(errors.StyringsgrafError, OSError):  # whoever asks is told
            current = await to_thread.run_sync(service.store.current_id, limiter=own)
            if current and current != known:
                await to_thread.run_sync(choices.of, app, limiter=own)
                known = current
        piece = next(waiting, None)
        if piece is not None:
            await to_thread.run_sync(piece, limiter=own)
        with suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), _LOOK if piece is None else _PAUSE)
