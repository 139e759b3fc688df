"""Write the shipped source profiles: `python -m tests.lut.icc`."""

from lut.icc.source_profiles import FOLDER
from tests.lut.icc.published_spaces import PUBLISHED

for name, space in PUBLISHED.items():
    (FOLDER / f"{name}.icc").write_bytes(space.profile())
