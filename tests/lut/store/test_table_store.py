import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from subprocess import PIPE, Popen

import numpy as np
import pytest

from lut import (
    Condition,
    Conditions,
    Recipe,
    RecipeError,
    Table,
    TableStore,
    TileConverter,
    UncachedTable,
    UnknownCondition,
)
from lut.base.packing import COLOURS, Packed
from lut.lookup.direct import DirectConverter
from lut.separation.separation import choose
from lut.tables.order import placed
from lut.tables.table import file_size, save
from tests.lut.stubs import Stub, names

pytestmark = pytest.mark.load  # makes and writes tables of 64 MiB

TRILINEAR = Recipe(precision="trilinear")
OTHER = Recipe("fogra39-coated", precision="trilinear")
EXACT = Recipe(precision="exact")


def test_the_table_is_the_separations(cache: Path, expanded: Packed) -> None:
    table = TableStore(cache).table(TRILINEAR)
    assert np.array_equal(table.entries, expanded)
    assert names(cache) == {f"{table.digest}.table"}


def test_the_same_table_is_the_same_object(cache: Path, stubs: dict[str, Stub]) -> None:
    tables = TableStore(cache)
    assert tables.table(Recipe("a")) is tables.table(Recipe("a"))
    assert tables.table(Recipe("a")) is not tables.table(Recipe("b"))
    assert [stub.made for stub in stubs.values()] == [1, 1, 0]


def test_another_store_maps_the_file(cache: Path, stubs: dict[str, Stub]) -> None:
    first = TableStore(cache).table(Recipe("a"))
    second = TableStore(cache).table(Recipe("a"))
    assert stubs["a"].made == 1
    assert isinstance(first.placed, np.memmap)
    assert isinstance(second.placed, np.memmap)
    assert np.array_equal(first.entries, second.entries)


def test_equal_content_by_two_recipes_is_one_table(cache: Path) -> None:
    tables = TableStore(cache)
    assert tables.table(TRILINEAR) is tables.table(Recipe(precision="auto"))


def test_a_damaged_file_is_made_again(cache: Path, stubs: dict[str, Stub]) -> None:
    path = cache / f"{TableStore(cache).table(Recipe('a')).digest}.table"
    with path.open("r+b") as file:
        file.seek(file_size() - 5)
        file.write(b"\xff")
    assert np.all(TableStore(cache).table(Recipe("a")).entries == 0x01020304)
    assert stubs["a"].made == 2
    TableStore(cache).table(Recipe("a"))
    assert stubs["a"].made == 2


def test_a_missing_folder_is_made(tmp_path: Path, cache: Path, stubs: dict[str, Stub]) -> None:
    TableStore(cache / "in" / "side").table(Recipe("a"))
    assert names(cache / "in" / "side") == {"aaaa.table"}


def test_threads_that_ask_at_once_wait_for_one(cache: Path, stubs: dict[str, Stub]) -> None:
    tables = TableStore(cache)
    ready = threading.Barrier(6)

    def ask(name: str) -> Table:
        ready.wait(60)
        return tables.table(Recipe(name))

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(ask, "aaabbb"))
    assert len(set(map(id, found))) == 2
    assert (stubs["a"].made, stubs["b"].made) == (1, 1)


BUILDER = """
import sys
from hashlib import sha256
from pathlib import Path
from lut import Recipe, TableStore
store = TableStore(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(sha256(store.table(Recipe(precision="trilinear")).entries.data).hexdigest())
"""


def test_processes_that_ask_at_once_agree(cache: Path, expanded: Packed) -> None:
    command = [sys.executable, "-W", "error", "-c", BUILDER, str(cache)]
    pipes = [Popen(command, stdin=PIPE, stdout=PIPE, text=True) for _ in range(2)]
    assert [line_of(process) for process in pipes] == ["ready", "ready"]
    for process in pipes:
        start(process)
    printed = {process.communicate(timeout=120)[0].strip() for process in pipes}
    assert printed == {sha256(expanded.data).hexdigest()}
    assert [process.returncode for process in pipes] == [0, 0]
    assert names(cache) == {f"{choose(TRILINEAR, Conditions()).digest}.table"}


