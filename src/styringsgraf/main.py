"""The entry point: the command line plus the one command that starts the web doors (they never import each other)."""

import sys
from typing import Annotated

import structlog
import typer

from styringsgraf import cli
from styringsgraf.cli.app import app
from styringsgraf.cli.options import DataOption, LangOption, configured
from styringsgraf.cli.output import progress
from styringsgraf.service import Service
from styringsgraf.texts import pick, text


@app.command()
def serve(
    data: DataOption = None,
    host: Annotated[str | None, typer.Option("--host", metavar="H", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", metavar="N", min=0, max=65535, help="Port.")] = None,
    lang: LangOption = None,
) -> None:
    """Serve the current release on HTTP (the first call builds it from the shipped data)."""
    from styringsgraf.web.serve import listen  # noqa: PLC0415 - the web stack is slow to import and only used here
    from styringsgraf.web.serve import serve as run  # noqa: PLC0415

    # Logs are lines of JSON on standard error; standard output belongs to answers.
    structlog.configure(
        processors=[structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.JSONRenderer()],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    chosen = configured(data, lang)
    address, number = host or chosen.host, chosen.port if port is None else port
    # The port first: nobody should wait for a build to hear that it is taken.
    listener = listen(address, number)
    service = Service.open(chosen, progress)
    number = listener.getsockname()[1]
    progress(pick(text("cli.serving", host=address, port=number), chosen.lang))
    run(service, listener)


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(cli.run(sys.argv[1:]))
