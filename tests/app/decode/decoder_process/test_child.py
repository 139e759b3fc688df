import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.load  # an interpreter of its own

LOADED = "import json, sys, app.decode.decoder_process.child; print(json.dumps(list(sys.modules)))"


def test_it_imports_no_web_framework_and_no_room_but_base_and_decode() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, check=True)
    names = [name.split(".") for name in json.loads(done.stdout)]
    assert {name[1] for name in names if name[0] == "app" and name[1:]} == {"base", "decode"}
    assert not {name[0] for name in names} & {"fastapi", "starlette", "uvicorn", "typer", "rich"}
