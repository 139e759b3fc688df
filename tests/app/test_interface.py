"""Every name that a client, a script or an operator relies on is still there, as written down.

`python -m tests.app.test_interface` writes `interface.json` again, for when a change is meant.
"""

import json
from pathlib import Path
from typing import Any, Final

import typer
from prometheus_client.parser import text_string_to_metric_families

from app.base.settings import Settings
from app.cli.main import app as commands
from app.main import create_app
from app.middleware.metrics import Metrics
from app.middleware.problems import PROBLEMS

WRITTEN: Final = Path(__file__).with_name("interface.json")
PROSE: Final = {"description", "summary", "title", "examples", "example", "info", "operationId"}
MACHINES_OWN: Final = {"data", "slots"}
"""Settings whose defaults differ from machine to machine."""


def without_prose(value: Any, *, names: bool = False) -> Any:
    """A JSON value less what is said for people; `names` where its keys are names of fields."""
    if isinstance(value, list):
        return [without_prose(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: without_prose(one, names=key in {"properties", "headers", "schemas", "$defs"})
        for key, one in value.items()
        if names or key not in PROSE
    }


def http(app: Any) -> Any:
    """Paths, methods, parameters, fields, statuses, types and headers; schemas where they are used.

    The names of schemas are left out: no client sends or reads them.
    """
    description = without_prose(app.openapi())
    return _inlined(description["paths"], description["components"]["schemas"])


def _inlined(value: Any, schemas: Any) -> Any:
    if isinstance(value, list):
        return [_inlined(one, schemas) for one in value]
    if not isinstance(value, dict):
        return value
    if reference := value.get("$ref"):
        return _inlined(schemas[reference.rpartition("/")[2]], schemas)
    return {key: _inlined(one, schemas) for key, one in value.items()}


def command_line(command: Any) -> Any:
    """Commands, arguments and options with types, bounds and defaults."""
    if hasattr(command, "list_commands"):
        context = typer.Context(command)
        names = sorted(command.list_commands(context))
        return {name: command_line(command.get_command(context, name)) for name in names}
    return {
        " ".join(sorted(one.opts + one.secondary_opts)): _parameter(one) for one in command.params
    }


def _parameter(one: Any) -> Any:
    return {
        "type": str(one.type_descriptor.annotation),
        "default": str(one.default or None),
        "bounds": [one.min, one.max],
        "required": one.required,
        "many": one.nargs != 1 or one.multiple,
    }


def settings() -> Any:
    """Every variable and its default."""
    return {
        f"PLATESETTER_{name.upper()}": None if name in MACHINES_OWN else str(field.default)
        for name, field in Settings.model_fields.items()
    }


def metrics(collected: Metrics) -> Any:
    """Every metric, its type and, where it has been counted, its labels."""
    collected.answered("GET", "/", 200)
    collected.refused("busy")
    collected.moved(1, 1)
    families = text_string_to_metric_families(collected.exposition().decode())
    return {
        family.name: [family.type, *sorted({name for s in family.samples for name in s.labels})]
        for family in families
    }


def interface(data: Path) -> Any:
    app = create_app(Settings(data=data))
    return {
        "http": http(app),
        "problems": sorted({(int(status), kind) for status, kind, _ in PROBLEMS.values()}),
        "command line": command_line(typer.main.get_command(commands)),
        "settings": settings(),
        "metrics": metrics(app.state.metrics),
    }


def dumped(value: Any) -> str:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_every_name_is_as_written(data: Path) -> None:
    assert json.loads(dumped(interface(data))) == json.loads(WRITTEN.read_text("utf-8"))


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        WRITTEN.write_text(dumped(interface(Path(folder))), "utf-8")
