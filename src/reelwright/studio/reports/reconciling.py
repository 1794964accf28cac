"""Reconciling: a service's bill against our record, attempt by attempt.

Nothing is changed unless the user asks for it; then the difference of each settled attempt is
booked as a row of its own, and what was unconfirmed is confirmed.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from reelwright.film.errors import BadInput
from reelwright.film.money import MICRO, Money
from reelwright.ledger import accounts, attempt, productions
from reelwright.ledger.accounts import Entry
from reelwright.providers.registry import PROVIDERS
from reelwright.studio.home import Home, open_home
from reelwright.studio.reports import invoice
from reelwright.studio.reports.cells import CREDITS
from reelwright.studio.reports.comparison import Match, Reconciled, Stranger, Unbilled
from reelwright.studio.reports.invoice import Invoice, Line, Useless
from reelwright.studio.settings import Settings

CENT = 2
"""Digits behind the point from which on a bill may have rounded."""


@dataclass(frozen=True)
class _Bill:
    """A bill in micro-units of USD. `exact`: its amounts are USD as they stand, so digits that it
    does not show were rounded away."""

    found: Invoice
    rate: Decimal
    currency: str
    exact: bool

    def micros(self, line: Line) -> int:
        return Money.of(line.amount * self.rate).micros

    def same(self, line: Line, booked: int) -> bool:
        """Whether the bill shows what was booked, as far as its digits go."""
        if self.micros(line) == booked:
            return True
        if not self.exact or line.places < CENT:
            return False
        digits = Decimal(1).scaleb(-line.places)
        ours = (Decimal(booked) / MICRO).quantize(digits, rounding=ROUND_HALF_UP)
        return ours == line.amount


def reconcile(
    settings: Settings, path: Path, service: str = "", rate: Decimal | None = None,
    *, correct: bool = False, now: Callable[[], float] = time.time,
) -> Reconciled:  # fmt: skip
    """Compare a bill with the record; `correct` also books the differences.

    `service` "" means the one whose tickets are on it. `rate` is USD for one unit of its currency.
    Raises `BadInput` for a bill that cannot be read, in a currency whose rate is not told, or of
    nobody knows whom.
    """
    if service and service not in PROVIDERS:
        known = ", ".join(PROVIDERS)
        raise BadInput("reconcile", f"there is no service {service!r}", f"Known: {known}.")
    found = invoice.read(path)
    if not found.lines:
        why = f" (line {found.useless[0].number}: {found.useless[0].why})" if found.useless else ""
        raise BadInput("reconcile", f"{path}: no line of it can be used{why}", "Give another file.")
    bill = _bill(path, found, rate)
    with open_home(settings) as home:
        with home.look() as connection:
            entries = accounts.every(connection, service)
        if not service:
            service = _whose(path, found.lines, entries)
        ours = [one for one in entries if one.provider == service]
        bill = replace(bill, found=_with_second_tickets(bill.found, ours))
        compared = _compared(path, service, bill, ours)
        return _corrected(home, compared, bill, now()) if correct else compared


def _bill(path: Path, found: Invoice, rate: Decimal | None) -> _Bill:
    """The bill with its currency and rate; amounts that tell no currency are USD."""
    currencies = sorted({line.currency or "USD" for line in found.lines.values()})
    if len(currencies) > 1:
        listed = " and ".join(currencies)
        raise BadInput(
            "reconcile", f"{path} has amounts in {listed}", "Split it: one file, one currency."
        )
    currency = currencies[0]
    if currency == "USD":
        if rate is not None:
            raise BadInput("options", "the bill is in USD already", "Leave --rate away.")
        return _Bill(found, Decimal(1), currency, exact=True)
    if rate is None:
        unit = "one credit" if currency == CREDITS else f"one {currency}"
        raise BadInput(
            "reconcile",
            f"{path} is in {currency}, and the books are in USD",
            f"Say what {unit} costs in USD, such as --rate 0.01 (a credit at Runway).",
        )
    return _Bill(found, rate, currency, exact=False)


def _whose(path: Path, lines: Mapping[str, Line], entries: Iterable[Entry]) -> str:
    counts: dict[str, int] = {}
    for one in entries:
        if any(name in lines for name in one.names):
            counts[one.provider] = counts.get(one.provider, 0) + 1
    if not counts:
        raise BadInput(
            "reconcile",
            f"no id on {path} is one of ours",
            "Say whose bill it is: --service NAME; or its id column is another one.",
        )
    return max(counts, key=lambda name: counts[name])


def _with_second_tickets(found: Invoice, ours: Iterable[Entry]) -> Invoice:
    """What a service took twice is booked as one attempt: the lines of its later tickets are added
    to the line of the first."""
    lines = dict(found.lines)
    for one in ours:
        first = next((name for name in sorted(one.names) if name in lines), None)
        for ticket in one.late:
            if first is not None and ticket in lines:
                both = lines[first].amount + lines.pop(ticket).amount
                lines[first] = lines[first].model_copy(update={"amount": both})
    return replace(found, lines=lines)


def _compared(path: Path, service: str, bill: _Bill, ours: Sequence[Entry]) -> Reconciled:
    by_name = {name: one for one in ours for name in one.names}
    groups: dict[str, list[Match]] = {"equal": [], "different": [], "under_way": []}
    strange: list[Stranger] = []
    useless = list(bill.found.useless)
    seen: dict[int, str] = {}
    nameless = [one for one in ours if one.money == "written_off" and not one.ticket]
    for line in bill.found.lines.values():
        one = by_name.get(line.id)
        if one is None:
            strange.append(_stranger(bill, line, nameless))
        elif one.id in seen:
            why = f"it is the attempt of {seen[one.id]} by another name"
            useless.append(Useless(number=line.number, why=why))
        elif line.amount < 0:
            why = f"{line.id} is given back more than it is billed for: look at the bill before it"
            useless.append(Useless(number=line.number, why=why))
        else:
            groups[_group(bill, line, one)].append(_match(bill, line, one))
        if one is not None:
            seen.setdefault(one.id, line.id)
    days = bill.found.days
    period = invoice.period(days) if days else None
    return Reconciled(
        file=str(path),
        service=service,
        currency=bill.currency,
        rate=float(bill.rate),
        rows=bill.found.rows,
        period=(days[0].isoformat(), days[1].isoformat()) if days else None,
        bill_usd=sum(map(bill.micros, bill.found.lines.values())) / MICRO,
        booked_usd=sum(one.actual for one in ours if _within(one, period)) / MICRO,
        equal=tuple(groups["equal"]),
        different=tuple(groups["different"]),
        under_way=tuple(groups["under_way"]),
        strange=tuple(strange),
        unbilled=tuple(
            _unbilled(one)
            for one in ours
            if one.actual and one.id not in seen and _within(one, period)
        ),
        useless=tuple(useless),
        more_useless=bill.found.uncounted,
    )


def _stranger(bill: _Bill, line: Line, nameless: list[Entry]) -> Stranger:
    likely = next((one for one in nameless if bill.same(line, one.actual)), None)
    if likely is not None:
        nameless.remove(likely)
    return Stranger(
        id=line.id,
        line=line.number,
        bill_usd=bill.micros(line) / MICRO,
        perhaps=likely.job if likely else None,
    )


def _group(bill: _Bill, line: Line, one: Entry) -> str:
    if one.open:
        return "under_way"
    return "equal" if bill.same(line, one.actual) else "different"


def _match(bill: _Bill, line: Line, one: Entry) -> Match:
    micros = bill.micros(line)
    return Match(
        id=line.id,
        line=line.number,
        bill_usd=micros / MICRO,
        booked_usd=one.actual / MICRO,
        difference_usd=(micros - one.actual) / MICRO,
        job=one.job,
        attempt=one.id,
        production=one.production,
        kind=one.kind,
        model=one.model,
        state=one.work,
        unconfirmed=one.unconfirmed,
    )


def _unbilled(one: Entry) -> Unbilled:
    return Unbilled(
        id=one.ticket or one.named or one.token,
        booked_usd=one.actual / MICRO,
        job=one.job,
        attempt=one.id,
        production=one.production,
        kind=one.kind,
        model=one.model,
        sent_at=one.sent_at,
    )


def _within(one: Entry, period: tuple[float, float] | None) -> bool:
    at = one.sent_at or one.started_at
    return period is None or period[0] <= at < period[1]


def _corrected(home: Home, compared: Reconciled, bill: _Bill, now: float) -> Reconciled:
    """Book every difference in one transaction: all of the bill, or nothing."""
    total = 0
    with home.database.begin() as connection:
        for match in (*compared.different, *(one for one in compared.equal if one.unconfirmed)):
            one = attempt.find(connection, match.attempt)
            assert one is not None
            booked = round(match.booked_usd * MICRO)
            # Where they agree, what is booked stands: the bill has only fewer digits.
            shown = booked if match in compared.equal else bill.micros(bill.found.lines[match.id])
            difference = accounts.correct(connection, one, shown, now)
            total += difference
            told = {
                "job": one.job, "attempt": one.id, "provider": one.provider, "ticket": match.id,
                "bill": shown, "difference": difference, "file": compared.file,
            }  # fmt: skip
            productions.note(connection, one.production, "reconcile", json.dumps(told))
    return compared.model_copy(update={"corrected": True, "corrected_usd": total / MICRO})
