"""Published RGB spaces: primaries, white and curve from their standards."""

from typing import Final

from tests.lut.icc.matrix_profiles import D65, RgbSpace

_SRGB_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_D50: Final = (0.3457, 0.3585)

PUBLISHED: Final = {
    # IEC 61966-2-1:1999.
    "srgb": RgbSpace("sRGB", (0.64, 0.33), (0.30, 0.60), (0.15, 0.06), D65, _SRGB_CURVE),
    # Adobe RGB (1998) Color Image Encoding, 2005, §4.3: gamma 2 51/256.
    "adobe-rgb": RgbSpace(
        "Compatible with Adobe RGB (1998)",
        (0.64, 0.33),
        (0.21, 0.71),
        (0.15, 0.06),
        D65,
        (2 + 51 / 256,),
    ),
    # SMPTE EG 432-1:2010 primaries, D65 and the curve of sRGB.
    "display-p3": RgbSpace(
        "Display P3", (0.680, 0.320), (0.265, 0.690), (0.150, 0.060), D65, _SRGB_CURVE
    ),
    # ISO 22028-2:2013, ROMM RGB: gamma 1.8, linear below 1/512 (code 16/512).
    "prophoto": RgbSpace(
        "ROMM RGB (ProPhoto)",
        (0.7347, 0.2653),
        (0.1596, 0.8404),
        (0.0366, 0.0001),
        _D50,
        (1.8, 1.0, 0.0, 1 / 16, 16 / 512),
    ),
}
