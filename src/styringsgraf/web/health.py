"""Is the process alive, and can it answer? Both are told also when every thread is taken."""

import os

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from styringsgraf import errors
from styringsgraf.web.openapi import problems
from styringsgraf.web.problem import problem
from styringsgraf.web.state import service_of


def router() -> APIRouter:
    """Return the health routes of one application, which keep a thread for themselves."""
    made = APIRouter(prefix="/health", tags=["health"])
    own = CapacityLimiter(1)

    @made.get("/live", summary="The process runs")
    async def live() -> dict[str, str | int]:
        """Answer as long as the process can answer at all, and name it: there may be several."""
        return {"status": "live", "process": os.getpid()}

    @made.get("/ready", summary="A release is open and answers", responses=problems())
    async def ready(request: Request) -> Response:
        """Answer 200 when the current release is open and a query on it works, else 503."""
        try:
            manifest = await to_thread.run_sync(service_of(request).probe, limiter=own)
        except errors.StyringsgrafError as fault:
            return problem(request, fault, errors.Busy.status)
        return JSONResponse({"status": "ready", "release": manifest.id}, headers={"Cache-Control": "no-store"})

    return made
