"""The order of the rooms of `app` and `lut`, read from the imports.

Each check takes the folder of a package and returns one line for each fault: file, line, what is
wrong. The last tests run the checks on small packages that are written for them.
"""

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final, NamedTuple

import pytest

REPOSITORY: Final = Path(__file__).parents[1]
APP: Final = REPOSITORY / "app"
LUT: Final = REPOSITORY / "lut"

ORDER: Final = {
    APP: (
        "base",
        "capacity",
        "receive",
        "decode",
        "encode",
        "convert",
        "proofing",
        "connection",
        "send",
        "middleware",
        "routes",
        "main",
        "batch",
        "cli",
    ),
    LUT: (
        "base",
        "icc",
        "colorimetry",
        "grid",
        "conditions",
        "separation",
        "press",
        "tables",
        "lookup",
        "store",
    ),
}
"""A room imports only itself and the rooms before it."""

HOMES: Final = {
    "fastapi": ("middleware", "routes", "main"),
    "starlette": ("receive", "connection", "send", "middleware", "routes", "main"),
    "pyvips": ("decode",),
}
"""The rooms of `app` that may import a library."""

MOST_MODULES: Final = 10
"""Python modules of one folder, `__init__` included."""

PACKAGES = pytest.mark.parametrize("root", [APP, LUT], ids=lambda root: root.name)


class Import(NamedTuple):
    """One name that a module imports, or one import of a whole module (`name` is then empty)."""

    importer: str
    line: int
    module: str
    name: str

    @property
    def place(self) -> str:
        """Return the importing module and the line."""
        return f"{self.importer}:{self.line}"


@cache
def parsed(file: Path) -> ast.Module:
    """Return the syntax tree of a file, read once."""
    return ast.parse(file.read_text("utf-8"))


def modules(root: Path) -> dict[str, Path]:
    """Return the files of a package by their dotted names."""
    return {_dotted(file, root): file for file in sorted(root.rglob("*.py"))}


