"""The options are the same in the model, over HTTP, in the commands and in the web page's form."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

import pytest
import typer

from app.base.options import Options
from app.base.settings import Settings
from app.cli.main import app as commands
from app.main import create_app
from app.proofing.proof.options import ProofOptions
from app.proofing.report.options import ReportOptions

PAGE: Final = Path(__file__).parents[2] / "app" / "web" / "index.html"
OWN: Final = {"photos", "photo", "output", "source_profile", "force", "jobs", "as_json"}
"""Parameters of a command that are no options."""


class Facts(NamedTuple):
    """An option's words to choose from, its bounds, and its default; None where there is none."""

    choices: frozenset[str]
    least: float | None
    most: float | None
    default: Any


def declared(model: type[Options], name: str) -> Facts:
    field = model.model_fields[name]
    least, most = (
        next((getattr(one, bound) for one in field.metadata if hasattr(one, bound)), None)
        for bound in ("ge", "le")
    )
    default = field.get_default(call_default_factory=True) or None
    return Facts(frozenset(words(field.annotation)), least, most, default)


def words(annotation: Any) -> set[str]:
    """The words of a Literal, optional or not."""
    found: set[str] = set()
    for one in get_args(annotation):
        found |= {one} if isinstance(one, str) else words(one)
    return found


def over_http(path: str, data: Path) -> dict[str, Facts]:
    described = create_app(Settings(data=data)).openapi()["paths"][path]["post"]["parameters"]
    return {one["name"]: _of_schema(one["schema"]) for one in described if one["in"] == "query"}


def _of_schema(schema: Any) -> Facts:
    kind = schema["anyOf"][0] if "anyOf" in schema else schema
    choices = frozenset(kind.get("enum", []))
    return Facts(choices, kind.get("minimum"), kind.get("maximum"), schema.get("default") or None)


def of_command(name: str) -> dict[str, Facts]:
    group: Any = typer.main.get_command(commands)
    command = group.get_command(typer.Context(group), name)
    return {one.name: _of_parameter(one) for one in command.params if one.name not in OWN}


def _of_parameter(one: Any) -> Facts:
    choices = frozenset(words(one.type_descriptor.annotation))
    return Facts(choices, one.min, one.max, one.default or None)


class Form(HTMLParser):
    """The tags of the web page's form, each with its attributes, and its text where it has one."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_inside |= tag == "form" and ("id", "options") in attrs
        if self._is_inside:
            self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._is_inside &= tag != "form"

    def handle_data(self, data: str) -> None:
        if self._is_inside and self.tags[-1][0] in {"option", "p"}:
            self.tags[-1][1].setdefault("value", data)


def form_tags() -> list[tuple[str, dict[str, str | None]]]:
    form = Form()
    form.feed(PAGE.read_text("utf-8"))
    return form.tags


def of_form() -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    name = ""
    for tag, has in form_tags():
        if tag == "option":
            choices, default = found[name].choices, found[name].default
            if value := has["value"]:
                found[name] = found[name]._replace(choices=choices | {value})
            if default is None:
                found[name] = found[name]._replace(default=value or "")
        elif name := has.get("name") or "":
            found[name] = _of_control(has)
    return {name: facts._replace(default=facts.default or None) for name, facts in found.items()}


def _of_control(has: dict[str, str | None]) -> Facts:
    if has.get("type") == "checkbox":
        return Facts(frozenset({"on", "off"}), None, None, "on" if "checked" in has else "off")
    least, most = ((float(has[bound] or 0) if bound in has else None) for bound in ("min", "max"))
    value = has.get("value")
    is_number = value and has["type"] == "number"
    return Facts(frozenset(), least, most, float(value) if value and is_number else value)


@pytest.mark.parametrize(
    ("path", "model"),
    [("/v1/convert", Options), ("/v1/report", ReportOptions), ("/v1/proof", ProofOptions)],
)
def test_the_http_interface_has_every_option(path: str, model: type[Options], data: Path) -> None:
    assert over_http(path, data) == {name: declared(model, name) for name in model.model_fields}


def test_convert_has_every_option_but_the_file_name() -> None:
    names = set(Options.model_fields) - {"filename"}
    assert of_command("convert") == {name: declared(Options, name) for name in names}


def test_report_has_every_option_but_those_of_the_tiff() -> None:
    names = set(ReportOptions.model_fields) - {"filename", "compression", "profile", "metadata"}
    expected = {name: declared(ReportOptions, name) for name in names}
    for name in names - set(Options.model_fields):
        expected[name] = expected[name]._replace(least=None, most=None)
    assert of_command("report") == expected


def test_the_form_has_every_option_but_the_file_name() -> None:
    form = of_form()
    assert form.pop("black_radius") == Facts(frozenset(), 0, 64, None)
    assert form["black"].choices == {"rich", "pure", "neutral"}
    form["black"] = form["black"]._replace(choices=frozenset())
    own = {"threshold": ReportOptions, "limit": ReportOptions, "least_ppi": ReportOptions}
    models: dict[str, type[Options]] = {
        **dict.fromkeys(set(Options.model_fields) - {"filename"}, Options),
        **own,
        "paper": ProofOptions,
    }
    assert form == {name: declared(model, name) for name, model in models.items()}


def test_each_command_shows_the_description() -> None:
    group: Any = typer.main.get_command(commands)
    command = group.get_command(typer.Context(group), "convert")
    texts = {one.name: one.help for one in command.params}
    for name in set(Options.model_fields) - {"filename"}:
        assert texts[name] == description(name)


def test_the_form_shows_the_description_but_where_its_control_differs() -> None:
    hints = {has.get("id"): has.get("value") for tag, has in form_tags() if tag == "p"}
    shown = {has.get("name"): hints.get(has.get("aria-describedby")) for _, has in form_tags()}
    for name in set(Options.model_fields) - {"filename", "condition", "black", "brand"}:
        assert shown[name] == description(name).replace("'", "’")


def description(name: str) -> str:
    return (Options.model_fields[name].description or "").replace("`", "")
