"""`Rule`: one thing that happens to a colour's inks after the transform.

A separation applies its rules in the order black, ink limit, brand colours. A rule costs nothing
per pixel, because the table already holds its result, and a test can check it on every colour.
"""

from typing import Protocol

from lut.base.packing import Packed


class Rule(Protocol):
    """A pure function of a colour and of the inks that it has so far; hashable, compared by value.

    To add a rule: write it in a module of this folder, and add it to `_with_rules` in
    `lut.separation.separation`, at its place in the order.
    """

    def content(self) -> dict[str, object]:
        """Return all that decides what the rule does, as JSON values, for the digest."""

    def reach(self) -> Packed | None:
        """Return the packed colours that it may change, uint32 `[n]`; None where it may be any."""

    def apply(self, colours: Packed, entries: Packed) -> Packed:
        """Return the new entries of some colours, uint32 `[n]`.

        Args:
            colours: packed, uint32 `[n]`.
            entries: their inks so far, uint32 `[n]`; the rule does not change this array.
        """


class Beneath(Protocol):
    """The separation that a rule is applied to; its digest says all that decides its inks."""

    @property
    def digest(self) -> str:
        """Return SHA-256, in hexadecimal."""

    def of(self, colours: Packed) -> Packed:
        """Return the entries of some packed colours, uint32 `[n]`."""
