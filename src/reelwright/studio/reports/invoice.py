"""Invoice: a service's bill as a CSV file, read with tolerance and within bounds.

Every service exports another one, and spreadsheets change what passes through them. The columns
are found by their names, wherever they stand; separators, encodings, marks of thousands and signs
of currencies are understood.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from reelwright.film.errors import BadInput
from reelwright.film.noun import Noun
from reelwright.studio.reports import cells

LARGEST = 50_000_000
"""Bytes of a bill."""
ROWS = 250_000
"""Lines of a bill; they take about 300 MB of memory."""
CELL = 10_000
"""Characters of a cell."""
PREAMBLE = 30
"""Lines before the header: titles, addresses, periods."""
COMPLAINTS = 1000
"""Lines that could not be used and are listed; more are only counted."""
SEPARATORS = ",;\t|"

ID = (
    "task id", "prediction id", "generation id", "request id", "job id", "history item id",
    "external task id", "resource id", "ticket", "task", "prediction", "id",
)  # fmt: skip
AMOUNT = (
    "amount", "cost", "charge", "charged", "total cost", "total", "price", "fee", "billed",
    "credits", "credit", "credits used", "credit cost", "units",
)  # fmt: skip
CURRENCY = ("currency", "cur", "unit of account")
DATE = (
    "date", "created at", "created", "started at", "time", "timestamp", "usage date", "date time",
    "datetime", "billing date", "completed at", "start time", "create time",
)  # fmt: skip


class Line(Noun):
    """What a bill says about one id: `amount` in `currency` ("" when none is told), all of its
    lines together. `number` is the first of them in the file, from 1."""

    id: str
    amount: Decimal
    currency: str
    number: int

    @property
    def places(self) -> int:
        """Digits behind the point."""
        exponent = self.amount.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


class Useless(Noun):
    """A line that could not be used, and why."""

    number: int
    why: str


@dataclass
class Invoice:
    """A bill. `days` are the first and the last day on it, None when it tells none. `useless` holds
    the first of the lines that could not be used, `uncounted` how many more there were."""

    lines: dict[str, Line]
    rows: int = 0
    days: tuple[date, date] | None = None
    useless: list[Useless] = field(default_factory=list)
    uncounted: int = 0


def read(path: Path) -> Invoice:
    """Read a bill. Raises `BadInput` for what is no bill, or too large."""
    if path.exists() and not path.is_file():  # a pipe would keep us waiting
        raise _bad(path, "it is no file")
    try:
        with path.open("rb") as file:
            if path.stat().st_size > LARGEST:
                raise _bad(path, f"it is larger than {LARGEST // 1_000_000} MB")
            return _Reading(path).read(file)
    except OSError as error:
        raise BadInput(
            "reconcile", f"{path} cannot be read: {error.strerror}", "Name a CSV file."
        ) from None


@dataclass(frozen=True)
class _Columns:
    """Where the columns are, by number; -1: there is none. `currency` of the amounts, as far as the
    header tells it."""

    id: int
    amount: int
    unit: int
    date: int
    currency: str


class _Reading:
    """One pass over a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.invoice = Invoice(lines={})
        self.decimal_comma = False

    def read(self, file: BinaryIO) -> Invoice:
        columns: _Columns | None = None
        try:
            for number, row in enumerate(self._rows(file), 1):
                if number > ROWS:
                    raise _bad(self.path, f"it has more than {ROWS:,} lines")
                if columns is None:
                    columns = _columns(row)
                    if columns is None and number >= PREAMBLE:
                        break
                elif any(cell.strip() for cell in row):
                    self._take(number, row, columns)
        except csv.Error as error:
            raise _bad(self.path, f"it is no CSV file ({error})") from None
        if columns is None:
            raise BadInput(
                "reconcile",
                f"{self.path}: no column is named as an id, or none as an amount",
                "Name them in its first line: id, amount, currency, date.",
            )
        return self.invoice

    def _rows(self, file: BinaryIO) -> Iterator[list[str]]:
        head = file.read(4096)
        file.seek(0)
        text = TextIOWrapper(file, encoding=_encoding(head), errors="replace", newline="")
        separator = _separator(head.decode(_encoding(head), "replace"))
        self.decimal_comma = separator == ";"
        before = csv.field_size_limit(CELL)
        try:
            yield from csv.reader(_lines(text), delimiter=separator)
        finally:
            csv.field_size_limit(before)
            text.detach()

    def _take(self, number: int, row: Sequence[str], columns: _Columns) -> None:
        self.invoice.rows += 1
        name = cells.plain(_cell(row, columns.id))
        if not name or len(name) > 300:
            return self._leave(number, "it names no id")
        if re.fullmatch(r"\d[.,]\d+E\+?\d+", name, re.IGNORECASE):
            return self._leave(number, f"a spreadsheet has shortened its id to {name}")
        told = cells.plain(_cell(row, columns.amount))
        found = cells.amount(told, decimal_comma=self.decimal_comma)
        if found is None:
            return self._leave(number, f"{told[:40]!r} is no amount")
        value, sign = found
        unit = cells.unit_of(_cell(row, columns.unit)) or sign or columns.currency
        known = self.invoice.lines.get(name)
        if known is not None:
            if known.currency != unit:
                return self._leave(number, f"{name} is billed in {known.currency} and {unit}")
            value += known.amount
        first = known.number if known else number
        self.invoice.lines[name] = Line(id=name, amount=value, currency=unit, number=first)
        return self._date(cells.plain(_cell(row, columns.date)))

    def _date(self, told: str) -> None:
        day = cells.day_of(told)
        if day is not None:
            first, last = self.invoice.days or (day, day)
            self.invoice.days = (min(first, day), max(last, day))

    def _leave(self, number: int, why: str) -> None:
        if len(self.invoice.useless) < COMPLAINTS:
            self.invoice.useless.append(Useless(number=number, why=why))
        else:
            self.invoice.uncounted += 1


