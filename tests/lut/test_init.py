import inspect
import re
import sys
from subprocess import run

import numpy as np
import pytest

import lut
from lut.base import errors


def test_every_public_name_is_there_once_and_sorted() -> None:
    assert lut.__all__ == sorted(set(lut.__all__))
    assert all(hasattr(lut, name) for name in lut.__all__)


def test_every_class_imported_is_public() -> None:
    for name in lut.__all__:
        getattr(lut, name)
    classes = {name for name, value in vars(lut).items() if inspect.isclass(value)}
    assert classes == set(lut.__all__)


def test_another_name_is_an_error_as_in_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'lut' has no attribute 'Tables'"):
        _ = lut.Tables  # type: ignore[attr-defined]


def test_packing_loads_nothing_heavy() -> None:
    command = "import sys, lut.base.packing; print(*sys.modules)"
    loaded = run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    modules = loaded.stdout.split()
    assert "numpy" in modules
    assert not {"PIL", "imagecodecs", "pydantic", "numexpr", "platformdirs"} & set(modules)


def test_every_error_is_public() -> None:
    raised = {name for name, value in vars(errors).items() if inspect.isclass(value)}
    assert raised <= set(lut.__all__)


def test_the_tree_of_errors_is_drawn_in_full() -> None:
    drawn = re.findall(r"^    [ │├└─]*([A-Z]\w+)", str(errors.__doc__), re.MULTILINE)
    raised = [name for name, value in vars(errors).items() if inspect.isclass(value)]
    assert drawn == raised


@pytest.mark.parametrize(
    ("error", "parent"),
    [
        (lut.LutError, Exception),
        (lut.GridError, lut.LutError),
        (lut.ProfileError, lut.LutError),
        (lut.ConditionError, lut.LutError),
        (lut.UnknownCondition, lut.ConditionError),
        (lut.RecipeError, lut.LutError),
        (lut.BufferMismatch, lut.LutError),
        (lut.LutWarning, UserWarning),
        (lut.UncachedTable, lut.LutWarning),
    ],
)
def test_each_error_has_its_parent(error: type, parent: type) -> None:
    assert error.__bases__[0] is parent


@pytest.mark.load  # makes a table and writes it
def test_the_docstrings_example_works(tmp_path_factory: pytest.TempPathFactory) -> None:
    rgbx, out = np.full((2, 2, 4), 255, np.uint8), np.ones((2, 2, 4), np.uint8)
    store = lut.TableStore(tmp_path_factory.mktemp("tables"))
    lut.TileConverter(store.table(lut.Recipe("iso-coated-v2-300"))).convert(rgbx, out)
    assert not out.any()
