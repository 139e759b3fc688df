"""A service as one would write it around a library: spool, convert file to file, send the file.

It does what is usual and nothing that is known to be slow: the event loop writes the body to a file
as it arrives, as many conversions run at once as there are cores, and Starlette sends the answer in
pieces of a mebibyte. The benchmark compares the conversion and the memory it takes.
"""

import asyncio
import os
import uuid
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

Convert = Callable[[Path, Path], None]


class LargePieces(FileResponse):
    """A file sent in larger pieces: each of Starlette's own, 64 KiB, costs a change of thread."""

    chunk_size = 1 << 20


def create_app(convert: Convert, folder: Path) -> FastAPI:
    """Return a service that converts one file to another."""
    app = FastAPI()
    slots = asyncio.Semaphore(os.cpu_count() or 1)

    @app.post("/v1/convert")
    async def converted(request: Request) -> FileResponse:
        name = uuid.uuid4().hex
        source, target = folder / f"{name}.in", folder / f"{name}.tif"
        with source.open("wb") as file:
            async for chunk in request.stream():
                file.write(chunk)
        async with slots:
            await asyncio.to_thread(convert, source, target)
        source.unlink()
        return LargePieces(target, background=BackgroundTask(target.unlink))

    return app


def serve(convert: Convert) -> None:
    """Run the service on a free port, with uvloop and httptools as ours."""
    app = create_app(convert, Path(os.environ["PLATESETTER_DATA"]))
    uvicorn.run(app, port=0, loop="uvloop", http="httptools")
