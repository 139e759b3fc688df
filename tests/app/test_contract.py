"""The service against its own description, and against anything else: Schemathesis."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.base.settings import Settings
from app.main import create_app
from app.middleware.access import new_key

PICTURES = ["/v1/convert", "/v1/proof", "/v1/report"]
ROUTES = [*PICTURES, "/v1/conditions", "/v1/conditions/{name}", "/healthz", "/metrics"]
EXAMPLES = 30
EXCLUDED = {True: [positive_data_acceptance], False: []}
"""No schema can say which bytes are a picture."""

KEY, HASH = new_key()


@pytest.mark.load  # sends many generated requests
@pytest.mark.parametrize("keys", ["", HASH], ids=["open", "with keys"])
@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_is_as_described(route: str, keys: str, data: Path) -> None:
    app = create_app(Settings(data=data, keys=keys))
    headers = {"Authorization": f"Bearer {KEY}"} if keys else {}
    operation: Any = schemathesis.openapi.from_asgi("/openapi.json", app)[route]

    @given(data=operation["POST" if route in PICTURES else "GET"].as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    def answered_as_described(data: Any) -> None:
        data.call_and_validate(headers=headers, excluded_checks=EXCLUDED[route in PICTURES])

    answered_as_described()
