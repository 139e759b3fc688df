"""`Profile`: an ICC profile as bytes, checked before use.

A profile may come from a hostile upload. `Profile.parse` checks its size, header and tag table, and
then has Little CMS open it; a profile that neither refuses can be used for a transform.
"""

import struct
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from typing import Final, Self

from PIL import ImageCms

from lut.base.errors import ProfileError

LARGEST: Final = 16 << 20
"""Bytes of a profile; a larger one is refused."""

SOURCE_CLASSES: Final = ("mntr", "scnr", "prtr", "spac")
_HEADER: Final = 128
_TAG: Final = struct.Struct(">4sLL")


@dataclass(frozen=True)
class Profile:
    """An ICC profile whose header and tags are consistent.

    Attributes:
        data: exactly the bytes that its header announces.
        device_class: `mntr`, `scnr`, `prtr`, `spac` …
        space: the device's colour space: `RGB`, `GRAY`, `CMYK` …
    """

    data: bytes
    device_class: str
    space: str

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return the profile in some bytes, without any padding after the announced size.

        Raises:
            ProfileError: it is too large, truncated, not a profile, or its tags overrun it.
        """
        _check(data)
        whole = data[: int.from_bytes(data[:4], "big")]
        profile = cls(whole, _signature(whole[12:16]), _signature(whole[16:20]))
        profile.opened()
        return profile

    @cached_property
    def digest(self) -> str:
        """Return SHA-256 of the bytes, in hexadecimal."""
        return sha256(self.data).hexdigest()

    @cached_property
    def description(self) -> str:
        """Return the profile's own description, printable and on one line; may be empty."""
        return _printable(self.opened().profile.profile_description)

    @cached_property
    def copyright(self) -> str:
        """Return the profile's own copyright line; may be empty."""
        return _printable(self.opened().profile.copyright)

    def opened(self) -> ImageCms.ImageCmsProfile:
        """Return a new Little CMS handle, for one thread.

        Raises:
            ProfileError: Little CMS refuses it.
        """
        try:
            return ImageCms.ImageCmsProfile(BytesIO(self.data))
        except (OSError, ImageCms.PyCMSError) as error:
            raise ProfileError(f"the ICC profile cannot be opened: {error}") from error

    def expect_source(self) -> Self:
        """Return the profile itself, if it can be a picture's.

        Raises:
            ProfileError: it describes neither RGB nor grey, or is not a device's profile.
        """
        if self.space not in ("RGB", "GRAY") or self.device_class not in SOURCE_CLASSES:
            raise ProfileError(
                "a source profile must describe an RGB or grey device, got "
                f"class {self.device_class!r}, space {self.space!r}"
            )
        return self

    def expect_press(self) -> Self:
        """Return the profile itself, if it is an output profile with four inks.

        Raises:
            ProfileError: it is another kind of profile.
        """
        if (self.device_class, self.space) != ("prtr", "CMYK"):
            raise ProfileError(
                "a press profile must be of class 'prtr', space 'CMYK', got "
                f"class {self.device_class!r}, space {self.space!r}"
            )
        return self


def _check(data: bytes) -> None:
    if len(data) > LARGEST:
        raise ProfileError(f"an ICC profile may have {LARGEST} bytes, got {len(data)}")
    if len(data) < _HEADER + 4 or data[36:40] != b"acsp":
        raise ProfileError(f"expected an ICC profile, got {len(data)} bytes without its signature")
    size, count = int.from_bytes(data[:4], "big"), int.from_bytes(data[128:132], "big")
    if not _HEADER + 4 + count * _TAG.size <= size <= len(data):
        raise ProfileError(
            f"the ICC profile announces {size} bytes and {count} tags, but has {len(data)} bytes"
        )
    for name, start, length in _TAG.iter_unpack(data[132 : 132 + count * _TAG.size]):
        if start + length > size:
            raise ProfileError(f"the ICC profile's tag {_signature(name)!r} overruns it")


def _signature(raw: bytes) -> str:
    return _printable(raw.decode("latin-1")).strip()


def _printable(text: str | None) -> str:
    return "".join(c for c in " ".join((text or "").split()) if c.isprintable())
