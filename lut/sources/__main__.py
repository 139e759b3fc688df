"""Write the shipped source profiles: `python -m lut.sources`."""

from lut.sources import FOLDER
from lut.sources.spaces import PUBLISHED

for name, space in PUBLISHED.items():
    (FOLDER / f"{name}.icc").write_bytes(space.profile())
