import re
import struct
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lut import Condition, Profile, ProfileError
from lut.icc.profiles import LARGEST
from lut.icc.source_profiles import NAMES, named
from tests.lut.specimens import grey_profile, renamed

SRGB = named("srgb").data


def refused(data: bytes, text: str) -> None:
    with pytest.raises(ProfileError, match=text):
        Profile.parse(data)


def with_word(data: bytes, place: int, word: int) -> bytes:
    return data[:place] + struct.pack(">L", word) + data[place + 4 :]


def test_a_profile_is_parsed_to_its_own_bytes() -> None:
    profile = Profile.parse(SRGB)
    assert profile.data == SRGB
    assert profile.digest == sha256(SRGB).hexdigest()
    assert (profile.device_class, profile.space) == ("mntr", "RGB")
    assert (profile.description, profile.copyright) == ("sRGB", "No copyright, use freely")


def test_a_presss_profile_is_parsed(iso: Condition) -> None:
    assert (iso.profile.device_class, iso.profile.space) == ("prtr", "CMYK")
    assert iso.profile.description == "ISO Coated v2 300% (basICColor)"


def test_a_grey_profile_is_parsed() -> None:
    assert Profile.parse(grey_profile()).expect_source().space == "GRAY"


@pytest.mark.parametrize("padding", [b"\0", bytes(5000), b"anything"])
def test_padding_is_cut_off(padding: bytes) -> None:
    assert Profile.parse(SRGB + padding) == Profile.parse(SRGB)


def test_every_truncation_is_refused() -> None:
    for length in range(len(SRGB)):
        refused(SRGB[:length], f"{length} bytes")


@pytest.mark.parametrize("size", [0, 1, 131, 132 + 12 * 10 - 1, len(SRGB) + 1, 2**32 - 1])
def test_a_lying_size_is_refused(size: int) -> None:
    refused(with_word(SRGB, 0, size), f"announces {size} bytes")


@pytest.mark.parametrize("count", [33, 1000, 2**32 - 1])
def test_too_many_tags_are_refused(count: int) -> None:
    refused(with_word(SRGB, 128, count), f"{count} tags, but has {len(SRGB)} bytes")


@pytest.mark.parametrize("tag", range(10))
def test_a_tag_that_overruns_is_refused(tag: int) -> None:
    name = SRGB[132 + 12 * tag : 136 + 12 * tag].decode()
    start, length = struct.unpack_from(">LL", SRGB, 136 + 12 * tag)
    for bent in (
        with_word(SRGB, 136 + 12 * tag, len(SRGB) - length + 1),
        with_word(SRGB, 140 + 12 * tag, len(SRGB) - start + 1),
        with_word(SRGB, 136 + 12 * tag, 2**32 - 1),
    ):
        refused(bent, f"tag '{name}' overruns it")


def test_a_tag_in_the_padding_is_refused() -> None:
    refused(with_word(SRGB, 136, len(SRGB)) + bytes(500), "overruns")


@pytest.mark.parametrize("data", [b"", b"acsp", bytes(4000), b"\xff\xd8\xff" * 100])
def test_what_is_no_profile_is_refused(data: bytes) -> None:
    refused(data, f"expected an ICC profile, got {len(data)} bytes")


def test_the_largest_profile_has_sixteen_mebibytes() -> None:
    assert Profile.parse(SRGB.ljust(LARGEST, b"\0")).data == SRGB
    refused(SRGB.ljust(LARGEST + 1, b"\0"), "may have 16777216 bytes, got 16777217")


def test_what_little_cms_refuses_is_refused() -> None:
    refused(with_word(SRGB, 8, 0xFF000000), "cannot be opened")


@pytest.mark.parametrize("name", NAMES)
def test_shipped_sources_can_be_sources(name: str) -> None:
    profile = named(name)
    assert profile.expect_source() is profile


def test_a_press_is_not_a_source(iso: Condition) -> None:
    assert iso.profile.expect_press() is iso.profile
    with pytest.raises(ProfileError, match="RGB or grey device, got class 'prtr', space 'CMYK'"):
        iso.profile.expect_source()


def test_a_source_is_not_a_press() -> None:
    with pytest.raises(ProfileError, match="'prtr', space 'CMYK', got class 'mntr', space 'RGB'"):
        named("srgb").expect_press()


@pytest.mark.parametrize("device_class", ["link", "abst", "nmcl"])
def test_other_classes_are_neither(iso: Condition, device_class: str) -> None:
    kind = device_class.encode()
    with pytest.raises(ProfileError, match=f"got class '{device_class}'"):
        Profile.parse(renamed(named("srgb"), device_class=kind, space=b"RGB ")).expect_source()
    with pytest.raises(ProfileError, match=f"got class '{device_class}'"):
        Profile.parse(renamed(iso.profile, device_class=kind)).expect_press()


@pytest.mark.parametrize("device_class", ["mntr", "scnr", "prtr", "spac"])
def test_sources_may_be_of_these_classes(device_class: str) -> None:
    bent = renamed(named("srgb"), device_class=device_class.encode(), space=b"RGB ")
    assert Profile.parse(bent).expect_source().device_class == device_class


def test_a_lab_profile_is_no_source() -> None:
    bent = renamed(named("srgb"), device_class=b"spac", space=b"Lab ")
    with pytest.raises(ProfileError, match="space 'Lab'"):
        Profile.parse(bent).expect_source()


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (b"Scanner\r\n  of \t two\x1b[31m lines", "Scanner of two[31m lines"),
        (b"", ""),
        (b"\x07\x01", ""),
        (b"<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_a_description_is_printable_and_on_one_line(stored: bytes, read: str) -> None:
    assert Profile.parse(grey_profile(description=stored)).description == read


def test_a_signature_in_a_message_is_printable() -> None:
    name = SRGB[:132] + b"\x1b[2J" + SRGB[136:]
    refused(with_word(name, 136, len(SRGB)), re.escape("tag '[2J' overruns"))


@pytest.mark.load  # hundreds of profiles opened
@given(
    st.sampled_from(NAMES),
    st.lists(st.tuples(st.integers(0, 519), st.integers(0, 255)), max_size=8),
    st.integers(0, 600),
)
@settings(max_examples=400, deadline=None)
def test_a_bent_profile_raises_nothing_else(
    name: str, changes: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(named(name).data)
    for place, byte in changes:
        data[place] = byte
    try:
        profile = Profile.parse(bytes(data[:length] if length > 300 else data))
    except ProfileError:
        return
    assert "\n" not in profile.description + profile.copyright
