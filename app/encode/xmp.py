"""XMP carried over to a CMYK file: what it says of the pixels is corrected, GPS is removed.

XMP is RDF in XML (ISO 16684-1:2019); the properties are those of its Exif, TIFF and Photoshop
schemas. A packet with a document type is refused: only an attacker writes one.
"""

from typing import Final
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from app.base.errors import ImageBroken

LARGEST: Final = 1 << 20
"""Bytes of a packet; a larger one is refused."""
_EXIF: Final = "http://ns.adobe.com/exif/1.0/"
_TIFF: Final = "http://ns.adobe.com/tiff/1.0/"
_PHOTOSHOP: Final = "http://ns.adobe.com/photoshop/1.0/"
_REMOVED: Final = {
    (_EXIF, "ColorSpace"),
    (_EXIF, "PixelXDimension"),
    (_EXIF, "PixelYDimension"),
    (_TIFF, "ImageWidth"),
    (_TIFF, "ImageLength"),
    (_TIFF, "BitsPerSample"),
    (_TIFF, "XResolution"),
    (_TIFF, "YResolution"),
    (_TIFF, "ResolutionUnit"),
}
_CORRECTED: Final = {
    (_TIFF, "Orientation"): "1",
    (_TIFF, "PhotometricInterpretation"): "5",
    (_PHOTOSHOP, "ColorMode"): "4",
}
_SAMPLES: Final = (_TIFF, "SamplesPerPixel")
_PROFILE: Final = (_PHOTOSHOP, "ICCProfile")


def corrected(xmp: bytes, profile: str, samples: int) -> bytes:
    """Return a packet for the CMYK file.

    Args:
        xmp: the picture's own packet.
        profile: the description of the profile that the file now has; empty where it has none.
        samples: a pixel's, alpha included.

    Raises:
        ImageBroken: the packet is too large, has a document type or is not XML.
    """
    packet = xmp.strip(b"\0 \r\n\t")
    if len(packet) > LARGEST or b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        raise ImageBroken(f"its XMP has a document type or over {LARGEST} bytes; metadata=none")
    values = {**_CORRECTED, _SAMPLES: str(samples), _PROFILE: profile or "none"}
    try:
        document = minidom.parseString(packet)  # noqa: S318 - see above
        for element in document.getElementsByTagName("*"):
            _correct_attributes(element, values)
            _correct_element(document, element, values)
        written: bytes = document.toxml("utf-8")
    except (ExpatError, LookupError, ValueError, RecursionError) as error:
        raise ImageBroken(f"its XMP cannot be read: {error}; metadata=none") from error
    return written.removeprefix(b'<?xml version="1.0" encoding="utf-8"?>')


def _correct_attributes(element: minidom.Element, values: dict[tuple[str, str], str]) -> None:
    for attribute in list(element.attributes.values()):
        name = (attribute.namespaceURI or "", attribute.localName or "")
        if _is_removed(name):
            element.removeAttributeNode(attribute)
        elif name in values:
            attribute.value = values[name]


def _correct_element(
    document: minidom.Document, element: minidom.Element, values: dict[tuple[str, str], str]
) -> None:
    name = (element.namespaceURI or "", element.localName or "")
    if _is_removed(name) and element.parentNode:
        element.parentNode.removeChild(element)
    elif name in values:
        for child in list(element.childNodes):
            element.removeChild(child)
        element.appendChild(document.createTextNode(values[name]))


def _is_removed(name: tuple[str, str]) -> bool:
    namespace, local = name
    return name in _REMOVED or (namespace == _EXIF and local.startswith("GPS"))
