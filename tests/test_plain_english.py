"""The rules of writing that a program can hold: how docstrings begin, and phrases that we avoid.

A failure lists file, line and word. tests/README.md has the rules that only a person can hold.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

REPOSITORY: Final = Path(__file__).parents[1]
PYTHON: Final = sorted(
    file for name in ("app", "lut", "tests") for file in REPOSITORY.joinpath(name).rglob("*.py")
)
SHIPPED: Final = [file for file in PYTHON if file.relative_to(REPOSITORY).parts[0] != "tests"]
TEXTS: Final = sorted(
    [
        REPOSITORY / "README.md",
        *(file for name in ("app", "lut", "tests") for file in (REPOSITORY / name).rglob("*.md")),
        *(file for kind in ("html", "js", "css") for file in REPOSITORY.glob(f"app/web/*.{kind}")),
    ]
)

VERBS: Final = frozenset(
    """
    Accept Add Admit Allow Answer Append Apply Ask Assign Await Begin Bind Block Book Bound Build
    Call Cancel Change Check Choose Clear Close Collect Compare Compile Complete Compose Compress
    Compute Configure Connect Convert Copy Correct Count Create Cut Decide Declare Decode Deliver
    Describe Detect Discard Divide Download Draw Drop Embed Encode End Ensure Enter Escape Estimate
    Evaluate Evict Expand Expect Export Fetch Fill Find Finish Fit Flatten Flush Forget Fork Format
    Free Generate Get Give Guess Hand Handle Hash Hold Ignore Insert Install Interpolate Interrupt
    Iterate Join Judge Keep Kill Leave Let Limit List Load Lock Log Look Lower Make Map Mark Match
    Measure Merge Move Multiply Name Note Offer Open Order Pack Parse Pass Pause Peek Place Prepare
    Print Produce Prove Publish Put Queue Quit Quote Raise Reach Read Receive Record Reduce Refuse
    Register Reject Release Remember Remove Rename Render Replace Report Reserve Reset Resolve Rest
    Restore Return Reuse Round Run Sample Save Say Scale Search Send Separate Serve Set Show Shrink
    Shut Skip Sort Split Start State Stop Store Stream Subtract Take Test Tidy Time Translate Trim
    Try Turn Undo Unpack Update Use Validate Verify Wait Walk Warn Watch Weigh Wrap Write Yield
    """.split()  # noqa: SIM905 - a list literal would take a line for each
)
"""How a function's docstring may begin. Where you need another verb, add it here."""

AVOIDED: Final = (
    "told",
    "anew",
    "for ever",
    "as they say",
    "of itself",
    "stands",
    "whereof",
    "thereof",
    "whoever",
    "nobody's",
    "at hand",
)
"""Archaic or ornamental turns, for which there is a plain word."""

_AVOIDED: Final = re.compile(
    rf"\b({'|'.join(AVOIDED)})\b".replace(" ", r"\s+").replace("'", "['’]"), re.IGNORECASE
)


class Text(NamedTuple):
    """A piece of a file that people read, and the line on which it begins."""

    line: int
    words: str


@cache
def nodes(source: str) -> list[ast.AST]:
    """Return all nodes of a file, which several tests walk."""
    return list(ast.walk(ast.parse(source)))


def docstrings(source: str) -> Iterator[tuple[ast.AST, Text]]:
    """Yield each function and class that has a docstring, with it."""
    for node in nodes(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and (
            words := ast.get_docstring(node)
        ):
            yield node, Text(node.body[0].lineno, words)


def openings(source: str) -> Iterator[Text]:
    """Yield the first word of each docstring that begins otherwise than it should."""
    for node, (line, words) in docstrings(source):
        first = re.split(r"[^\w-]", words, maxsplit=1)[0]
        if (first in VERBS) is isinstance(node, ast.ClassDef):
            yield Text(line, first or words[:20])


def comments(source: str) -> Iterator[Text]:
    """Yield each comment."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Text(token.start[0], token.string)


def strings(source: str) -> Iterator[Text]:
    """Yield each string, docstrings and the parts of f-strings included."""
    for node in nodes(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Text(node.lineno, node.value)


def explanations(source: str) -> Iterator[Text]:
    """Yield each string that is a statement of its own: docstrings, also those of constants."""
    for node in nodes(source):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield Text(node.lineno, str(node.value.value))


def names(source: str) -> Iterator[Text]:
    """Yield each name of a variable, parameter, attribute, function or class once, as words."""
    seen: set[str] = set()
    for node in nodes(source):
        for field in ("id", "arg", "attr", "name", "asname"):
            name = getattr(node, field, None)
            if isinstance(name, str) and name not in seen:
                seen.add(name)
                yield Text(getattr(node, "lineno", 0), name.replace("_", " "))


def avoided(texts: Iterable[Text]) -> Iterator[Text]:
    """Yield each phrase that we avoid, on its own line."""
    for line, words in texts:
        for found in _AVOIDED.finditer(words):
            yield Text(line + words.count("\n", 0, found.start()), " ".join(found[0].split()))


def expect_none(found: Iterable[tuple[Path, Text]]) -> None:
    lines = [f"{file.relative_to(REPOSITORY)}:{line}: {words}" for file, (line, words) in found]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def test_docstrings_of_functions_begin_with_a_verb_and_of_classes_with_a_noun() -> None:
    expect_none((file, one) for file in SHIPPED for one in openings(file.read_text("utf-8")))


def test_comments_and_docstrings_are_plain() -> None:
    expect_none(
        (file, one)
        for file in PYTHON
        for read in (comments, explanations)
        for one in avoided(read(file.read_text("utf-8")))
    )


def test_texts_that_users_read_are_plain() -> None:
    expect_none(
        (file, one) for file in SHIPPED for one in avoided(strings(file.read_text("utf-8")))
    )


def test_names_are_plain() -> None:
    expect_none((file, one) for file in PYTHON for one in avoided(names(file.read_text("utf-8"))))


def test_papers_and_the_web_page_are_plain() -> None:
    expect_none(
        (file, one) for file in TEXTS for one in avoided([Text(1, file.read_text("utf-8"))])
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('def one():\n    """Return a table."""', []),
        ('class One:\n    """A table."""', []),
        (
            'class One:\n    """A table."""\n    @property\n    def two(self):\n        "Sum it."',
            ["Sum"],
        ),
        ('async def one():\n    """The table."""', ["The"]),
        ('class One:\n    """Convert a table."""', ["Convert"]),
        ('def one():\n    def two():\n        """`tables`, all."""', ["`tables`, all."]),
    ],
)
def test_an_opening_is_found(source: str, found: list[str]) -> None:
    assert [words for _, words in openings(source)] == found


def test_phrases_are_found_with_their_lines() -> None:
    source = '"""Made\nanew."""\n\n# For ever, not forever.\ntold_once = f"{1} as they\\nsay"\n'
    assert [*avoided(explanations(source))] == [(2, "anew")]
    assert [*avoided(comments(source))] == [(4, "For ever")]
    assert [*avoided(names(source))] == [(5, "told")]
    assert [*avoided(strings(source))][-1] == (5, "as they say")
