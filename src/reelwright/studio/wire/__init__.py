"""The only room that sends over HTTP: paid requests once, talks, and files."""

from reelwright.studio.wire.failing import (
    Blocked,
    Damaged,
    Expired,
    NoAnswer,
    NotSent,
    Stopped,
    TooLong,
    Unheard,
)
from reelwright.studio.wire.fetch import fetch
from reelwright.studio.wire.part import Fetched
from reelwright.studio.wire.pool import Pool
from reelwright.studio.wire.run import run
from reelwright.studio.wire.send import Paid, Permit
from reelwright.studio.wire.timed import boot_clock
from reelwright.studio.wire.world import Sent, World

__all__ = [
    "Blocked", "Damaged", "Expired", "Fetched", "NoAnswer", "NotSent", "Paid", "Permit", "Pool",
    "Sent", "Stopped", "TooLong", "Unheard", "World", "boot_clock", "fetch", "run",
]  # fmt: skip
