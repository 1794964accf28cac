"""How a stand-in can be told to misbehave: each fault is used up by the requests it meets."""

from dataclasses import dataclass, field
from typing import Literal, get_args

FaultKind = Literal[
    # at a submission
    "delay",  # answer after `seconds`
    "drop before",  # close the connection; nothing was taken
    "drop after",  # take it, bill it, close the connection without an answer
    "limited",  # 429; with Retry-After when `seconds` > 0
    "broken",  # 500
    "unavailable",  # 503
    "moderated",  # refuse the content at once
    "moderated later",  # take it, then fail it for its content
    "fails later",  # take it, then fail it for no stated reason
    "never ends",  # stay queued for ever
    "slow",  # take `seconds` longer than usual
    "wrong types",  # answer with fields of the wrong types
    "no cost",  # leave every cost away
    "same id",  # answer with the id of an earlier job
    "huge answer",  # a JSON of a gigabyte, streamed
    "file url",  # the result lies at file:///etc/passwd
    "inner url",  # the result lies at a private address
    # at a poll
    "poll broken",  # 500 to a poll
    "poll gone",  # 404 to a poll
    # at a download
    "expired",  # 403 to a download
    "truncated",  # half of the file, Content-Length of the whole
    "corrupt",  # a file damaged in transfer: other bytes at each fetch
    "bad file",  # the service's own bad file: the same broken bytes at each fetch
    "html",  # an HTML page as video/mp4
    "drip",  # a byte now and then
    "changed",  # another file (and ETag) when a download is resumed
    "cut off",  # the connection closes in the middle; a range request gets the rest
]

SUBMISSION = frozenset(get_args(FaultKind)[:17])
DOWNLOAD = frozenset(get_args(FaultKind)[19:])


@dataclass
class Fault:
    """`times` requests of its sort meet this fault, after the first `after` of them have not."""

    kind: FaultKind
    times: int = 1
    seconds: float = 0.0
    after: int = 0


@dataclass
class Faults:
    """What is still to go wrong, first come first served per kind."""

    planned: list[Fault] = field(default_factory=list)

    def add(self, kind: FaultKind, times: int = 1, seconds: float = 0.0, after: int = 0) -> None:
        if kind not in get_args(FaultKind):
            raise ValueError(f"there is no fault {kind!r}; there are: {get_args(FaultKind)}")
        self.planned.append(Fault(kind, times, seconds, after))

    def meet(self, *kinds: str) -> Fault | None:
        """The first planned fault of these kinds that is due now; it is used up by one."""
        for fault in self.planned:
            if fault.kind not in kinds or fault.times <= 0:
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.times -= 1
            return fault
        return None
