import struct

import pytest

from app.base.errors import ImageBroken
from app.decode.file_headers.tiff_directory import directory_at, format_of
from tests.app.reading import file_of

KINDS = {"B": 1, "H": 3, "L": 4, "Q": 16}


def tiff(order: str, big: bool, *entries: tuple[int, int, int, bytes]) -> bytes:
    """Return a TIFF with a directory at byte 16, of (tag, type, count, value or place)."""
    room, form = (8, f"{order}HHQ") if big else (4, f"{order}HHL")
    head = b"II" if order == "<" else b"MM"
    magic = struct.pack(f"{order}HHHQ", 43, 8, 0, 16) if big else struct.pack(f"{order}HL", 42, 16)
    count = struct.pack(f"{order}{'Q' if big else 'H'}", len(entries))
    packed = [struct.pack(form, *one[:3]) + one[3].ljust(room, b"\0") for one in entries]
    return (head + magic).ljust(16, b"\0") + count + b"".join(packed) + bytes(room)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("form", KINDS)
def test_whole_numbers_of_every_width_beside_and_outside(order: str, big: bool, form: str) -> None:
    one, several = struct.pack(order + form, 201), struct.pack(f"{order}12{form}", *range(12))
    length = len(tiff(order, big, (1, 0, 0, b""), (2, 0, 0, b"")))
    beside, outside = (struct.pack(f"{order}{'Q' if big else 'L'}", length + by) for by in (0, 8))
    fits = len(one) <= len(beside)
    first, second = (1, KINDS[form], 1, one if fits else beside), (2, KINDS[form], 12, outside)
    with file_of(tiff(order, big, first, second) + one.ljust(8, b"\0") + several) as file:
        found = directory_at(file.fileno(), format_of(file.fileno()), 16)
        assert found.number(1, 0) == 201
        assert found.numbers(2, 12) == tuple(range(12))
        assert found.numbers(2, 5) == tuple(range(5))
        assert (1 in found, 3 in found) == (True, False)
        assert found.number(3, 77) == 77
        assert found.following == 0


def test_of_several_with_one_tag_the_first_counts() -> None:
    data = tiff("<", False, (1, 3, 1, b"\x05\0"), (1, 3, 1, b"\x06\0"))
    with file_of(data) as file:
        assert directory_at(file.fileno(), format_of(file.fileno()), 16).numbers(1, 9) == (5,)


@pytest.mark.parametrize(("kind", "count", "place"), [(2, 1, 0), (11, 1, 0), (4, 9, 10**6)])
def test_what_is_no_number_or_out_of_reach_is_none(kind: int, count: int, place: int) -> None:
    data = tiff("<", False, (1, kind, count, struct.pack("<L", place)))
    with file_of(data) as file:
        found = directory_at(file.fileno(), format_of(file.fileno()), 16)
        assert found.numbers(1, 9) == ()
        assert 1 in found


def test_a_directory_beyond_the_end_is_an_error() -> None:
    with file_of(tiff("<", False)) as file, pytest.raises(ImageBroken, match="beyond its end"):
        directory_at(file.fileno(), format_of(file.fileno()), 10**6)
