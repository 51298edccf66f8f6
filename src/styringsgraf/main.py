"""The entry point: the command line plus the one command that starts the web doors (they never import each other)."""

import sys
from typing import Annotated

import typer

from styringsgraf import cli
from styringsgraf.cli.app import app
from styringsgraf.cli.options import DataOption, EngineOption, LangOption, configured
from styringsgraf.cli.output import progress
from styringsgraf.service import Service
from styringsgraf.texts import pick, text


@app.command()
def serve(
    data: DataOption = None,
    host: Annotated[str | None, typer.Option("--host", metavar="H", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", metavar="N", min=0, max=65535, help="Port.")] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=0, max=256, help="Web processes; 0 or 1: one.")
    ] = None,
    engine: EngineOption = None,
    lang: LangOption = None,
) -> None:
    """Serve the current release on HTTP (the first call builds it from the shipped data)."""
    from styringsgraf.web.serve import listen, log_to_stderr  # noqa: PLC0415 - slow to import and only used here
    from styringsgraf.web.serve import serve as run  # noqa: PLC0415
    from styringsgraf.web.several import serve_several  # noqa: PLC0415

    log_to_stderr()
    chosen = configured(data, lang, engine)
    if workers is not None:
        chosen = chosen.model_copy(update={"workers": workers})
    address, number = host or chosen.host, chosen.port if port is None else port
    # The port first: nobody should wait for a build to hear that it is taken.
    listener = listen(address, number)
    service = Service.open(chosen, progress)
    service.check_engine(progress)
    number = listener.getsockname()[1]
    progress(pick(text("cli.serving", host=address, port=number), chosen.lang))
    if chosen.workers > 1:
        service.close()  # it has seen to it that there is a release; others answer from it
        serve_several(chosen, listener)
    else:
        run(service, listener)


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(cli.run(sys.argv[1:]))
