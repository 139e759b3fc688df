"""The READMEs say what the code says: options, views, settings, rooms.

`python -m tests.app.test_papers` writes the tables of `app/README.md` again.
"""

import re
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from app.base.options import Options
from app.base.settings import PREFIX, Settings
from app.proofing.proof.options import ProofOptions

ROOT: Final = Path(__file__).parents[2]
PAPER: Final = ROOT / "app" / "README.md"
LONGEST_README: Final = 120
ONE_PER_MACHINE: Final = {"data": "the user's cache folder", "slots": "one per core"}


def values(model: type[BaseModel], name: str) -> str:
    """The choices or bounds of a field, in words."""
    field = model.model_fields[name]
    types = [kind for kind in get_args(field.annotation) or (field.annotation,) if kind]
    literals = [kind for kind in [field.annotation, *types] if get_origin(kind) is Literal]
    if literals:
        return ", ".join(f"`{choice}`" for choice in get_args(literals[0]))
    bounds = {
        key: getattr(one, key)
        for one in field.metadata
        for key in ("ge", "le")
        if hasattr(one, key)
    }
    if bounds:
        return f"{bounds['ge']} …" + (f" {bounds['le']}" if "le" in bounds else "")
    return "text"


def default(field: Any) -> str:
    return "" if field.default in (None, "") or field.default == [] else f"`{field.default}`"


def described(model: type[BaseModel], names: list[str]) -> list[str]:
    rows = ["| option | values | default | |", "|---|---|---|---|"]
    for name in names:
        field = model.model_fields[name]
        rows.append(
            f"| `{name}` | {values(model, name)} | {default(field)} | {field.description} |"
        )
    return rows


def settings() -> list[str]:
    rows = ["| variable | default | |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        shown: Any = str(field.default).lower() if field.annotation is bool else field.default
        if type(shown).__name__ == "ByteSize":
            shown = shown.human_readable(separator="").replace(".0", "")
        text = ONE_PER_MACHINE.get(name) or ("none" if shown in (None, "") else f"`{shown}`")
        rows.append(f"| `{PREFIX}{name.upper()}` | {text} | {field.description} |")
    return rows


TABLES: Final = {
    "options": lambda: described(Options, list(Options.model_fields)),
    "views": lambda: described(
        ProofOptions,
        [name for name in ProofOptions.model_fields if name not in Options.model_fields],
    ),
    "settings": settings,
}


def written(paper: str) -> str:
    """The paper with its tables as the code has them."""
    for name, rows in TABLES.items():
        marks = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, _, rest = paper.partition(marks[0])
        _, _, after = rest.partition(marks[1])
        paper = "\n".join([before + marks[0], *rows(), marks[1] + after])
    return paper


def test_the_tables_are_the_codes() -> None:
    paper = PAPER.read_text("utf-8")
    assert paper == written(paper)


def test_the_first_page_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= LONGEST_README


def rooms(package: str) -> set[str]:
    return {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}


@pytest.mark.parametrize("package", ["app", "lut"])
@pytest.mark.parametrize("paper", ["README.md", "{}/README.md"])
def test_every_room_is_on_the_map(package: str, paper: str) -> None:
    text = (ROOT / paper.format(package)).read_text("utf-8")
    named = set(re.findall(r"`(\w+)/?`", text))
    assert rooms(package) <= named


@pytest.mark.parametrize("package", ["app", "lut"])
def test_every_module_is_in_the_table_of_rooms(package: str) -> None:
    text = (ROOT / package / "README.md").read_text("utf-8")
    for module in (ROOT / package).glob("*/*.py"):
        if module.stem != "__init__":
            row = next(
                line for line in text.splitlines() if line.startswith(f"| `{module.parent.name}/`")
            )
            assert f"`{module.stem}`" in row, module


PAPERS: Final = [
    ROOT / "README.md",
    *(file for part in ("app", "lut", "tests") for file in (ROOT / part).rglob("*.md")),
]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.parent.name)
def test_every_link_leads_somewhere(paper: Path) -> None:
    text = paper.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (paper.parent / target).exists(), target
    for path in re.findall(r"`((?:app|lut|tests)/[\w/.]+\.\w+)`", text):
        assert (ROOT / path).exists() or (paper.parent / path).exists(), path


if __name__ == "__main__":
    PAPER.write_text(written(PAPER.read_text("utf-8")), "utf-8")
