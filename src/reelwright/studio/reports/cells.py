"""Cells of a bill, as spreadsheets and services write them: amounts, currencies, days.

Nothing in a cell is ever computed: a formula is no amount.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial

CREDITS = "credits"
SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "元": "CNY",
         "RMB": "CNY"}  # fmt: skip
DAYS = ("%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%b %d, %Y", "%d %b %Y")
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
GROUPS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+|[-+]?\d{1,3}(?:\.\d{3})+")
AMOUNT = re.compile(r"([^\d.,+-]*)([-+]?[\d.,]*\d(?:[eE]-?\d{1,2})?)([^\d.,]*)")
LONGEST = 60
"""Characters of an amount."""
MOST = Decimal(10) ** 9
"""More than any line of a bill."""


def amount(told: str, *, decimal_comma: bool = False) -> tuple[Decimal, str] | None:
    """(amount, currency or "") of a cell such as `$1,234.50`, `0,42 €`, `(0.42)` or `USD 3`; None
    when it is none. `decimal_comma`: 1,234 is one and a bit."""
    if len(told) > LONGEST:
        return None
    text = re.sub(r"(?<=\d)['\s\u00a0\u202f](?=\d{3})", "", told.strip()).replace("−", "-")
    negative = text.startswith("(") and text.endswith(")")
    text = text.strip("()").strip()
    negative ^= text.startswith("-")
    parts = AMOUNT.fullmatch(text.removeprefix("-").removeprefix("+").strip())
    if parts is None:
        return None
    units = [(word, unit_of(word)) for word in (*parts[1].split(), *parts[3].split())]
    if not all(unit for _, unit in units):
        return None  # a formula, or a unit that is no currency
    # `$5 CAD`: a code tells more than a sign.
    unit = next((unit for word, unit in units if word.isalpha()), units[0][1] if units else "")
    try:
        value = Decimal(_pointed(parts[2], decimal_comma=decimal_comma))
    except InvalidOperation:
        return None
    if abs(value) > MOST:
        return None
    return (-value if negative else value), unit


def _pointed(digits: str, *, decimal_comma: bool) -> str:
    """The digits with one point at the most and no marks of thousands; "" for no number."""
    marks = [one for one in digits if one in ".,"]
    point = "" if not marks else marks[-1]
    if marks.count(point) > 1:
        point = ""  # 1,234,567
    elif len(marks) == 1 and point == "," and not decimal_comma and THOUSANDS.fullmatch(digits):
        point = ""  # 1,234
    whole, _, rest = digits.rpartition(point) if point else (digits, "", "")
    bare = whole.replace(",", "").replace(".", "")
    if bare != whole and not GROUPS.fullmatch(whole):
        return ""
    return f"{bare}.{rest}" if point else bare


def unit_of(told: str) -> str:
    """The code of a currency, or `credits`; "" for anything else."""
    text = plain(told).upper()
    if text in SIGNS:
        return SIGNS[text]
    if text.startswith(("CREDIT", "UNIT")):
        return CREDITS
    return text if re.fullmatch(r"[A-Z]{3}", text) else ""


def day_of(told: str) -> date | None:
    """The UTC day of a cell: ISO 8601, seconds or milliseconds since 1970, or a usual way to write
    a day."""
    readers: tuple[Callable[[str], date], ...] = (
        _counted, _iso, *(partial(_formed, form) for form in DAYS),
    )  # fmt: skip
    for read in readers:
        for text in (told, told.split(" ", maxsplit=1)[0]):
            with suppress(ValueError, OverflowError):
                found = read(text)
                return found if 2000 <= found.year < 2100 else None
    return None


def _counted(told: str) -> date:
    if not re.fullmatch(r"\d{10}|\d{13}", told):
        raise ValueError(told)
    return datetime.fromtimestamp(int(told[:10]), UTC).date()


def _iso(told: str) -> date:
    found = datetime.fromisoformat(told)
    return (found.astimezone(UTC) if found.tzinfo else found).date()


def _formed(form: str, told: str) -> date:
    return datetime.strptime(told, form).replace(tzinfo=UTC).date()


def plain(cell: str) -> str:
    """A cell as its value: without the `="…"` and `'` with which spreadsheets keep text as text."""
    text = cell.strip().strip("\ufeff")
    quoted = re.fullmatch(r'="(.*)"', text)
    text = quoted[1] if quoted else text.removeprefix("'")
    return "".join(c for c in text if c.isprintable()).strip()
