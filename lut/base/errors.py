"""Every error that `lut` raises on purpose.

    LutError
    ├── GridError            a grid, or its file, has a wrong shape, dtype or digest
    ├── ProfileError         an ICC profile cannot be used for what was asked
    ├── ConditionError       a condition's folder is damaged or contradicts itself
    │   └── UnknownCondition no condition has that name
    ├── RecipeError          the options contradict each other or are not among the choices
    └── BufferMismatch       an array's shape, dtype or layout is not the one documented

    LutWarning
    └── UncachedTable        no folder can be written: tables live in memory only

The text of each names the thing, what was expected and what came instead.
"""


class LutError(Exception):
    """The root of the errors above."""


class GridError(LutError):
    """An error: a grid, or its file, has a wrong shape, dtype or digest."""


class ProfileError(LutError):
    """An error: an ICC profile cannot be used for what was asked."""


class ConditionError(LutError):
    """An error: a condition's folder is damaged or contradicts itself."""


class UnknownCondition(ConditionError, KeyError):
    """An error: no condition has that name."""

    __str__ = Exception.__str__  # a KeyError would show the text as a literal


class RecipeError(LutError):
    """An error: the options contradict each other or are not among the choices."""


class BufferMismatch(LutError):
    """An error: an array's shape, dtype or layout is not the one documented."""


class LutWarning(UserWarning):
    """The root of the warnings."""


class UncachedTable(LutWarning):
    """A warning: no folder can be written: tables live in memory only."""
