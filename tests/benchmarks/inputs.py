"""The pictures that all parts convert: photographs, pictures like photographs, and noise."""

from pathlib import Path

import numpy as np
import pyvips
from PIL import Image

from lut.base.packing import Bytes

SIDE = 2048
SQUARE = 2000
POSTER_MPX = 24
KINDS = {"JPEG": "Q=90", "PNG": "compression=6", "TIFF": ""}
"""The kinds of file, and the options with which libvips writes them."""


def photographs(folder: Path | None) -> tuple[str, list[Bytes]]:
    """Return a description, and the pictures of a folder or made ones: uint8 `[h, w, 3]` each."""
    if folder is None:
        made = [photographic(seed) for seed in range(4)]
        return f"{len(made)} made pictures with photographic statistics", made
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".png", ".jpg", ".tif"))
    pictures = [np.asarray(Image.open(path).convert("RGB")) for path in paths]
    return f"{len(pictures)} photographs", pictures


def poster(folder: Path | None) -> tuple[str, Bytes]:
    """Return a description, and 24 Mpx: six pictures unscaled, mirrored where too small."""
    words, pictures = photographs(folder)
    squares = [_square(pictures[index % len(pictures)]) for index in range(6)]
    rows = [np.concatenate(squares[start : start + 3], axis=1) for start in (0, 3)]
    return f"{words}, 6000 × 4000 in all", np.concatenate(rows)


def _square(picture: Bytes) -> Bytes:
    missing = [(0, max(0, SQUARE - side)) for side in picture.shape[:2]]
    return np.pad(picture, [*missing, (0, 0)], "reflect")[:SQUARE, :SQUARE]


def written(picture: Bytes, kind: str, folder: Path) -> Path:
    """Write a file of a kind as a camera or an editor would, and return its path."""
    path = folder / f"{picture.shape[1]}x{picture.shape[0]}.{kind.lower()}"
    pyvips.Image.new_from_array(picture).copy(interpretation="srgb").write_to_file(
        f"{path}[{KINDS[kind]}]"
    )
    return path


def noise() -> Bytes:
    """Return uniform noise, the worst case for a processor's caches: uint8 `[h, w, 3]`."""
    return np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8)


def photographic(seed: int) -> Bytes:
    """Return shaded areas with edges between them, under a sensor's noise: uint8 `[h, w, 3]`."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    picture = np.empty((SIDE, SIDE, 3))
    picture[:] = random.uniform(30, 220, 3)
    for _ in range(24):
        centre, size, turn = (
            random.uniform(0, 1, 2),
            random.uniform(0.05, 0.4),
            random.uniform(0, 7),
        )
        along = (x - centre[0]) * np.cos(turn) + (y - centre[1]) * np.sin(turn)
        across = (y - centre[1]) * np.cos(turn) - (x - centre[0]) * np.sin(turn)
        inside = (np.abs(along) < size) & (np.abs(across) < size * random.uniform(0.1, 1))
        picture[inside] = random.uniform(0, 255, 3) + along[inside, None] * 120
    picture *= (0.6 + 0.4 * np.cos(3 * (x - 0.5)) * np.cos(3 * (y - 0.5)))[..., None]
    sensor = random.normal(0, 1, picture.shape) * np.sqrt(np.clip(picture, 4, 255)) * 0.25
    return np.clip(picture + sensor, 0, 255).astype(np.uint8)


def rgbx(rgb: Bytes) -> Bytes:
    """Return the pixels with a fourth byte, 255: uint8 `[h, w, 4]`."""
    padded = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    padded[..., :3] = rgb
    return padded
