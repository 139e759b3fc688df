"""Requests with a picture and their answers, as the API's description shows them."""

from http import HTTPStatus
from typing import Any, Final

from app.receive.form import FILE, PROFILE
from app.routes.openapi.problems import responses

Described = dict[str, Any]

CONVERT: Final = """The body is the picture itself, or a form with one `file` and at most one
`source_profile`, its colour space: JPEG, PNG, TIFF, WebP or AVIF; RGB or grey of 8 or 16 bits,
with or without alpha. It comes back upright, with the condition's ICC profile and the source's
resolution.

```sh
curl --data-binary @photo.jpg -o photo.cmyk.tif http://127.0.0.1:8000/v1/convert
```
"""


def _binary(description: str) -> Described:
    return {"type": "string", "format": "binary", "description": description}


def _header(description: str, kind: str = "string") -> Described:
    return {"description": description, "schema": {"type": kind}}


BODY: Final[Described] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FILE],
                    "properties": {
                        FILE: _binary("The picture."),
                        PROFILE: _binary("Its colour space, as an ICC profile."),
                    },
                }
            },
            "image/*": {"schema": _binary("The picture.")},
        },
    }
}

REFUSED: Final = responses(
    [
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.INSUFFICIENT_STORAGE,
    ]
)

_CHOSEN: Final[Described] = {
    "X-Platesetter-Condition": _header("The printing condition."),
    "X-Platesetter-Source": _header(
        "The colour space that the picture was taken to be in, and why: `sRGB (assumed)`."
    ),
    "X-Platesetter-Intent": _header("Rendering intent and black point compensation."),
    "X-Platesetter-Precision": _header("`trilinear` or `exact`."),
    "X-Platesetter-Table": _header("Digest of all that decides the colours."),
    "X-Platesetter-Pages": _header("How many pages the file has.", "integer"),
    "X-Request-ID": _header("The one that was sent, or a new one."),
}

ANSWERS: Final[dict[int | str, Described]] = {
    200: {
        "description": "The CMYK TIFF.",
        "content": {"image/tiff": {"schema": _binary("A TIFF 6.0, or BigTIFF from 4 GiB.")}},
        "headers": {
            "Content-Length": _header("Exactly the bytes that follow.", "integer"),
            "Content-Disposition": _header("`photo.jpg` comes back as `photo.cmyk.tif`."),
            **_CHOSEN,
        },
    },
    **REFUSED,
}

PROOF: Final = """The picture and the options are those of `convert`, and the same table makes the
view and the TIFF. libvips reduces a picture larger than `size` while it decodes it, except for
`ink`, which counts every pixel.

A grey plate is black where its ink is full: 255 less the TIFF's own channel. `samples` are four
pictures below each other, each of the view's size: the file's R, G, B; the same colours in sRGB;
C, M, Y; and K with the distance from what was meant, in fifths of ΔE2000 up to 51 (black point
compensated where `bpc` is).

```sh
curl --data-binary @photo.jpg -o proof.png 'http://127.0.0.1:8000/v1/proof?view=gamut'
```
"""

PROVEN: Final[dict[int | str, Described]] = {
    200: {
        "description": "The view, in sRGB.",
        "content": {
            kind: {"schema": _binary("A picture.")}
            for kind in ("image/png", "image/jpeg", "image/webp")
        },
        "headers": {
            **_CHOSEN,
            "X-Platesetter-Size": _header("Of the view, without a legend: `1600x1067`."),
            "X-Platesetter-Full-Size": _header("Of the picture: `6000x4000`."),
            "X-Platesetter-Limit": _header("`ink`: the limit that is marked, percent.", "number"),
            "X-Platesetter-Max-Ink": _header("`ink`: the most of any pixel, percent.", "number"),
            "X-Platesetter-Gamut": _header("`none`: a CMYK picture is kept as it is."),
        },
    },
    **REFUSED,
}

REPORT: Final = """The picture and the options are those of `convert`. Every pixel is counted, at
full size.

```sh
curl --data-binary @photo.jpg http://127.0.0.1:8000/v1/report
```
"""


def headers_of(facts: dict[str, str]) -> dict[str, str]:
    """Return what was chosen, as headers."""
    return {f"X-Platesetter-{name}": _in_ascii(value) for name, value in facts.items()}


def _in_ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()
