from typing import Any, get_args

import pytest
from pydantic import ValidationError

from app.base.options import Options, Source
from lut.icc.source_profiles import NAMES
from lut.separation.recipe import PRECISIONS


def test_the_defaults() -> None:
    assert Options.model_validate({}).model_dump() == {
        "condition": None,
        "source": "auto",
        "precision": "auto",
        "intent": "relative",
        "bpc": None,
        "black": "rich",
        "max_ink": None,
        "brand": [],
        "alpha": "flatten",
        "background": "FFFFFF",
        "cmyk": "refuse",
        "page": 1,
        "compression": "none",
        "profile": "embed",
        "metadata": "none",
        "dpi": None,
        "print_width": None,
        "filename": None,
    }


def test_every_option_is_kept() -> None:
    options = {
        "condition": "fogra39-coated",
        "source": "adobe-rgb",
        "precision": "exact",
        "intent": "perceptual",
        "bpc": "off",
        "black": "neutral~6",
        "max_ink": 240.0,
        "brand": ["E30613:0,100,100,0"],
        "alpha": "keep",
        "background": "102030",
        "cmyk": "keep",
        "page": 3,
        "compression": "lzw",
        "profile": "none",
        "metadata": "keep",
        "dpi": 72.5,
        "print_width": None,
        "filename": "photo.jpg",
    }
    assert Options.model_validate(options).model_dump() == options


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
        ("intent", "vivid"),
        ("bpc", "yes"),
        ("max_ink", 149.9),
        ("max_ink", 401),
        ("alpha", "drop"),
        ("background", "white"),
        ("cmyk", "convert"),
        ("page", 0),
        ("profile", "srgb"),
        ("metadata", "all"),
        ("print_width", "210"),
        ("print_width", "-1mm"),
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


def test_each_has_a_description() -> None:
    assert all(field.description for field in Options.model_fields.values())


def test_only_one_option_sets_the_resolution() -> None:
    with pytest.raises(ValidationError, match="dpi and print_width"):
        Options(dpi=300, print_width="210mm")


@pytest.mark.parametrize(
    ("print_width", "dpi"), [("210mm", 254.0), ("21cm", 254.0), ("7in", 300.0), ("0mm", 0.0)]
)
def test_a_print_width_is_a_resolution(print_width: str, dpi: float) -> None:
    assert Options(print_width=print_width).dpi_of(2100) == pytest.approx(dpi)