def _columns(row: Sequence[str]) -> _Columns | None:
    """The columns of a header line, or None when it is none."""
    names = [_words(cell) for cell in row]
    plain = [re.sub(r" ?\b(usd|eur|gbp|cny|rmb|us dollars?|dollars?)\b", "", one) for one in names]
    number, which = _first(plain, ID), _first(plain, AMOUNT)
    if number < 0 or which < 0:
        return None
    told = re.search(r"\b(usd|eur|gbp|cny|rmb)\b|dollar", names[which])
    currency = {"rmb": "CNY", "dollar": "USD"}.get(told[0], told[0].upper()) if told else ""
    if not currency:
        currency = next((code for sign, code in cells.SIGNS.items() if sign in row[which]), "")
    if re.match(r"(credit|unit)", plain[which]):
        currency = cells.CREDITS
    return _Columns(number, which, _first(names, CURRENCY), _first(names, DATE), currency)


def _first(names: Sequence[str], wanted: Sequence[str]) -> int:
    """The column that has the best of these names; -1: none has any."""
    return next((names.index(name) for name in wanted if name in names), -1)


def _words(cell: str) -> str:
    """`TaskID (USD)` -> `task id usd`."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", cells.plain(cell))
    return " ".join(re.findall(r"[a-z]+", apart.lower()))


def period(days: tuple[date, date]) -> tuple[float, float]:
    """(begin, end) in UTC seconds of these days."""
    first, last = (datetime(d.year, d.month, d.day, tzinfo=UTC) for d in days)
    return first.timestamp(), (last + timedelta(days=1)).timestamp()


def _cell(row: Sequence[str], number: int) -> str:
    return row[number] if 0 <= number < len(row) else ""


def _lines(text: TextIOWrapper) -> Iterator[str]:
    """The lines; one without an end comes in pieces."""
    while line := text.readline(100 * CELL):
        yield line.replace("\0", "")


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if error.start > len(head) - 4 else "cp1252"
    return "utf-8"


def _separator(head: str) -> str:
    """The separator that stands most often in the line that looks most like a header."""
    lines = [line for line in head.splitlines()[:PREAMBLE] if line.strip()]
    named = [line for line in lines if re.search(r"(?i)\b(task|id|amount|cost|credits)", line)]
    counts = {
        one: max((line.count(one) for line in named or lines), default=0) for one in SEPARATORS
    }
    return max(SEPARATORS, key=lambda one: counts[one])


def _bad(path: Path, cause: str) -> BadInput:
    return BadInput("reconcile", f"{path}: {cause}", "Give the service's usage export as CSV.")
