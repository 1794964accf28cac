"""Cells of bills: what spreadsheets and services write for amounts, currencies and days."""

from datetime import date
from decimal import Decimal

import pytest

from reelwright.studio.reports.cells import amount, day_of, plain, unit_of


@pytest.mark.parametrize(
    ("told", "value", "unit"),
    [
        ("0.42", "0.42", ""), (" 0.42 ", "0.42", ""), ("$1,234.50", "1234.50", "USD"),
        ("US$0.5", "0.5", "USD"), ("0,42 €", "0.42", "EUR"), ("(0.42)", "-0.42", ""),
        ("($0.42)", "-0.42", "USD"), ("-$0.42", "-0.42", "USD"), ("$-0.42", "-0.42", "USD"),
        ("−0.42", "-0.42", ""), ("+3", "3", ""), ("USD 3", "3", "USD"),
        ("3 credits", "3", "credits"), ("$5 CAD", "5", "CAD"), ("¥3", "3", "CNY"),
        ("1,234", "1234", ""), ("0,420", "0.420", ""),
        ("12,34", "12.34", ""), ("1.234,50", "1234.50", ""), ("1 234,50", "1234.50", ""),
        ("1\u00a0234.5", "1234.5", ""), ("1'234.50", "1234.50", ""), ("1,234,567", "1234567", ""),
        ("1.234.567", "1234567", ""), (".5", "0.5", ""), ("1e-3", "0.001", ""), ("0", "0", ""),
    ],
)  # fmt: skip
def test_amounts(told: str, value: str, unit: str) -> None:
    assert amount(told) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "told",
    [
        "", "abc", "=1+1", "=1", "=A1", "@SUM(1)", "+1+1", "-1-1", "1-1", "nan", "inf", "1e99",
        "0.4%", "1.2.3", "1,2,3", "1,23,456", "5.", ".", "-", "()", "$", "0x10", "1_000",
        "2026-11-25", "1" * 61, "3 apples", '=HYPERLINK("http://x","1")', "cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_what_is_no_amount(told: str) -> None:
    assert amount(told) is None


def test_a_comma_is_decimal_where_the_file_says_so() -> None:
    assert amount("1,234", decimal_comma=True) == (Decimal("1.234"), "")
    assert amount("1.234,5", decimal_comma=True) == (Decimal("1234.5"), "")


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-25", "2026-11-25T10:00:00Z", "2026-11-25 10:00:00", "11/25/2026", "25.11.2026",
        "2026/11/25", "1795593754", "1795593754123", "Nov 25, 2026", "25 Nov 2026", "20261125",
        "2026-11-24T23:30:00-05:00",
    ],
)  # fmt: skip
def test_days(told: str) -> None:
    assert day_of(told) == date(2026, 11, 25)


@pytest.mark.parametrize(
    "told", ["", "yesterday", "0001-01-01", "9999-12-31", "9" * 13, "25/25/25"]
)
def test_what_is_no_day(told: str) -> None:
    assert day_of(told) is None


def test_cells_are_taken_for_what_they_show() -> None:
    assert plain('="893605946411985"') == "893605946411985"
    assert plain("'007") == "007"
    assert plain("\ufeff id\x1b[31m ") == "id[31m"


@pytest.mark.parametrize(
    ("told", "unit"),
    [("usd", "USD"), ("Credits", "credits"), ("€", "EUR"), ("seconds", ""), ("", "")],
)
def test_units(told: str, unit: str) -> None:
    assert unit_of(told) == unit
