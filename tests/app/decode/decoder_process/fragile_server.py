"""The service, with decoders that crash on certain pictures."""

import sys
from functools import partial
from unittest.mock import patch

from app.cli.main import main
from app.convert import engine
from app.decode.decoder_process.parent import Decoders

COMMAND = (sys.executable, "-m", "tests.app.decode.decoder_process.fragile_child")

if __name__ == "__main__":
    with patch.object(engine, "Decoders", partial(Decoders, command=COMMAND)):
        main()