def _dotted(file: Path, root: Path) -> str:
    parts = file.relative_to(root.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(root: Path) -> Iterator[Import]:
    """Yield every import of a package: at the top, inside functions, and under TYPE_CHECKING."""
    for importer, file in modules(root).items():
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(importer, node.lineno, alias.name, "")
            elif isinstance(node, ast.ImportFrom):
                source = _source(node, importer, file)
                for alias in node.names:
                    yield _resolved(Import(importer, node.lineno, source, alias.name), root)


def _source(node: ast.ImportFrom, importer: str, file: Path) -> str:
    """Return the absolute name of the module after `from`."""
    if not node.level:
        return node.module or ""
    above = node.level - (file.name == "__init__.py")
    package = importer.split(".")[: len(importer.split(".")) - above]
    return ".".join([*package, *filter(None, [node.module])])


def _resolved(one: Import, root: Path) -> Import:
    """Return `from package import module` as an import of that module."""
    submodule = f"{one.module}.{one.name}"
    path = root.parent.joinpath(*submodule.split("."))
    if path.with_suffix(".py").is_file() or (path / "__init__.py").is_file():
        return one._replace(module=submodule, name="")
    return one


def room(module: str) -> str:
    """Return the room of a module; an empty name for the package itself."""
    return ([*module.split("."), ""])[1]


def upward(root: Path, order: Sequence[str]) -> Iterator[str]:
    """Yield each import of a room that comes later in the order, and each unknown room."""
    rank = {name: place for place, name in enumerate(order)} | {"": len(order)}
    for name in sorted({room(module) for module in modules(root)} - set(rank)):
        yield f"{root.name}/{name}: not in the order of rooms"
    for one in imports(root):
        if _package(one.module) == root.name:
            own, other = room(one.importer), room(one.module)
            if own in rank and other in rank and rank[own] < rank[other]:
                yield f"{one.place}: {own} imports {one.module}, which is below it"


def cycles(root: Path) -> Iterator[str]:
    """Yield the modules of a cycle, if there is one."""
    graph: dict[str, set[str]] = {module: set() for module in modules(root)}
    for one in imports(root):
        if one.module in graph and one.module != one.importer:
            graph[one.importer].add(one.module)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield " → ".join(reversed(error.args[1]))


def private(root: Path) -> Iterator[str]:
    """Yield each name with a leading underscore that a module takes from another of ours."""
    ours = (*(package.name for package in ORDER), root.name)
    for one in imports(root):
        taken = f"{one.module}.{one.name}" if one.name else one.module
        if _package(taken) in ours and any(map(_is_private, taken.split("."))):
            yield f"{one.place}: {taken} is private"
    for module, file in modules(root).items():
        tree = parsed(file)
        bound = _bound_modules(tree, module, file, root)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _is_private(node.attr):
                owner = bound.get(ast.unparse(node.value), "")
                if _package(owner) in ours:
                    yield f"{module}:{node.lineno}: {owner}.{node.attr} is private"


def _bound_modules(tree: ast.Module, importer: str, file: Path, root: Path) -> dict[str, str]:
    """Return the modules that a file imports, by the expression that means them there."""
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            bound |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            source = _source(node, importer, file)
            for alias in node.names:
                one = _resolved(Import(importer, node.lineno, source, alias.name), root)
                if not one.name:
                    bound[alias.asname or alias.name] = one.module
    return bound


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _package(module: str) -> str:
    return module.partition(".")[0]


def foreign(root: Path, package: str, rooms: Sequence[str] = ()) -> Iterator[str]:
    """Yield each import of a package from outside the rooms that may import it."""
    for one in imports(root):
        if _package(one.module) == package and room(one.importer) not in rooms:
            yield f"{one.place}: {one.module} is not for {room(one.importer) or root.name}"


def busy_inits(root: Path) -> Iterator[str]:
    """Yield each `__init__` of a room that is not one docstring and nothing else."""
    for file in sorted(root.rglob("__init__.py")):
        tree = parsed(file)
        if len(tree.body) != 1 or not ast.get_docstring(tree):
            yield f"{file.relative_to(root.parent)}: expected a docstring and nothing else"


def crowded(root: Path, most: int = MOST_MODULES) -> Iterator[str]:
    """Yield each folder with more Python modules than a reader can take in."""
    for folder in sorted({file.parent for file in root.rglob("*.py")}):
        if (count := len(list(folder.glob("*.py")))) > most:
            yield f"{folder.relative_to(root.parent)}: {count} modules, expected at most {most}"


def expect_none(found: Iterator[str]) -> None:
    if lines := list(found):
        pytest.fail("\n".join(lines), pytrace=False)


@PACKAGES
def test_no_room_imports_upward(root: Path) -> None:
    expect_none(upward(root, ORDER[root]))


@PACKAGES
def test_no_modules_import_each_other(root: Path) -> None:
    expect_none(cycles(root))


@PACKAGES
def test_no_module_takes_a_private_name_of_another(root: Path) -> None:
    expect_none(private(root))


@pytest.mark.parametrize("package", HOMES)
def test_a_library_has_its_rooms(package: str) -> None:
    expect_none(foreign(APP, package, HOMES[package]))


@pytest.mark.parametrize("package", ["app", *HOMES])
def test_lut_knows_neither_app_nor_its_libraries(package: str) -> None:
    expect_none(foreign(LUT, package))


@PACKAGES
def test_nothing_imports_tests(root: Path) -> None:
    expect_none(foreign(root, "tests"))


@PACKAGES
def test_an_init_is_a_docstring(root: Path) -> None:
    """`lut/__init__` is the public interface, the one exception."""
    expect_none(line for line in busy_inits(root) if not line.startswith("lut/__init__.py"))


@PACKAGES
def test_no_folder_is_crowded(root: Path) -> None:
    expect_none(crowded(root))


def planted(root: Path, **texts: str) -> Path:
    """Write a package `house` with the rooms low and high, and more modules: `low__a` is low/a."""
    inits = {"__init__": '"""A house."""\n'}
    inits |= {f"{name}____init__": f'"""Hold {name} things."""\n' for name in ("low", "high")}
    for name, text in (inits | texts).items():
        folder, _, stem = name.partition("__") if name != "__init__" else ("", "", name)
        file = root.joinpath("house", folder, f"{stem or folder}.py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return root / "house"


CLEAN: Final = {
    "low__a": "import json\n_HIDDEN = json\nshown = _HIDDEN\n",
    "low__b": "from house.low import a\nfrom house.low.a import shown\nprint(a.shown, shown)\n",
    "high__c": "def late():\n    from ..low.b import shown\n    return shown.__name__\n",
}
LOW_HIGH: Final = ("low", "high")


def test_a_clean_house_passes(tmp_path: Path) -> None:
    house = planted(tmp_path, **CLEAN)
    found = [upward(house, LOW_HIGH), cycles(house), private(house), busy_inits(house)]
    assert [list(one) for one in [*found, crowded(house), foreign(house, "tests")]] == [[]] * 6


@pytest.mark.parametrize(
    "text",
    [
        "from house.high.c import late\n",
        "from house.high import c\n",
        "import house.high.c\n",
        "from ..high import c\n",
        "def late():\n    import house.high.c as c\n    return c\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.high.c import late\n",
    ],
)
def test_an_upward_import_is_found(tmp_path: Path, text: str) -> None:
    house = planted(tmp_path, low__d=text, high__c="late = 1\n")
    (found,) = upward(house, LOW_HIGH)
    assert found.startswith("house.low.d:")
    assert found.endswith(": low imports house.high.c, which is below it")


def test_the_package_itself_is_below_its_rooms(tmp_path: Path) -> None:
    house = planted(tmp_path, **CLEAN, low__d="import house\n")
    assert list(upward(house, LOW_HIGH)) == ["house.low.d:1: low imports house, which is below it"]


def test_a_room_without_a_place_is_found(tmp_path: Path) -> None:
    house = planted(tmp_path, **CLEAN)
    assert list(upward(house, ("low",))) == ["house/high: not in the order of rooms"]


def test_a_cycle_is_found(tmp_path: Path) -> None:
    house = planted(
        tmp_path,
        low__a="from house.low.b import one\n",
        low__b="def late():\n    from house.low import d\n    return d\n",
        low__d="import house.low.a\n",
    )
    (found,) = cycles(house)
    assert set(found.split(" → ")) == {"house.low.a", "house.low.b", "house.low.d"}
    assert list(upward(house, LOW_HIGH)) == []


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("from house.low.a import _HIDDEN\n", "1: house.low.a._HIDDEN"),
        ("from house.low import a\nprint(a._HIDDEN)\n", "2: house.low.a._HIDDEN"),
        ("import house.low.a\nprint(house.low.a._HIDDEN)\n", "2: house.low.a._HIDDEN"),
        ("from house.low import _secret\n", "1: house.low._secret"),
        ("def late():\n    import house.low._secret\n", "2: house.low._secret"),
    ],
)
def test_a_private_name_used_from_outside_is_found(tmp_path: Path, text: str, taken: str) -> None:
    house = planted(tmp_path, **CLEAN, low___secret="", high__d=text)
    assert list(private(house)) == [f"house.high.d:{taken} is private"]


def test_a_library_from_the_wrong_room_is_found(tmp_path: Path) -> None:
    house = planted(tmp_path, low__d="import pyvips\n", high__d="from pyvips.enums import X\n")
    assert list(foreign(house, "pyvips", ["high"])) == ["house.low.d:1: pyvips is not for low"]


def test_a_crowd_and_a_busy_init_are_found(tmp_path: Path) -> None:
    house = planted(tmp_path, **CLEAN, high____init__='"""High."""\nfrom house.low import a\n')
    assert list(crowded(house, 2)) == ["house/low: 3 modules, expected at most 2"]
    assert list(busy_inits(house)) == [
        "house/high/__init__.py: expected a docstring and nothing else"
    ]
