from fractions import Fraction

import pytest

from app.decode.file_headers.exif import dpi, is_adobe_rgb


@pytest.mark.parametrize(
    ("x", "y", "unit", "found"),
    [
        ("300/1 (300, Rational", "150/1 (150", "2 (Inch", (Fraction(300), Fraction(150))),
        ("100/1 (100", "50/1 (50", "3 (Centimeter", (Fraction(254), Fraction(127))),
        ("145/2", "72", "2", (Fraction(145, 2), Fraction(72))),
        ("300", "300", "1 (None", None),
        ("300", "300", "", None),
        ("", "300", "2", None),
        ("300", "", "2", None),
        ("300/0 (inf", "300", "2", None),
        ("many", "300", "2", None),
    ],
)
def test_a_resolution_is_returned_where_all_of_it_is_stated(
    x: str, y: str, unit: str, found: tuple[Fraction, Fraction] | None
) -> None:
    entries = {"XResolution": x, "YResolution": y, "ResolutionUnit": unit}
    assert dpi(lambda name: entries[name.removeprefix("exif-ifd0-")]) == found


@pytest.mark.parametrize(
    ("colour", "index", "found"),
    [
        ("65535 (Uncalibrated, Short", "R03 (R03, ASCII", True),
        ("Uncalibrated (Uncalibrated", "R03", True),
        ("65535", "R98", False),
        ("1 (sRGB", "R03", False),
        ("", "", False),
    ],
)
def test_adobe_rgb_is_marked_by_two_tags(colour: str, index: str, found: bool) -> None:
    entries = {"exif-ifd2-ColorSpace": colour, "exif-ifd4-InteroperabilityIndex": index}
    assert is_adobe_rgb(lambda name: entries[name]) == found
