"""`reelwright reconcile`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.amounts import counted, moment, usd
from reelwright.cli.saying import say, say_json, tell

if TYPE_CHECKING:
    from decimal import Decimal

    from reelwright.studio.reports.comparison import Reconciled

Bill = Annotated[Path, typer.Argument(help="The service's bill or usage export, a CSV file.")]
Service = Annotated[str, typer.Option(help="Whose bill it is; else told by its ids.")]
Rate = Annotated[
    str, typer.Option(help="USD for one unit of the bill's currency.", show_default=False)
]
Correct = Annotated[bool, typer.Option("--correct", help="Book the differences.")]

SHOWN = 20
"""Lines of each list on the terminal; `--json` has them all."""


def reconcile(
    bill: Bill,
    service: Service = "",
    rate: Rate = "",
    correct: Correct = False,
    json: giving.Json = False,
) -> int:
    """Compare a service's bill with the record, job by job."""
    from reelwright.studio.reports import reconciling
    from reelwright.studio.settings import read_settings

    made = reconciling.reconcile(
        read_settings(), bill.expanduser(), service, _rate(rate), correct=correct
    )
    if json:
        say_json(made.model_dump(mode="json"))
    else:
        say("\n".join(_told(made)))
        if made.different and not made.corrected:
            tell("The books are unchanged. To book the differences: add --correct")
    return 0 if made.agrees else 4


def _rate(told: str) -> "Decimal | None":
    from decimal import Decimal, InvalidOperation

    from reelwright.film.errors import BadInput

    if not told:
        return None
    try:
        found = Decimal(told)
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or not 0 < found < 10_000:
        raise BadInput("options", f"{told!r} is no rate", "Use one such as --rate 0.14")
    return found


def _told(made: "Reconciled") -> Iterator[str]:
    days = f"{made.period[0]} to {made.period[1]}" if made.period else "no days are told"
    rate = "" if made.currency == "USD" else f", {made.currency} at {made.rate:g} USD"
    yield f"{made.file}: {made.service}, {counted(made.rows, 'line')}, {days}{rate}"
    yield f"bill {usd(made.bill_usd)} USD, our books {usd(made.booked_usd)} for the same time"
    yield ""
    equal = sum(one.bill_usd for one in made.equal)
    confirmed = sum(one.unconfirmed for one in made.equal)
    sure = f" ({confirmed} of them were unconfirmed)" if confirmed else ""
    yield f"{len(made.equal):>6}  agree{sure}  {usd(equal)} USD"
    yield from _list(
        f"{len(made.different):>6}  differ",
        [
            f"job {one.job}  {one.kind}  {one.model}  {one.id}: bill {usd(one.bill_usd)}, "
            f"booked {usd(one.booked_usd)}, {one.difference_usd:+.2f}"
            + ("  (booked unconfirmed)" if one.unconfirmed else "")
            for one in made.different
        ],
    )
    yield from _list(
        f"{len(made.under_way):>6}  are not settled here yet",
        [f"job {one.job}  {one.id}: bill {usd(one.bill_usd)}" for one in made.under_way],
    )
    yield from _list(
        f"{len(made.strange):>6}  are on the bill and not ours",
        [
            f"line {one.line}  {one.id}: {usd(one.bill_usd)}"
            + (f"  (perhaps job {one.perhaps}, which was written off)" if one.perhaps else "")
            for one in made.strange
        ],
    )
    yield from _list(
        f"{len(made.unbilled):>6}  are ours and not on the bill",
        [
            f"job {one.job}  {one.kind}  {one.model}  {one.id}: {usd(one.booked_usd)}, "
            f"sent {moment(one.sent_at)}"
            for one in made.unbilled
        ],
    )
    yield from _list(
        f"{len(made.useless) + made.more_useless:>6}  lines could not be used",
        [f"line {one.number}: {one.why}" for one in made.useless],
    )
    if made.corrected:
        yield ""
        yield f"booked: {made.corrected_usd:+.2f} USD; what the bill shows counts as confirmed"


def _list(head: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    yield head
    for line in lines[:SHOWN]:
        yield f"          {line}"
    if len(lines) > SHOWN:
        yield f"          and {len(lines) - SHOWN} more: see --json"
