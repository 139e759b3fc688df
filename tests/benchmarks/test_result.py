from pathlib import Path

import pytest

from tests.benchmarks.result import OURS, Measured, Result, load, save

PART = Result(
    "kernel",
    "two photographs",
    [
        Measured("noise", OURS, "Mpx/s", [90, 100, 140]),
        Measured("noise", "libvips", "Mpx/s", [20, 26, 25]),
        Measured("one", OURS, "s", [0.5]),
        Measured("one", "libvips", "s", [0.75]),
        Measured("error", OURS, "levels", [0]),
        Measured("error", "libvips", "levels", [6]),
    ],
    ["libvips differs"],
    ["a processor", "Python"],
)


@pytest.mark.parametrize(
    ("index", "behind"), [(0, None), (1, 4.0), (2, None), (3, 1.5), (4, None), (5, None)]
)
def test_better_is_more_a_second_and_fewer_seconds(index: int, behind: float | None) -> None:
    assert PART.behind_ours(PART.measured[index]) == behind


def test_a_table_has_medians_spread_and_how_far_others_are_behind() -> None:
    assert list(PART.lines()) == [
        "a processor",
        "Python",
        "kernel: two photographs",
        "libvips differs",
        "\nnoise, Mpx/s: median of 3 (lowest – highest)",
        "  platesetter                  100  (90 – 140)        ",
        "  libvips                     25.0  (20.0 – 26.0)        4.00 ×",
        "\none, s: median of 1 (lowest – highest)",
        "  platesetter                0.500  (0.500 – 0.500)   ",
        "  libvips                    0.750  (0.750 – 0.750)      1.50 ×",
        "\nerror, levels: median of 1 (lowest – highest)",
        "  platesetter                    0  (0 – 0)           ",
        "  libvips                     6.00  (6.00 – 6.00)     ",
    ]


def test_parts_are_added_to_a_file_and_replaced_there(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    other = Result("files", "one photograph", [], [], ["a processor"])
    newer = Result("kernel", "three photographs", PART.measured[:1], [], ["another"])
    for part in (PART, other, newer):
        save(part, file)
    assert load(file) == {"kernel": newer, "files": other}
    assert load(tmp_path / "none") == {}
