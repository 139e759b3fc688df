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
from app.connection.protocol import protocol
from app.connection.uvicorn_internals import Http
from app.main import create_app
from app.middleware import logs

OPEN_FILES: Final = 1 << 16
"""Files and sockets that the service may have open, if the system allows it; beyond it, clients
wait for a connection."""

Loop = Literal["auto", "uvloop", "asyncio"]


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any free port.")] = 8000,
    loop: Annotated[
        Loop, typer.Option(help="Event loop. auto: uvloop if it is installed.")
    ] = "auto",
    http: Annotated[Http, typer.Option(help="HTTP parser.")] = "httptools",
    grace: Annotated[
        int, typer.Option(min=0, help="Seconds that conversions have to end after SIGTERM.")
    ] = 60,
    log: Annotated[logs.Format, typer.Option(help="Format of the log on stderr.")] = "text",
    trust_proxy: Annotated[
        str | None,
        typer.Option(
            help="Addresses of proxies whose X-Forwarded-* are trusted, with commas between."
        ),
    ] = None,
) -> None:
    """Serve HTTP until SIGTERM or Ctrl-C.

    Settings are read from PLATESETTER_* in the environment; app/README.md lists them.

    \b
    For example:
      platesetter serve
      PLATESETTER_DATA=/var/lib/platesetter platesetter serve --host 0.0.0.0 --port 8000
    """
    share_arenas()
    logs.configure(log)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, _exit)
    settings = Settings()
    _raise_limit_of_open_files()
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


def _raise_limit_of_open_files() -> None:
    """Raise the soft limit: each connection is a file, and the usual limit is 1024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _exit(_signal: int, _frame: FrameType | None) -> None:
    """End with status 0: uvicorn raises the signal again once the last answers are sent."""
    sys.exit(0)
