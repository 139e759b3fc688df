"""Brand colours are exact, and cannot contradict each other."""

import numpy as np
import pytest

from lut import RecipeError
from lut.base.packing import Packed, colours, samples
from lut.separation.rules.brand import Brand, BrandColours, check
from tests.lut.separation.rules.helpers import everywhere, within_reach

RED = "E30613:0,100,100,0~3"


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("E30613:0,100,100,0", Brand((0xE3, 0x06, 0x13), (0, 100, 100, 0))),
        ("#0a0b0c:12.5,0,0,99.9~16", Brand((10, 11, 12), (12.5, 0, 0, 99.9), 16)),
    ],
)
def test_it_is_read_as_it_is_written(text: str, brand: Brand) -> None:
    assert Brand.parse(text) == brand == Brand.parse(str(brand))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "E30613",
        "E3061:0,0,0,0",
        "E30613:0,0,0",
        "E30613:0,0,0,0,0",
        "E30613:0,101,0,0",
        "E30613:0,-1,0,0",
        "E30613:0,.,0,0",
        "E30613:nan,0,0,0",
        "E30613:0,0,0,0~",
        "E30613:0,0,0,0~17",
    ],
)
def test_another_form_is_refused_by_name(text: str) -> None:
    with pytest.raises(RecipeError, match="brand"):
        Brand.parse(text)


@pytest.mark.load  # computes for all 2²⁴ colours
def test_every_colour_within_the_tolerance_is_exact_and_no_other_changes(exact: Packed) -> None:
    rule = BrandColours((Brand.parse(RED), Brand.parse("000000:0,0,0,100")))
    edited = everywhere(rule, exact)
    channels = samples(colours())[..., :3].astype(int)
    red = np.abs(channels - (0xE3, 0x06, 0x13)).max(axis=-1) <= 3
    assert red.sum() == 7**3
    assert (samples(edited[red]) == (0, 255, 255, 0)).all()
    assert samples(edited[:1]).tolist() == [[0, 0, 0, 255]]
    red[0] = True
    np.testing.assert_array_equal(edited[~red], exact[~red])
    np.testing.assert_array_equal(within_reach(rule, exact), edited)


def test_the_order_they_are_given_in_does_not_matter() -> None:
    one, other = Brand.parse(RED), Brand.parse("102030:1,2,3,4")
    assert BrandColours((one, other)).content() == BrandColours((other, one)).content()


def test_another_brand_is_another_content() -> None:
    texts = [RED, "E30613:0,100,100,0", "E30613:0,100,99,0~3", "E30614:0,100,100,0~3"]
    contents = [str(BrandColours((Brand.parse(text),)).content()) for text in texts]
    assert len(set(contents)) == len(texts)


def test_what_cannot_all_be_obeyed_is_refused() -> None:
    red, near = Brand.parse(RED), Brand.parse("E70613:0,90,90,0~1")
    with pytest.raises(RecipeError, match=r"overlap.*E30613.*E70613"):
        check([red, near], None)
    with pytest.raises(RecipeError, match=r"E30613.*max_ink=199\.5"):
        check([red], 199.5)
    with pytest.raises(RecipeError, match="at most 64"):
        check([red] * 65, None)
    check([red, Brand.parse("E80613:0,90,90,0~1")], 200)
