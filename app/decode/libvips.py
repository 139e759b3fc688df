"""libvips, set up for pictures that one thread reads once, from top to bottom.

A sequential image keeps some of the lines that it has read: as many as all of libvips' own threads
could ask for at once. On two cores these are some five hundred lines, 48 MiB of a picture 31,200
pixels wide, and enough of any picture to push the table out of the processor's caches. One thread
asks for one strip after another, and needs few. libvips takes their number only as an option of
its programs' command lines.
"""

import ctypes
from typing import Any, Final

import _libvips
import pyvips

from app.base.errors import ImageBroken

FRUGAL: Final = {"tile-height": 16, "fatstrip-height": 8}
"""Lines of a tile and of a strip, from which libvips computes how many lines it keeps."""
SHIPPED: Final = {"tile-height": 128, "fatstrip-height": 16}
"""libvips' own."""

PROFILE: Final = "icc-profile-data"
XMP: Final = "xmp-data"
IPTC: Final = "iptc-data"
METADATA: Final = (XMP, IPTC, "exif-data")
_LONGEST_COMPLAINT: Final = 200
"""Characters of libvips' message in an error; the rest is cut off."""


def set_up() -> None:
    """Turn off libvips' cache, its loaders that are unfit for untrusted files, and its threads."""
    pyvips.cache_set_max(0)
    pyvips.block_untrusted_set(True)
    pyvips.vips_lib.vips_concurrency_set(1)
    set_options(FRUGAL)


def set_options(options: dict[str, int]) -> None:
    """Set options of libvips that have no function of their own.

    Args:
        options: by their name without `--vips-`.

    Raises:
        RuntimeError: this libvips does not know one.
    """
    library = _library()
    context = library.g_option_context_new(None)
    group = library.g_option_group_new(b"vips", b"", b"", None, None)
    library.vips_add_option_entries(group)
    library.g_option_context_set_main_group(context, group)
    words = [b"platesetter", *(f"--vips-{name}={n}".encode() for name, n in options.items())]
    count = ctypes.c_int(len(words))
    first = ctypes.cast((ctypes.c_char_p * (len(words) + 1))(*words), ctypes.c_void_p)
    known = library.g_option_context_parse(context, ctypes.byref(count), ctypes.byref(first), None)
    library.g_option_context_free(context)
    if not known or count.value != 1:
        raise RuntimeError(f"expected a libvips that knows {', '.join(options)}")


def _library() -> Any:
    """Return pyvips' extension, through which the linker finds libvips and GLib."""
    library = ctypes.CDLL(_libvips.__file__)
    library.g_option_context_new.restype = ctypes.c_void_p
    library.g_option_context_new.argtypes = [ctypes.c_void_p]
    library.g_option_group_new.restype = ctypes.c_void_p
    library.g_option_group_new.argtypes = [*[ctypes.c_char_p] * 3, *[ctypes.c_void_p] * 2]
    library.vips_add_option_entries.argtypes = [ctypes.c_void_p]
    library.g_option_context_set_main_group.argtypes = [ctypes.c_void_p] * 2
    library.g_option_context_parse.argtypes = [ctypes.c_void_p] * 4
    library.g_option_context_free.argtypes = [ctypes.c_void_p]
    return library


def field(image: Any, name: str, default: Any) -> Any:
    """Return a field of an image's header, or `default` where it has none."""
    return image.get(name) if image.get_typeof(name) else default


def broken(what: str, error: Any) -> ImageBroken:
    """Return a pyvips error as ours: on one line, each sentence once."""
    lines = dict.fromkeys(line.strip() for line in error.detail.splitlines())
    text = "; ".join("".join(filter(str.isprintable, line)) for line in lines if line)
    return ImageBroken(
        f"{what} cannot be read to its end: {text[:_LONGEST_COMPLAINT] or 'tiles are damaged'}"
    )
