"""What happens to a colour after the transform: black, ink limit, brand, in this order.

Each step is a pure function of a colour and of the inks that it has so far. It costs nothing
per pixel, and can be proved over every colour there is.
"""

from typing import Protocol

from lut.base.packing import Packed


class Step(Protocol):
    """One rule."""

    def content(self) -> dict[str, object]:
        """All that decides what it does, for the table's digest."""

    def reach(self) -> Packed | None:
        """The packed colours that it may change, uint32 `[n]`; None where it may be any."""

    def apply(self, colours: Packed, entries: Packed) -> Packed:
        """The new entries of some colours.

        Args:
            colours: packed, uint32 `[n]`.
            entries: their inks so far, uint32 `[n]`.
        """
