from typing import Any, get_args

import pytest
from pydantic import ValidationError

from app.options import COMPRESSIONS, Compression, Options, Source
from app.tiff import Compression as Tag
from lut.recipe import PRECISIONS
from lut.sources import NAMES


def test_what_holds_where_nothing_is_said() -> None:
    assert Options.model_validate({}).model_dump() == {
        "condition": None,
        "source": "auto",
        "precision": "auto",
        "compression": "none",
        "dpi": None,
        "filename": None,
    }


def test_all_that_is_said_is_kept() -> None:
    told = {
        "condition": "fogra39-coated",
        "source": "adobe-rgb",
        "precision": "exact",
        "compression": "lzw",
        "dpi": 72.5,
        "filename": "photo.jpg",
    }
    assert Options.model_validate(told).model_dump() == told


def test_a_number_may_come_as_text() -> None:
    assert Options.model_validate({"dpi": "240"}).dpi == 240


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("source", "cmyk"),
        ("source", "sRGB"),
        ("source", ""),
        ("precision", "fine"),
        ("compression", "zip"),
        ("dpi", 0.99),
        ("dpi", 10_001),
        ("dpi", -300),
        ("dpi", "nan"),
        ("dpi", "inf"),
        ("dpi", "many"),
        ("filename", ""),
        ("filename", "x" * 256),
        ("colour", "blue"),
    ],
)
def test_what_is_not_among_the_choices_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        Options.model_validate({name: value})
    assert [error["loc"] for error in caught.value.errors()] == [(name,)]


@pytest.mark.parametrize(
    ("name", "value"), [("dpi", 1), ("dpi", 10_000), ("filename", "x"), ("filename", "x" * 255)]
)
def test_the_bounds_belong_to_it(name: str, value: Any) -> None:
    assert getattr(Options.model_validate({name: value}), name) == value


def test_every_source_there_is_can_be_asked_for() -> None:
    assert get_args(Source) == ("auto", *NAMES)


def test_every_precision_there_is_can_be_asked_for() -> None:
    assert [Options(precision=one).precision for one in PRECISIONS] == list(PRECISIONS)


def test_every_compression_has_its_tag() -> None:
    assert tuple(COMPRESSIONS) == get_args(Compression)
    assert list(COMPRESSIONS.values()) == [Tag.NONE, Tag.LZW, Tag.DEFLATE] == [1, 5, 8]


def test_each_says_what_it_is() -> None:
    assert all(field.description for field in Options.model_fields.values())
