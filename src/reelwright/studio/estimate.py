"""What an Order's Take will probably be like, for plans that make nothing."""

from pydantic import JsonValue

from reelwright.film.order import Order, Take

WORDS_PER_MINUTE = 150
"""Dialogue runs at 150–160 words a minute, narration at 140–150."""


def estimated(order: Order) -> Take:
    """A Take that stands in for one not made yet; its hash names no stored bytes."""
    return Take(
        fingerprint=order.fingerprint,
        sha256=order.fingerprint,
        media_type="application/x-planned",
        size=0,
        facts=_facts(order),
    )


def _facts(order: Order) -> dict[str, JsonValue]:
    if order.kind == "text":
        from reelwright import writing

        return {"text": writing.answer(order)}
    if order.kind == "voice":
        return _spoken(str(order.params.get("text", "")))
    return {"frames": _frames(order), "seconds": 0.0, "house": True}


def _frames(order: Order) -> JsonValue:
    """What is joined from parts, [input, start, frames] each, is as long as all of them."""
    parts = order.params.get("parts")
    if not isinstance(parts, list):
        return order.params.get("frames", 0)
    return sum(part[2] for part in parts if isinstance(part, list) and isinstance(part[2], int))


def _spoken(text: str) -> dict[str, JsonValue]:
    step = 60 / WORDS_PER_MINUTE
    words = text.split()
    timed: list[JsonValue] = [[w, i * step, (i + 1) * step] for i, w in enumerate(words)]
    return {"seconds": max(0.5, len(words) * step), "words": timed}