def line_of(process: "Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def start(process: "Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """Return a path below a file, where not even root can make a folder."""
    (tmp_path / "file").write_bytes(b"")
    return tmp_path / "file" / "cache"


def test_without_a_folder_the_table_lives_in_memory(
    unwritable: Path, stubs: dict[str, Stub]
) -> None:
    tables = TableStore(unwritable)
    with pytest.warns(UncachedTable, match=r"no table can be kept in .*cache .*lives in memory"):
        table = tables.table(Recipe("a"))
    assert np.all(table.entries == 0x01020304)
    assert tables.table(Recipe("a")) is table
    assert stubs["a"].made == 1


def test_the_warning_says_where_the_table_was_asked_for(
    unwritable: Path, stubs: dict[str, Stub]
) -> None:
    with pytest.warns(UncachedTable) as caught:
        TableStore(unwritable).table(Recipe("a"))
    assert caught[0].filename == __file__


@pytest.mark.parametrize(("pixels", "kind"), [(99, DirectConverter), (100, TileConverter)])
def test_a_picture_must_be_worth_a_table(
    cache: Path, stubs: dict[str, Stub], pixels: int, kind: type
) -> None:
    assert type(TableStore(cache).converter(Recipe("a"), pixels)) is kind
    assert stubs["a"].made == (kind is TileConverter)


def test_many_small_pictures_are_worth_a_table_together(
    cache: Path, stubs: dict[str, Stub]
) -> None:
    stubs["a"].worth_a_table = stubs["b"].worth_a_table = COLOURS
    tables = TableStore(cache)
    half = COLOURS // 2
    kinds = [type(tables.converter(Recipe(name), half)) for name in ("a", "b", "a", "b", "a")]
    assert kinds == [DirectConverter, DirectConverter, *[TileConverter] * 3]
    assert stubs["a"].made == stubs["b"].made == 1


def test_a_small_picture_takes_a_table_that_is_there(cache: Path, stubs: dict[str, Stub]) -> None:
    TableStore(cache).table(Recipe("a"))
    assert type(TableStore(cache).converter(Recipe("a"), 1)) is TileConverter
    assert stubs["a"].made == 1


def test_both_converters_give_the_same_bytes(
    cache: Path, exact: Packed, rng: np.random.Generator
) -> None:
    rgbx = rng.integers(0, 256, (90, 110, 4), np.uint8)
    wanted = exact[rgbx.view(np.uint32)[..., 0] & 0xFFFFFF]
    tables = TableStore(cache)
    digest = tables.separation(EXACT).digest
    direct = tables.converter(EXACT, rgbx.size // 4)
    save(cache / f"{digest}.table", Table(placed(exact), digest))
    by_table = tables.converter(EXACT, 1 << 20)
    assert (type(direct), type(by_table)) == (DirectConverter, TileConverter)
    for converter in (direct, by_table):
        out = np.empty_like(rgbx)
        converter.convert(rgbx, out)
        assert np.array_equal(out.view(np.uint32)[..., 0], wanted)


def test_trilinear_is_by_table_however_small(cache: Path) -> None:
    assert type(TableStore(cache).converter(TRILINEAR, 1)) is TileConverter


def test_a_wrong_recipe_is_refused(cache: Path) -> None:
    with pytest.raises(UnknownCondition, match="got 'news'"):
        TableStore(cache).table(Recipe("news"))
    with pytest.raises(RecipeError, match="got trilinear"):
        TableStore(cache).converter(Recipe(source="adobe-rgb", precision="trilinear"), 1)
    assert names(cache) == set()


def test_own_conditions_are_used(cache: Path, fogra: Condition) -> None:
    tables = TableStore(cache, {"own": fogra})
    assert tables.separation(Recipe("own")) == choose(OTHER, Conditions())


def test_by_default_tables_are_in_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert TableStore().cache == tmp_path / "platesetter" / "tables"
    assert not (tmp_path / "platesetter").exists()
