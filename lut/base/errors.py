"""Every error that `lut` raises on purpose.

    LutError
    ├── GridError            a grid, or its file, is not what it must be
    ├── ProfileError         an ICC profile cannot be used for what was asked
    ├── ConditionError       a condition's folder is damaged or contradicts itself
    │   └── UnknownCondition no condition has that name
    ├── RecipeError          the options contradict each other or are not among the choices
    └── BufferMismatch       an array's shape, dtype or layout is not the one agreed

    LutWarning
    └── UncachedTable        no folder can be written: tables live in memory only

The text of each names the thing, what was expected and what came.
"""


class LutError(Exception):
    """The root of the tree above."""


class GridError(LutError):
    """A grid, or its file, is not what it must be."""


class ProfileError(LutError):
    """An ICC profile cannot be used for what was asked."""


class ConditionError(LutError):
    """A condition's folder is damaged or contradicts itself."""


class UnknownCondition(ConditionError, KeyError):
    """No condition has that name."""

    __str__ = Exception.__str__  # a KeyError would show the text as a literal


class RecipeError(LutError):
    """The options contradict each other or are not among the choices."""


class BufferMismatch(LutError):
    """An array's shape, dtype or layout is not the one agreed."""


class LutWarning(UserWarning):
    """The root of the warnings."""


class UncachedTable(LutWarning):
    """No folder can be written: tables live in memory only."""
