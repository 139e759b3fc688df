"""`platesetter serve`."""

import resource
import signal
import sys
from types import FrameType
from typing import Annotated, Final, Literal

import typer
import uvicorn

from app.base.settings import Settings
from app.capacity.allocator import share_arenas
from app.connection.deadlines import Http, protocol
from app.main import create_app
from app.middleware import logs

FILES: Final = 1 << 16
"""As many as may be open, where the system allows it."""

Loop = Literal["auto", "uvloop", "asyncio"]


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    loop: Annotated[Loop, typer.Option(help="Event loop.")] = "auto",
    http: Annotated[Http, typer.Option(help="HTTP parser.")] = "httptools",
    grace: Annotated[
        int, typer.Option(min=0, help="Seconds that running conversions have after SIGTERM.")
    ] = 60,
    log: Annotated[logs.Format, typer.Option(help="How lines of the log look.")] = "text",
    trust_proxy: Annotated[
        str | None,
        typer.Option(help="Addresses, with commas between, whose X-Forwarded-* are believed."),
    ] = None,
) -> None:
    """Serve HTTP until SIGTERM or Ctrl-C.

    Settings come from PLATESETTER_* in the environment; see the README.

    \b
    For example:
      platesetter serve
      PLATESETTER_DATA=/var/lib/platesetter platesetter serve --host 0.0.0.0 --port 8000
    """
    share_arenas()
    logs.configure(log)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, _finished)
    settings = Settings()
    _open_as_many_files_as_may_be()
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        loop=loop,
        http=protocol(http, settings),
        timeout_graceful_shutdown=grace,
        proxy_headers=bool(trust_proxy),
        forwarded_allow_ips=trust_proxy or "",
        server_header=False,
        access_log=False,
        log_config=None,
    )


def _open_as_many_files_as_may_be() -> None:
    """Each connection is one: the usual soft limit is as few as a thousand idle clients."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _finished(_signal: int, _frame: FrameType | None) -> None:
    """Uvicorn raises a signal anew once it has drained: then all is well, and the status is 0."""
    sys.exit(0)
