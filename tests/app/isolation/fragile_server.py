"""The service with decoders that die of certain pictures."""

import sys
from functools import partial
from unittest.mock import patch

from app import pressroom
from app.cli import main
from app.isolation import Decoders

COMMAND = (sys.executable, "-m", "tests.app.isolation.fragile_child")

if __name__ == "__main__":
    with patch.object(pressroom, "Decoders", partial(Decoders, command=COMMAND)):
        main()
