"""Pictures made for tests, and the many kinds of files that can hold them.

Size and seed alone determine what a picture shows. We write PNG here, chunk by chunk, because no
encoder that the tests have writes every depth, transparency and interlace of it.
"""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image

Pixels: TypeAlias = NDArray[np.uint8]
Deep: TypeAlias = NDArray[np.uint16]
Samples: TypeAlias = NDArray[Any]

ORIENTATION: Final = 274
EXTRA_SAMPLES: Final = 338
ADAM7: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2))
ADAM7_LAST: Final = (0, 1, 1, 2)
_PNG_COLOUR: Final = {1: 0, 2: 4, 3: 2, 4: 6}
_PNG_INDEXED: Final = 3


def photo(width: int, height: int, seed: int = 0) -> Pixels:
    """Return sky, ground, a sun with a hard edge, and grain: uint8 `[h, w, 3]`."""
    return (deep_photo(width, height, seed) >> 8).astype(np.uint8)


def deep_photo(width: int, height: int, seed: int = 0) -> Deep:
    """Return the same at 16 bits, with noise in the low bits: uint16 `[h, w, 3]`."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0 : max(height, 2), 0 : max(width, 2)][:, :height, :width]
    y, x = y / max(height - 1, 1), x / max(width - 1, 1)
    phase = random.uniform(0, 2 * np.pi, (3, 1, 1))
    waves = 0.12 * np.sin(5 * x + 3 * y + phase) + 0.08 * np.sin(17 * x * y + 2 * phase)
    sky = np.array([0.35, 0.55, 0.85])[:, None, None] * (1.1 - 0.5 * y)
    ground = np.array([0.45, 0.35, 0.2])[:, None, None] * (0.4 + 0.6 * y)
    scene = np.where(y > 0.6 + 0.1 * np.sin(9 * x), ground, sky) + waves
    sun = (x - 0.7) ** 2 + (y - 0.25) ** 2 < 0.02
    scene = np.where(sun, np.array([1.0, 0.95, 0.8])[:, None, None], scene)
    scene = scene + random.normal(0, 0.015, scene.shape)
    levels = np.rint(scene.clip(0, 1) * 65535).astype(np.uint16)
    return np.ascontiguousarray(np.moveaxis(levels, 0, -1))


def grey_of(picture: Samples) -> Samples:
    """Return its green: `[h, w, 1]` of the same type."""
    return np.ascontiguousarray(picture[..., 1:2])


def with_alpha(picture: Samples, seed: int = 0) -> Samples:
    """Return it with one more sample: clear, opaque and everything between."""
    height, width = picture.shape[:2]
    white = np.iinfo(picture.dtype).max
    slope = np.linspace(-0.2, 1.2, width)[None, :, None].clip(0, 1) * np.ones((height, 1, 1))
    grain = np.random.default_rng(seed).normal(0, 0.05, slope.shape)
    cover = np.where((slope > 0) & (slope < 1), slope + grain, slope).clip(0, 1)
    return np.concatenate([picture, np.rint(cover * white).astype(picture.dtype)], axis=-1)


def two_tone(width: int, height: int, seed: int = 0) -> Pixels:
    """Return zeros and ones: uint8 `[h, w, 1]`."""
    green: Pixels = grey_of(photo(width, height, seed))
    return (green > 127).astype(np.uint8)


def indexed(width: int, height: int, colours: int, seed: int = 0) -> tuple[Pixels, Pixels]:
    """Return indices `[h, w, 1]`, each used if there are enough pixels, and RGB colours."""
    random = np.random.default_rng(seed)
    green = grey_of(photo(width, height, seed)).astype(np.int64)
    indices = (green * colours // 256).astype(np.uint8)
    indices.reshape(-1)[:colours] = np.arange(colours)[: indices.size]
    return indices, random.integers(0, 256, (colours, 3), np.uint8)


def exif(orientation: int) -> bytes:
    """Return an EXIF block that states nothing but an orientation."""
    block = Image.Exif()
    block[ORIENTATION] = orientation
    return block.tobytes()


def stored_as(upright: Samples, orientation: int) -> Samples:
    """Return the pixels to store so that `orientation` turns them into `upright`."""
    if orientation >= 5:
        upright = upright.swapaxes(0, 1)
    if orientation in (2, 3, 7, 8):
        upright = upright[:, ::-1]
    if orientation in (3, 4, 6, 7):
        upright = upright[::-1]
    return np.ascontiguousarray(upright)


def by_pillow(picture: Samples, kind: str, **options: Any) -> bytes:
    """Write a file with Pillow."""
    file = io.BytesIO()
    shown = picture[..., 0] if picture.shape[-1] == 1 else picture
    mode = "CMYK" if options.pop("cmyk", False) else None
    image = Image.fromarray(shown)
    if mode:
        image = Image.frombytes(mode, (picture.shape[1], picture.shape[0]), picture.tobytes())
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(picture: Pixels, **options: Any) -> bytes:
    """Write JPEG of grey, RGB or, with `cmyk=True`, four inks; options as Pillow's."""
    options = {"quality": 95, "subsampling": "4:4:4"} | options
    return by_pillow(picture, "JPEG", **options)


