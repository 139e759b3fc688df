"""The tags of TIFF that are read or written, named as in their standards."""

from enum import IntEnum


class Tag(IntEnum):
    """A tag of a TIFF's directory.

    From TIFF 6.0 (1992): baseline (§8), differencing predictor (§14),
    tiles (§15), CMYK (§16), associated alpha (§18), data sample format (§19). The last three come
    from XMP part 3 (2020), §3.3, the TIFF/EP standard (ISO 12234-2), and ICC.1:2022, annex B.4.
    """

    IMAGE_WIDTH = 256  # §8
    IMAGE_LENGTH = 257  # §8
    BITS_PER_SAMPLE = 258  # §8
    COMPRESSION = 259  # §8
    PHOTOMETRIC_INTERPRETATION = 262  # §8
    FILL_ORDER = 266  # §8
    STRIP_OFFSETS = 273  # §8
    ORIENTATION = 274  # §8
    SAMPLES_PER_PIXEL = 277  # §8
    ROWS_PER_STRIP = 278  # §8
    STRIP_BYTE_COUNTS = 279  # §8
    X_RESOLUTION = 282  # §8
    Y_RESOLUTION = 283  # §8
    PLANAR_CONFIGURATION = 284  # §8
    RESOLUTION_UNIT = 296  # §8
    SOFTWARE = 305  # §8
    PREDICTOR = 317  # §14
    TILE_WIDTH = 322  # §15
    INK_SET = 332  # §16
    TARGET_PRINTER = 337  # §16
    EXTRA_SAMPLES = 338  # §8, §18
    SAMPLE_FORMAT = 339  # §19
    XMP = 700
    IPTC = 33723
    ICC_PROFILE = 34675
