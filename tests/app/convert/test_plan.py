"""What the options make of a picture, before any pixel is read."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from app.base.errors import ParameterError
from app.base.options import Options
from app.base.resolution import PRINT, Resolution
from app.convert.plan import KeptInks, Plan, plan_conversion, recipe_of, refuse_impossible
from app.convert.submission import Submission
from app.decode.picture_header import PictureHeader
from lut import Conditions, Profile, RecipeError, TableStore, UnknownCondition
from lut.icc.source_profiles import named
from tests.app.reading import file_of

CONDITIONS = Conditions()
DEFAULT = CONDITIONS["iso-coated-v2-300"]
FACTS: dict[str, Any] = {
    "width": 300,
    "height": 200,
    "full": (300, 200),
    "colour": "RGB",
    "alpha": False,
    "pages": 1,
    "profile": None,
    "resolution": None,
    "adobe_rgb": False,
    "xmp": None,
    "iptc": None,
    "decoder_memory": 0,
    "orientation": 1,
    "shape": (200, 300),
}


def planned(
    store: TableStore, *, sent: bytes | None = None, facts: Any = None, **asked: Any
) -> Plan:
    header = PictureHeader(**{**FACTS, **(facts or {})})
    with file_of(b"") as file:
        submission = Submission(file, Options(**asked), sent)
        return plan_conversion(header, submission, store, DEFAULT)


def test_a_picture_that_says_nothing_is_separated_for_the_default_condition(
    store: TableStore,
) -> None:
    plan = planned(store)
    assert plan.facts == {
        "Condition": "iso-coated-v2-300",
        "Source": "sRGB (assumed)",
        "Intent": "relative, bpc on",
        "Precision": "trilinear",
        "Table": "dbf72edc014480271296e530827b38077bc573ffb2055f9770c9ddcde07d210b",
        "Pages": "1",
    }
    assert plan.press == DEFAULT.profile
    assert (plan.layout.width, plan.layout.height, plan.layout.samples) == (300, 200, 4)
    assert plan.layout.profile == DEFAULT.profile.data
    assert plan.layout.condition == "iso-coated-v2-300"
    assert plan.layout.resolution == PRINT
    assert (plan.layout.xmp, plan.layout.iptc) == (b"", b"")


def test_the_options_become_the_recipe() -> None:
    options = Options(
        condition="fogra39-coated",
        precision="exact",
        intent="perceptual",
        bpc="off",
        black="pure~6",
        max_ink=280,
        brand=["E30613:0,100,100,0"],
    )
    recipe = recipe_of(options, "adobe-rgb", DEFAULT)
    assert recipe.condition == "fogra39-coated"
    assert recipe.source == "adobe-rgb"
    assert (recipe.precision, recipe.intent, recipe.bpc) == ("exact", "perceptual", False)
    assert (recipe.black, recipe.max_ink, recipe.brand) == ("pure~6", 280, ("E30613:0,100,100,0",))
    assert recipe_of(Options(), "srgb", DEFAULT).condition == DEFAULT.name


@pytest.mark.parametrize(
    ("asked", "stated", "expected"),
    [
        ({}, None, PRINT),
        ({}, Resolution(Fraction(72), Fraction(96)), Resolution(Fraction(72), Fraction(96))),
        (
            {"dpi": 240},
            Resolution(Fraction(72), Fraction(96)),
            Resolution(Fraction(240), Fraction(240)),
        ),
        ({"print_width": "1in"}, None, Resolution(Fraction(300), Fraction(300))),
        ({"print_width": "254mm"}, None, Resolution(Fraction(30), Fraction(30))),
    ],
)
def test_the_resolution_is_asked_for_or_the_pictures_or_300(
    store: TableStore, asked: Any, stated: Resolution | None, expected: Resolution
) -> None:
    assert planned(store, facts={"resolution": stated}, **asked).layout.resolution == expected


def test_a_print_width_of_a_reduced_picture_is_that_of_the_whole(store: TableStore) -> None:
    plan = planned(store, facts={"full": (3000, 2000)}, print_width="10in")
    assert plan.layout.resolution == Resolution(Fraction(300), Fraction(300))


def test_a_print_width_that_cannot_be_printed_is_refused(store: TableStore) -> None:
    with pytest.raises(ParameterError, match=r"print_width=0\.001mm would make 300 pixels"):
        planned(store, print_width="0.001mm")


def test_what_is_left_out_is_not_in_the_layout(store: TableStore) -> None:
    layout = planned(store, profile="none", compression="lzw").layout
    assert (layout.profile, layout.compression) == (b"", "lzw")


def test_alpha_is_a_fifth_sample(store: TableStore) -> None:
    assert planned(store, facts={"alpha": True}, alpha="keep").layout.samples == 5


def test_metadata_is_kept_where_it_is_asked_for(store: TableStore) -> None:
    facts = {"iptc": b"\x1c\x02\x00\x00\x02\x00\x04"}
    assert planned(store, facts=facts).layout.iptc == b""
    assert planned(store, facts=facts, metadata="keep").layout.iptc == facts["iptc"]


def test_a_profile_that_was_sent_decides(store: TableStore) -> None:
    plan = planned(store, sent=named("adobe-rgb").data)
    assert plan.facts["Source"] == "Compatible with Adobe RGB (1998) (sent)"
    assert plan.facts["Precision"] == "exact"


def test_cmyk_is_kept_with_its_own_profile(store: TableStore) -> None:
    fogra: Profile = CONDITIONS["fogra39-coated"].profile
    plan = planned(store, facts={"colour": "CMYK", "profile": fogra.data}, cmyk="keep")
    assert plan.facts == {"Source": f"{fogra.description} (embedded), kept", "Pages": "1"}
    assert (plan.press, plan.recipe) == (fogra, None)
    assert (plan.layout.profile, plan.layout.condition) == (fogra.data, "")
    inks = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    copied = np.empty_like(inks)
    plan.converter.convert(inks, copied)
    np.testing.assert_array_equal(copied, inks)
    assert isinstance(plan.converter, KeptInks)


@pytest.mark.parametrize(
    ("asked", "named_there"),
    [
        ({"black": "pure"}, "black"),
        ({"max_ink": 280}, "max_ink"),
        ({"brand": ["E30613:0,100,100,0"]}, "brand"),
        ({"intent": "perceptual"}, "intent"),
        ({"bpc": "off"}, "bpc"),
        ({"source": "srgb"}, "source"),
        ({"sent": b"a profile"}, "source_profile"),
        ({"black": "pure", "max_ink": 280}, "black, max_ink"),
    ],
)
def test_kept_inks_refuse_what_they_cannot_obey(
    store: TableStore, asked: Any, named_there: str
) -> None:
    with pytest.raises(ParameterError, match=f"cannot obey {named_there}: leave it out"):
        planned(store, facts={"colour": "CMYK"}, cmyk="keep", **asked)


def test_what_no_picture_could_fulfil_is_refused_without_one(store: TableStore) -> None:
    refuse_impossible(Options(precision="exact", source="prophoto"), store, DEFAULT)
    with pytest.raises(UnknownCondition, match="'news'"):
        refuse_impossible(Options(condition="news"), store, DEFAULT)
    with pytest.raises(RecipeError, match="precision must be exact or auto"):
        refuse_impossible(Options(precision="trilinear", source="prophoto"), store, DEFAULT)
