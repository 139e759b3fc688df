"""IPTC metadata carried over to a CMYK file: its records, without Photoshop's wrapping."""

from typing import Final

_PHOTOSHOP_BLOCK: Final = b"Photoshop 3.0\0"
_IPTC_RESOURCE: Final = 0x0404
_RECORD: Final = b"\x1c"
"""The byte with which each record begins (IPTC-IIM 4.2, §1.6)."""


def records(iptc: bytes) -> bytes:
    """Return the records of IPTC-IIM, as a TIFF holds them; empty where there are none.

    A JPEG wraps them in Photoshop's image resources: "8BIM", number, name, length, data (Adobe
    Photoshop File Formats Specification, "Image Resource Blocks").
    """
    if not iptc.startswith(_PHOTOSHOP_BLOCK):
        return iptc if iptc.startswith(_RECORD) else b""
    place = len(_PHOTOSHOP_BLOCK)
    while iptc[place : place + 4] == b"8BIM" and place + 7 <= len(iptc):
        number = int.from_bytes(iptc[place + 4 : place + 6], "big")
        name = iptc[place + 6] + 1
        place += 6 + name + name % 2
        length = int.from_bytes(iptc[place : place + 4], "big")
        if number == _IPTC_RESOURCE:
            return iptc[place + 4 : place + 4 + length]
        place += 4 + length + length % 2
    return b""
