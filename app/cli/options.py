"""A command's parameters, generated from the fields of `Options`."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pydantic.fields import FieldInfo

from app.base.options import Options

HTTP_ONLY: Final = "filename"
Command = Callable[..., None]
SourceProfile = Annotated[
    Path | None,
    typer.Option(help="ICC profile of the picture's colour space; replaces an embedded one."),
]


def with_options(*left_out: str) -> Callable[[Command], Command]:
    """Return a decorator that replaces a command's `options` by one parameter for each field.

    The command annotates `options` with `Options` or a class derived from it. Typer sees the
    model's fields: name, type, default, bounds and description.

    Args:
        left_out: fields that the command does not offer.
    """

    def decorate(command: Command) -> Command:
        declared = dict(signature(command).parameters)
        model: type[Options] = declared.pop("options").annotation
        offered = {
            name: _parameter(name, field)
            for name, field in model.model_fields.items()
            if name not in {HTTP_ONLY, *left_out}
        }

        @wraps(command)
        def run(**arguments: Any) -> None:
            chosen = {name: arguments.pop(name) for name in offered}
            command(options=model(**chosen), **arguments)

        parameters = [*declared.values(), *offered.values()]
        vars(run)["__signature__"] = signature(command).replace(parameters=parameters)
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return decorate


def _parameter(name: str, field: FieldInfo) -> Parameter:
    """Return a field as the keyword that typer reads.

    Typer checks the bounds of the fields of `Options` itself, and prints the usage with its error;
    those that a derived class adds are left to pydantic, whose error is one line.
    """
    bounds = field.metadata if name in Options.model_fields else []
    option = typer.Option(
        min=next((one.ge for one in bounds if hasattr(one, "ge")), None),
        max=next((one.le for one in bounds if hasattr(one, "le")), None),
        help=(field.description or "").replace("`", ""),
    )
    return Parameter(
        name,
        Parameter.KEYWORD_ONLY,
        default=field.get_default(call_default_factory=True),
        annotation=Annotated[field.annotation, option],
    )
