"""What is asked of every query."""

from collections import Counter
from typing import Final

from fastapi import Request

from app.errors import ParameterError

REPEATABLE: Final = "brand"


def refuse_repeated(request: Request) -> None:
    """Raises ParameterError where a query parameter stands twice: neither is silently right."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    repeated = sorted(name for name, n in counts.items() if n > 1 and name != REPEATABLE)
    if repeated:
        raise ParameterError(f"expected each parameter once, got several: {', '.join(repeated)}")