def webp(picture: Pixels, **options: Any) -> bytes:
    """Write WebP, by default lossless, clear pixels' colours too; options as Pillow's."""
    options = {"lossless": True, "exact": True} | options
    return by_pillow(picture, "WEBP", **options)


def avif(picture: Samples, bits: int = 8) -> bytes:
    """Write lossless AVIF of RGB or RGBA of 8, 10 or 12 bits (GBR, so that nothing is rounded)."""
    encoded = imagecodecs.avif_encode(
        picture, level=100, speed=9, bitspersample=bits, pixelformat="444", matrix=0
    )
    return bytes(encoded)


def tiff(picture: Samples, *, orientation: int = 1, **options: Any) -> bytes:
    """Write TIFF; options as tifffile's, and an orientation."""
    file = io.BytesIO()
    bands = picture.shape[-1]
    colour = "rgb" if bands >= 3 else "minisblack"
    options = dict[str, Any](photometric=colour, metadata=None) | options
    if bands in (2, 4) and options["photometric"] in ("rgb", "minisblack"):
        options = {"extrasamples": ["unassalpha"]} | options
    if orientation != 1:
        tag = (ORIENTATION, "H", 1, orientation, True)
        options |= {"extratags": [*options.get("extratags", ()), tag]}
    shown = picture[..., 0] if bands == 1 else picture
    if options.get("planarconfig") == "separate":
        shown = np.moveaxis(shown, -1, 0)
    tifffile.imwrite(file, shown, **options)
    return file.getvalue()


def cmyk_tiff(inks: Pixels) -> bytes:
    """Write TIFF of four inks."""
    return tiff(inks, photometric="separated", extrasamples=())


def lab_tiff(picture: Pixels) -> bytes:
    """Write TIFF whose samples are declared to be CIE Lab."""
    return tiff(picture, photometric="cielab")


def png(
    picture: Samples,
    *,
    bits: int | None = None,
    palette: Pixels | None = None,
    transparent: Sequence[int] = (),
    interlaced: bool = False,
    icc: bytes | None = None,
    pixels_per_metre: tuple[int, int] | None = None,
    orientation: int | None = None,
) -> bytes:
    """Write PNG (third edition).

    Args:
        picture: grey, grey + alpha, RGB, RGBA or, with a palette, indices.
        bits: a sample; by default those of the array's type.
        palette: RGB colours.
        transparent: tRNS: an alpha for each colour of a palette, else the one clear colour.
        interlaced: Adam7.
        icc: a profile.
        pixels_per_metre: pHYs.
        orientation: as EXIF.
    """
    height, width, bands = picture.shape
    bits = bits or 8 * picture.itemsize
    colour = _PNG_COLOUR[bands] if palette is None else _PNG_INDEXED
    head = struct.pack(">LLBBBBB", width, height, bits, colour, 0, 0, interlaced)
    chunks = [(b"IHDR", head)]
    if icc:
        chunks.append((b"iCCP", b"icc\0\0" + zlib.compress(icc)))
    if pixels_per_metre:
        chunks.append((b"pHYs", struct.pack(">LLB", *pixels_per_metre, 1)))
    if orientation:
        chunks.append((b"eXIf", exif(orientation).removeprefix(b"Exif\0\0")))
    if palette is not None:
        chunks.append((b"PLTE", palette.tobytes()))
    if transparent:
        letter = "H" if palette is None else "B"
        chunks.append((b"tRNS", struct.pack(f">{len(transparent)}{letter}", *transparent)))
    rows = b"".join(_png_passes(picture, bits, interlaced))
    chunks += [(b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(*chunk) for chunk in chunks)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def _png_passes(picture: Samples, bits: int, interlaced: bool) -> Iterator[bytes]:
    passes = (*ADAM7, ADAM7_LAST) if interlaced else ((0, 0, 1, 1),)
    for left, top, across, down in passes:
        part = picture[top::down, left::across]
        if part.size:
            yield from (b"\0" + _png_row(row, bits) for row in part)


def _png_row(row: Samples, bits: int) -> bytes:
    if bits >= 8:
        return row.astype(">u2" if bits == 16 else "u1").tobytes()
    spread = row.reshape(-1, 1) >> np.arange(bits - 1, -1, -1) & 1
    return np.packbits(spread.astype(np.uint8)).tobytes()
