"""`platesetter serve`."""

import logging
import signal
import sys
from types import FrameType
from typing import Annotated, Literal

import typer
import uvicorn

from app.main import create_app
from app.settings import Settings

Loop = Literal["auto", "uvloop", "asyncio"]
Http = Literal["auto", "httptools", "h11"]


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    loop: Annotated[Loop, typer.Option(help="Event loop.")] = "auto",
    http: Annotated[Http, typer.Option(help="HTTP parser.")] = "auto",
    grace: Annotated[
        int, typer.Option(min=0, help="Seconds that running conversions have after SIGTERM.")
    ] = 60,
) -> None:
    """Serve HTTP until SIGTERM or Ctrl-C.

    Settings come from PLATESETTER_* in the environment; see the README.

    \b
    For example:
      platesetter serve
      PLATESETTER_DATA=/var/lib/platesetter platesetter serve --host 0.0.0.0 --port 8000
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(name)s: %(message)s")
    logging.captureWarnings(capture=True)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, _finished)
    uvicorn.run(
        create_app(Settings()),
        host=host,
        port=port,
        loop=loop,
        http=http,
        timeout_graceful_shutdown=grace,
    )


def _finished(_signal: int, _frame: FrameType | None) -> None:
    """Uvicorn raises a signal anew once it has drained: then all is well, and the status is 0."""
    sys.exit(0)
