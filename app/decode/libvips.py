"""libvips, set for pictures that one thread reads once, from top to bottom.

A sequential image keeps some of the lines it has read, as many as all of libvips' own workers could
want at once: on two cores some five hundred, 48 MiB of a picture 31,200 pixels wide, and enough of
any to push the table out of the processor's caches. One thread wants one strip after another. How
few it is left with is told by the options that libvips has for its programs' command lines.
"""

import ctypes
from typing import Any, Final

import _libvips
import pyvips

FRUGAL: Final = {"tile-height": 16, "fatstrip-height": 8}
SHIPPED: Final = {"tile-height": 128, "fatstrip-height": 16}
"""libvips' own."""


def set_up() -> None:
    """No cache of operations, no loader that is not fit for strangers' files, few lines kept."""
    pyvips.cache_set_max(0)
    pyvips.block_untrusted_set(True)
    pyvips.vips_lib.vips_concurrency_set(1)
    tell(FRUGAL)


def tell(options: dict[str, int]) -> None:
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
    """What pyvips has loaded: its extension, through which its libraries are found."""
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
