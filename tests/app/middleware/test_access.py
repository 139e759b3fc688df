"""Who may convert."""

import asyncio
import os
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.base.errors import SettingsBroken
from app.base.settings import Settings
from app.main import create_app
from app.middleware.access import Keys, hashed, new_key

KEY, HASH = new_key()
OTHER, OTHER_HASH = new_key()


def asked(app: FastAPI, path: str = "/v1/conditions", **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def guarded(tmp_path: Path) -> FastAPI:
    return create_app(Settings(data=tmp_path, keys=f"{HASH}, {OTHER_HASH.upper()}"))


def test_a_key_has_256_bits_and_no_two_are_alike() -> None:
    assert len(KEY) == 43
    assert KEY != OTHER
    assert hashed(KEY) == HASH


def test_without_keys_everybody_may(tmp_path: Path) -> None:
    assert asked(create_app(Settings(data=tmp_path))).status_code == 200


@pytest.mark.parametrize("key", [KEY, OTHER])
def test_who_has_a_key_may(guarded: FastAPI, key: str) -> None:
    assert asked(guarded, **bearer(key)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, bearer("wrong"), bearer(HASH), {"Authorization": f"Basic {KEY}"}, bearer(KEY + "x")],
)
@pytest.mark.parametrize("path", ["/v1/conditions", "/v1/conditions/x", "/metrics"])
def test_who_has_none_may_not(guarded: FastAPI, path: str, headers: dict[str, str]) -> None:
    answer = asked(guarded, path, **headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["type"] == "urn:platesetter:problem:key"


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/openapi.json"])
def test_health_and_description_need_no_key(guarded: FastAPI, path: str) -> None:
    assert asked(guarded, path).status_code == 200


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    path.write_text(f"# our clients\n\n{HASH}  the web shop\n")
    return path


def rewritten(file: Path, text: str) -> None:
    """Another time of change, however coarse the file system's clock is."""
    changed = file.stat().st_mtime_ns
    file.write_text(text)
    os.utime(file, ns=(changed + 10**9, changed + 10**9))


def test_a_file_of_keys_is_read_again_when_it_has_changed(tmp_path: Path, file: Path) -> None:
    keys = Keys(Settings(data=tmp_path, key_file=file))
    assert (keys.admits(KEY), keys.admits(OTHER)) == (True, False)
    rewritten(file, f"{OTHER_HASH} # the web shop's new one\n")
    assert (keys.admits(KEY), keys.admits(OTHER)) == (False, True)


def test_a_file_that_is_gone_or_broken_admits_nobody(tmp_path: Path, file: Path) -> None:
    keys = Keys(Settings(data=tmp_path, key_file=file, keys=OTHER_HASH))
    rewritten(file, "no hash\n")
    assert (keys.admits(KEY), keys.admits(OTHER)) == (False, True)
    file.unlink()
    assert (keys.admits(KEY), keys.admits(OTHER)) == (False, True)
    file.write_text(HASH)
    assert keys.admits(KEY)


def test_an_empty_file_of_keys_admits_nobody(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    keys = Keys(Settings(data=tmp_path, key_file=tmp_path / "keys"))
    assert keys.are_needed
    assert not keys.admits("")


def test_hashes_that_are_none_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(
        SettingsBroken, match=r"^keys: expected SHA-256 in hexadecimal, got 1 others"
    ):
        create_app(Settings(data=tmp_path, keys="secret"))
    with pytest.raises(SettingsBroken, match="cannot be read"):
        create_app(Settings(data=tmp_path, key_file=tmp_path / "none"))
