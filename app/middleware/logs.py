"""The log: one line an event, each with the request that it belongs to."""

import logging
from contextvars import ContextVar
from typing import Final, Literal

from pythonjsonlogger.json import JsonFormatter

Format = Literal["text", "json"]

REQUEST: Final[ContextVar[str]] = ContextVar("request", default="-")
"""The ID of the request that is being answered, in its tasks and threads."""

TEXT: Final = "%(levelname)s: %(name)s: %(request_id)s %(message)s"
FIELDS: Final = "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"


def configure(form: Format) -> None:
    """Log to standard error, warnings of libraries included."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter(FIELDS) if form == "json" else logging.Formatter(TEXT))
    handler.addFilter(_add_request_id)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("pyvips").setLevel(logging.WARNING)  # below that it logs every operation


def _add_request_id(record: logging.LogRecord) -> bool:
    record.request_id = REQUEST.get()
    return True
