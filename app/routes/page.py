"""`GET /`: the web page, and the files that it is made of."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

WEB: Final = Path(__file__).parents[1] / "web"
INDEX: Final = "index.html"

router = APIRouter(include_in_schema=False)
files: Final = StaticFiles(directory=WEB)


@router.get("/")
async def page() -> FileResponse:
    """Answer with the web page."""
    return FileResponse(WEB / INDEX)
