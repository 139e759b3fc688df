"""The same picture and recipe give the same bytes on any machine: written down.

Uncompressed, that is: what a compressor makes of them may change with its library.

`python -m tests.app.test_golden` prints them again, for when a change is meant.
"""

import hashlib
import tempfile
from pathlib import Path

import numpy as np
import pytest

from app.base.options import Options
from app.base.settings import Settings
from app.convert.engine import Engine
from app.convert.submission import Submission
from tests.app.reading import file_of
from tests.pictures import tiff

RECIPES = {
    "plain": Options(),
    "exact": Options(precision="exact"),
    "fogra39": Options(condition="fogra39-coated"),
    "perceptual": Options(intent="perceptual"),
    "absolute": Options(intent="absolute", profile="none"),
    "adobe-rgb": Options(source="adobe-rgb", bpc="off"),
    "pure": Options(black="pure~6"),
    "neutral": Options(black="neutral", dpi=240),
    "max-ink": Options(max_ink=240, print_width="210mm"),
    "brand": Options(brand=["102030:10,20,30,40~3"], black="neutral~6", max_ink=260),
}
WRITTEN = {
    "plain": (
        "dbf72edc014480271296e530827b38077bc573ffb2055f9770c9ddcde07d210b",
        "839fa0b94559184dedb2af54cccf731dd3167f0dfc6de5506df459b83c7bc1c3",
    ),
    "exact": (
        "502ded5dd4c15ed2a80c66377d6cd241c808cd6507fe5661d426705508098e7c",
        "08c1e0177976223c83a56bc681c4c0292981da4abbf44909ce3d60951102e4d0",
    ),
    "fogra39": (
        "8df546c4a897d46b109738d8b685bb9d94964a3b40e2a395655003d8098f65ea",
        "4b163adfc8ea8250a5e6e6bbacec6a4c602b7826e9a7a42ee5595ba618f9428f",
    ),
    "perceptual": (
        "31805fdbaec4458a9f41535d2af1d81bcdf9f6a1228a6ffa94b2a0bba6c0e0c0",
        "38f99d58276d0fb3c7f2026fa0bda0413357c7a24a767bcaa0547d0ffefaf8e2",
    ),
    "absolute": (
        "fea30b4c15d63715c7a370d98ca21d0879ad0416fa715bde67858e84aef731b1",
        "6189d0d628c7ac69657066379c6dbeaf56e382f408722b2adb85e9b9b914d31d",
    ),
    "adobe-rgb": (
        "eaed3d94e04ae22ef15f10e6be054e62a394a2b6d4efbef328d37ed2edfe77a3",
        "51efd53c061c55ff5f8bd5886320548e4afd8a4166b69a15c132def6ef9b262e",
    ),
    "pure": (
        "6126e84101aecff69740528c31f968967e86e9905127580a8addba4fb7e9e3f2",
        "2b6d4a3d2f4e197805504044b7e1d3e531eb937bba0a31c8f163fa7d97eb6cfd",
    ),
    "neutral": (
        "49024c50e9442c2e8c72edc3ddb2e58b055d6f909a2070d5ea169567366cd127",
        "e0708d6d6a0870c4b5872d1697fe0ad7b76a29ec146150bca2f1a9e36d1f6e89",
    ),
    "max-ink": (
        "a4870f137a44c7db95f9850ec65d8b315010b08f428fff2996976f9fb4ebcd99",
        "082daf175ff89a13880355fed7583d6411a4d217f360bddf801d33935a6e9c7e",
    ),
    "brand": (
        "29c998994a9d06d4d21bb44f364af8dbd79dc0704effbaa947c3d3469c5cb137",
        "6d501e61d67ae27319db6e5d732df6a9c94dd381f708497002d26097b2a96837",
    ),
}


def converted(name: str, data: Path) -> tuple[str, str]:
    """The table's digest and the output's SHA-256."""
    level = np.arange(48 * 64 * 3, dtype=np.uint32).reshape(48, 64, 3)
    picture = (level * 2654435761 >> 7 & 255).astype(np.uint8)
    picture[:8] = (0x10, 0x20, 0x30)
    picture[8:16] = np.arange(64, dtype=np.uint8)[:, None] * 4
    engine = Engine(Settings(data=data))
    with (
        file_of(tiff(picture)) as file,
        engine.begin(Submission(file, RECIPES[name])) as conversion,
    ):
        whole = b"".join(conversion.body)
    return conversion.facts["Table"], hashlib.sha256(whole).hexdigest()


@pytest.mark.parametrize("name", RECIPES)
def test_bytes_are_as_written(name: str, data: Path) -> None:
    assert converted(name, data) == WRITTEN[name]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for recipe in RECIPES:
            print(f'    "{recipe}": {converted(recipe, Path(folder))},')  # noqa: T201 - what it is for
