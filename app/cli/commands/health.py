"""`platesetter health`, for a container's HEALTHCHECK."""

from http.client import HTTPConnection, HTTPException
from typing import Annotated

import typer

from app.cli.console import OUT, error


def health(
    host: Annotated[str, typer.Option(help="Address of the service.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the service.")] = 8000,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for its answer.")] = 5,
) -> None:
    """Ask a running service whether it is ready.

    The exit status is 0 if it is, else 1.

    \b
    For example:
      platesetter health --port 8000
    """
    connection = HTTPConnection(host, port, timeout=timeout)
    try:
        connection.request("GET", "/readyz")
        status = connection.getresponse().status
    except (OSError, HTTPException) as caught:
        error(f"no answer from {host}:{port}: {str(caught).strip()}")
        raise typer.Exit(1) from caught
    finally:
        connection.close()
    OUT.print("ready" if status == 200 else f"not ready: {status}")
    raise typer.Exit(0 if status == 200 else 1)
