"""What a client, a command or a script submits: a picture, and what it is to become."""

from dataclasses import dataclass, field
from io import FileIO
from typing import Generic, TypeVar

from app.base.cancellation import Check, never
from app.base.options import Options
from app.base.timings import Timings

Chosen_co = TypeVar("Chosen_co", bound=Options, covariant=True)


@dataclass(frozen=True)
class Submission(Generic[Chosen_co]):
    """A picture and its options.

    Attributes:
        file: the picture; read through its descriptor, and closed when the work has ended.
        options: what the picture is to become.
        sent_profile: the picture's colour space, unjudged; None where none was sent.
        check: called while a thread waits and between strips; what it raises ends the work.
        timings: where the work counts its seconds.
    """

    file: FileIO
    options: Chosen_co
    sent_profile: bytes | None = None
    check: Check = never
    timings: Timings = field(default_factory=Timings)
