"""Bills as files: every way to write one, and files that are none."""

import os
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reelwright.film.errors import BadInput
from reelwright.studio.reports import invoice
from reelwright.studio.reports.invoice import Invoice, read

PLAIN = "id,amount\na,0.42\nb,0.84\n"


def bill(folder: Path, content: str | bytes) -> Invoice:
    path = folder / "bill.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def amounts(found: Invoice) -> dict[str, Decimal]:
    return {name: line.amount for name, line in found.lines.items()}


BOTH = {"a": Decimal("0.42"), "b": Decimal("0.84")}


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.rstrip("\n"),
        "id;amount\na;0,42\nb;0,84\n",
        "id\tamount\na\t0.42\nb\t0.84\n",
        "id|amount\na|0.42\nb|0.84\n",
        '"id","amount"\n"a","0.42"\n"b","0.84"\n',
        "Amount,Note,ID\n0.42,x,a\n0.84,,b\n",
        "Usage export\nfrom,to\n\nid,amount\na,0.42\n\n,\nb,0.84\n",
        'Task ID,Cost (USD)\n="a",$0.42\n=\'b,$0.84\n'.replace("='b", "'b"),
        "taskId,totalCost\na,0.42\nb,0.84\n",
        "Prediction ID,Total Cost,Currency\na,0.42,USD\nb,0.84,usd\n",
        "id,amount\na,0.40\na,0.02\nb,0.94\nb,-0.10\n",
        "id,amount,extra\na,0.42\nb,0.84,1,2,3\n",
    ],
)
def test_many_ways_to_write_the_same_bill(tmp_path: Path, text: str) -> None:
    found = bill(tmp_path, text)
    assert amounts(found) == BOTH
    assert {line.currency for line in found.lines.values()} <= {"", "USD"}
    assert not found.useless


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "id,amount,note\na,0.42,café\nb,0.84,€\n"
    assert amounts(bill(tmp_path, text.encode(encoding))) == BOTH


def test_a_task_id_is_better_than_an_id(tmp_path: Path) -> None:
    found = bill(tmp_path, "id,task id,amount\n1,a,0.42\n2,b,0.84\n")
    assert amounts(found) == BOTH


def test_the_currency_is_told_by_a_column_a_header_or_a_sign(tmp_path: Path) -> None:
    def currency(text: str) -> str:
        return bill(tmp_path, text).lines["a"].currency

    assert currency("id,amount,currency\na,0.42,CNY\n") == "CNY"
    assert currency("id,Amount (EUR)\na,0.42\n") == "EUR"
    assert currency("id,cost ($)\na,0.42\n") == "USD"
    assert currency("id,cost_usd\na,0.42\n") == "USD"
    assert currency("id,Credits Used\na,42\n") == "credits"
    assert currency("id,amount\na,£0.42\n") == "GBP"
    assert currency(PLAIN) == ""


def test_the_days_of_a_bill_are_its_first_and_last(tmp_path: Path) -> None:
    text = "id,amount,created at\na,1,2026-11-03T10:00:00Z\nb,1,2026-11-01\nc,1,never\n"
    assert bill(tmp_path, text).days == (date(2026, 11, 1), date(2026, 11, 3))
    assert bill(tmp_path, PLAIN).days is None


def test_a_period_is_whole_days() -> None:
    begin, end = invoice.period((date(2026, 11, 1), date(2026, 11, 3)))
    assert end - begin == 3 * 86400


def test_lines_that_cannot_be_used_are_told_one_by_one(tmp_path: Path) -> None:
    text = (
        "id,amount,currency\na,0.42,USD\n,1,USD\n8.93606E+17,1,USD\nx,=1+1,USD\ny,,USD\n"
        f"a,1,EUR\n{'z' * 400},1,USD\n"
    )
    found = bill(tmp_path, text)
    assert amounts(found) == {"a": Decimal("0.42")}
    assert [one.number for one in found.useless] == [3, 4, 5, 6, 7, 8]
    assert "spreadsheet" in found.useless[1].why
    assert "no amount" in found.useless[2].why
    assert "EUR" in found.useless[4].why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no column"),
        (b"\n" * 100, "no column"),
        (b"name,price\na,1\n", "no column"),
        (b"id,note\na,1\n", "no column"),
        (b"\x00" * 10_000, "no column"),
        (bytes(range(256)) * 100, "no column"),
        (b'id,amount\n"a,0.42\n' + b"b" * 100_000, "no CSV"),
        (b"id,amount\n" + b"a" * 2_000_000 + b",1\n", "no CSV"),
    ],
)
def test_what_is_no_bill(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        bill(tmp_path, content)


def test_a_missing_file_a_folder_and_a_pipe(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "nothing.csv")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(BadInput, match="is no file"):
            read(path)


def test_too_many_lines_and_too_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invoice, "ROWS", 100)
    with pytest.raises(BadInput, match="more than 100 lines"):
        bill(tmp_path, "id,amount\n" + "a,1\n" * 100)
    monkeypatch.setattr(invoice, "LARGEST", 50)
    with pytest.raises(BadInput, match="larger than"):
        bill(tmp_path, PLAIN * 10)


def test_complaints_are_bounded(tmp_path: Path) -> None:
    found = bill(tmp_path, "id,amount\n" + ",\nx,y\n" * 1500)
    assert (len(found.useless), found.uncounted) == (1000, 500), "empty lines are no lines"


def test_a_long_line_is_not_held_whole(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    with path.open("wb") as file:
        file.write(b"id,amount\n")
        file.truncate(50_000_000)  # NULs without an end of line
    tracemalloc.start()
    assert read(path).lines == {}
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000
