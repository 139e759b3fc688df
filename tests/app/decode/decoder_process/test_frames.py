import json
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from app.base.limits import Limits
from app.base.options import Options
from app.base.resolution import Resolution
from app.base.settings import Settings
from app.decode.decoder_process.frames import HEADER, REQUEST, DecodingRequest
from app.decode.picture_header import PictureHeader

HEAD = PictureHeader(
    width=30,
    height=20,
    full=(300, 200),
    colour="RGB",
    alpha=True,
    pages=3,
    profile=bytes(range(256)),
    resolution=Resolution(Fraction(145, 2), Fraction(300)),
    adobe_rgb=False,
    xmp=b"<a/>",
    iptc=None,
    decoder_memory=0,
    orientation=6,
    shape=(30, 20),
)


def test_a_header_arrives_as_it_was_sent() -> None:
    assert HEADER.validate_json(HEADER.dump_json(HEAD)) == HEAD


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": -30},
        {"width": 0, "shape": [0, 20]},
        {"width": 20, "height": 30},
        {"full": [300]},
        {"colour": "Lab"},
        {"pages": 0},
        {"profile": "no base64!"},
        {"resolution": {"x": "0", "y": "300"}},
        {"resolution": {"x": "-1", "y": "300"}},
        {"resolution": {"x": "1000000/3", "y": "300"}},
        {"resolution": {"x": "3000001/20000", "y": "300"}},
        {"decoder_memory": -1},
        {"orientation": 0},
        {"orientation": 9},
        {"orientation": 1},
        {"shape": [20, 30]},
        {"more": 1},
    ],
    ids=str,
)
def test_an_impossible_header_is_refused(wrong: dict[str, Any]) -> None:
    fields = json.loads(HEADER.dump_json(HEAD))
    with pytest.raises(ValidationError):
        HEADER.validate_json(json.dumps(fields | wrong))


def test_a_request_holds_the_limits_and_none_of_the_settings() -> None:
    settings = Settings(max_pixels=7, keys="a secret")
    request = DecodingRequest(settings, Options(page=2, background="00ff7F"), 640)
    text = REQUEST.dump_json(request)
    assert b"a secret" not in text
    limits = Limits(max_pixels=7)
    assert REQUEST.validate_json(text) == DecodingRequest(limits, request.options, 640)
