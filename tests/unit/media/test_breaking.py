"""Where lines may end in scripts without spaces, and what is never torn apart."""

import pytest

from reelwright.media.letters import text
from reelwright.media.letters.breaking import clusters, pieces


@pytest.mark.parametrize(
    "whole", ["e\u0301", "👨\u200d👩\u200d👧", "👍🏽", "🇩🇪", "1\ufe0f\u20e3", "นี้", "क्", "❤\ufe0f"]
)
def test_what_is_one_is_one(whole: str) -> None:
    assert clusters(f"a{whole}b") == ["a", whole, "b"]


def test_two_flags_are_two() -> None:
    assert clusters("🇩🇪🇫🇷") == ["🇩🇪", "🇫🇷"]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("unbroken", ["unbroken"]),
        ("你好，世界", ["你", "好，", "世", "界"]),
        ("「東京」へ", ["「東", "京」", "へ"]),
        ("キャット", ["キャッ", "ト"]),
        ("abc中文", ["abc", "中", "文"]),
        ("안녕하세요", ["안녕하세요"]),
        ("เวลาไปไหน", ["เวลา", "ไป", "ไหน"]),
    ],
)
def test_lines_may_end_between(word: str, parts: list[str]) -> None:
    assert pieces(word) == parts


@pytest.mark.parametrize(
    "told",
    [
        "你好，世界！这是一个测试：字幕（例子），很长很长。",
        "日本語のテスト「こんにちは」、東京へ行きました。",
    ],
)
@pytest.mark.parametrize("width", [150, 230, 310])
def test_no_line_begins_with_a_full_stop(told: str, width: int) -> None:
    lines = text.wrap(told, 36, "sans", width, balance=True)
    assert "".join(lines) == told
    assert len(lines) > 1
    assert all(text.measure(line, 36, "sans") <= width for line in lines)
    assert not any(line[0] in "，。、！：）」" or line[-1] in "（「" for line in lines)
