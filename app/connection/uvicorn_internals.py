"""The private parts of uvicorn that we use: all of them, and in no other module.

`missing` says at the start whether a version of uvicorn still has them. `protocol` then does
without deadlines, or without writing directly, rather than fail in the middle of an answer.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from uvicorn.protocols.http import h11_impl, httptools_impl

Http = Literal["httptools", "h11"]
Protocol = type[h11_impl.H11Protocol] | type[httptools_impl.HttpToolsProtocol]

PROTOCOLS: Final[dict[Http, Protocol]] = {
    "httptools": httptools_impl.HttpToolsProtocol,
    "h11": h11_impl.H11Protocol,
}
CYCLES: Final[dict[Http, type]] = {
    "httptools": httptools_impl.RequestResponseCycle,
    "h11": h11_impl.RequestResponseCycle,
}
DEADLINES_NEED: Final = {"protocol": {"cycle", "loop", "transport"}, "cycle": {"response_complete"}}
WRITING_NEEDS: Final = {
    "protocol": {"app_state", "pipeline"},
    "cycle": {"expected_content_length"},
}


def missing(http: Http, needed: Mapping[str, set[str]]) -> set[str]:
    """Return which of the needed attributes this version of uvicorn does not set."""
    classes = {"protocol": PROTOCOLS[http], "cycle": CYCLES[http]}
    return {
        f"{kind}.{name}"
        for kind, names in needed.items()
        for name in names - set(classes[kind].__init__.__code__.co_names)  # type: ignore[misc]  # the class's own, not an instance's
    }


def is_answering(protocol: Any) -> bool:
    """Return whether a request's head has come and its answer is not complete."""
    return protocol.cycle is not None and not protocol.cycle.response_complete


def has_next_request(protocol: Any) -> bool:
    """Return whether the client has sent its next request before it got this answer."""
    return bool(protocol.pipeline)


def add_to_state(protocol: Any, name: str) -> None:
    """Let each request of a connection find the connection in its `state`."""
    protocol.app_state = {**protocol.app_state, name: protocol}


def current_answer(protocol: Any) -> Any:
    """Return uvicorn's record of the answer that is being sent."""
    return protocol.cycle


def count_as_sent(answer: Any, size: int) -> None:
    """Take bytes that went past uvicorn off what it expects of an answer's body."""
    answer.expected_content_length -= size
