"""`Conditions`: the printing conditions by name, from the shipped folder and from others."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lut.base.errors import ConditionError, UnknownCondition
from lut.conditions.condition import Condition

SHIPPED: Final = Path(__file__).parent
DEFAULT: Final = "iso-coated-v2-300"
"""The condition of a recipe that names none."""


class Conditions(Mapping[str, Condition]):
    """A mapping from names to conditions, the shipped ones first, then folder by folder.

    Args:
        folders: folders of the user's own; each sub-folder with a `condition.json` is a condition.

    Raises:
        ConditionError: a folder is missing, a condition is damaged, or two have the same name.
    """

    def __init__(self, *folders: Path) -> None:
        self._conditions: dict[str, Condition] = {}
        for folder in (SHIPPED, *folders):
            self._add(folder)

    def _add(self, folder: Path) -> None:
        if not folder.is_dir():
            raise ConditionError(f"a folder of conditions is missing: {folder}")
        for facts in sorted(folder.glob("*/condition.json")):
            condition = Condition.load(facts.parent)
            if condition.name in self._conditions:
                raise ConditionError(
                    f"two conditions have the name {condition.name!r}: in "
                    f"{self._conditions[condition.name].folder} and {condition.folder}"
                )
            self._conditions[condition.name] = condition

    def __getitem__(self, name: str) -> Condition:
        try:
            return self._conditions[name]
        except KeyError:
            raise UnknownCondition(
                f"condition must be one of {', '.join(self._conditions)}, got {name!r}"
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._conditions)

    def __len__(self) -> int:
        return len(self._conditions)
