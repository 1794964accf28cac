"""How an HTTP status is understood when a service says nothing better itself."""

import re

from reelwright.film.talk import Heard, Reason, Refused, Reply, Unknown

UNCLEAR = frozenset({408, 409, 425, 499})
"""4xx that do not say that nothing was taken: time-outs, conflicts, too early, client gone."""

REASONS: dict[int, Reason] = {
    401: "denied",
    402: "unpaid",
    403: "denied",
    404: "missing",
    429: "limited",
}

ID = re.compile(r"[A-Za-z0-9][\w.:/-]{0,199}", re.ASCII)
"""Begins with a letter or digit: `..` would climb out of an address."""


def by_status(reply: Reply) -> Heard:
    """`Refused` for a 4xx that means it, `Unknown` for all else: the default of every service."""
    if 400 <= reply.status < 500 and reply.status not in UNCLEAR:
        return Refused(
            reason=REASONS.get(reply.status, "invalid"),
            cause=f"HTTP {reply.status}: {reply.told}",
            wait=reply.wait,
        )
    return Unknown(cause=f"HTTP {reply.status}: {reply.told}")


def sane(ticket: str) -> bool:
    """Whether a service's id is one that can be stored, shown and put into an address."""
    return ID.fullmatch(ticket) is not None
