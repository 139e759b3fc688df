"""What the API's description says of a conversion's request and answer."""

from http import HTTPStatus
from typing import Any, Final

from app.form import FILE, PROFILE
from app.routes.problems import responses

Described = dict[str, Any]

CONVERT: Final = """The body is the picture itself, or a form with one `file` and, if you like, its
colour space as a `source_profile`: JPEG, PNG, TIFF, WebP or AVIF; RGB or grey of 8 or 16 bits,
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

ANSWERS: Final[dict[int | str, Described]] = {
    200: {
        "description": "The CMYK TIFF.",
        "content": {"image/tiff": {"schema": _binary("A TIFF 6.0, or BigTIFF from 4 GiB.")}},
        "headers": {
            "Content-Length": _header("Exactly the bytes that follow.", "integer"),
            "Content-Disposition": _header("`photo.jpg` comes back as `photo.cmyk.tif`."),
            "X-Platesetter-Condition": _header("The printing condition."),
            "X-Platesetter-Source": _header(
                "The colour space that the picture was taken to be in, and why: `sRGB (assumed)`."
            ),
            "X-Platesetter-Intent": _header("Rendering intent and black point compensation."),
            "X-Platesetter-Precision": _header("`trilinear` or `exact`."),
            "X-Platesetter-Table": _header("Digest of all that decides the colours."),
            "X-Platesetter-Pages": _header("How many pages the file has.", "integer"),
            "X-Request-ID": _header("The one that was sent, or a new one."),
        },
    },
    **responses(
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
    ),
}
