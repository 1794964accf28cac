"""How amounts and moments are written for people."""

from datetime import UTC, datetime


def usd(amount: float) -> str:
    """`0.42`; what is less than a cent keeps the digits that tell (`0.003`)."""
    if amount and abs(amount) < 0.1 and round(amount, 2) != round(amount, 6):
        return f"{amount:.6f}".rstrip("0")
    return f"{amount:.2f}"


def moment(at: float) -> str:
    """`2026-11-25 07:40 UTC`, or a dash for what has not been."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC" if at else "–"


def span(seconds: float) -> str:
    """`43 s`, `12 min`, `3 h`, `5 days`."""
    for unit, name in ((86400 * 2, "days"), (3600 * 2, "h"), (120, "min")):
        if seconds >= unit:
            size = {"days": 86400, "h": 3600, "min": 60}[name]
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} s"


def counted(number: int, word: str) -> str:
    """`1 job`, `2 jobs`."""
    return f"{number} {word}{'s' * (number != 1)}"
