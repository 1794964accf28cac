"""Scripts of any length, written by counting: what they say does not matter, how much does."""

PLACES = ("HARBOUR", "MARKET SQUARE", "OLD MILL", "FOREST ROAD", "RIVER BANK")
DEEDS = (
    "Mara lifts the lantern and looks across the water.",
    "Tobias opens the heavy wooden box with both hands.",
    "The old man walks slowly to the far window.",
    "A girl runs past them carrying a small letter.",
)
CHANGES = (
    "The old man walks quickly to the far window.",
    "The old man sits quietly at the far window.",
    "The old man runs swiftly to the far window.",
)
"""What may stand in the changed line: pictures that differ, as long as the one before."""

LONGER = "The old man walks quickly to the far window, waits there for a while, and comes back."
"""What takes longer: everything after it moves."""


def script(shots: int, changed: tuple[int, str] | None = None, spoken: int = 3) -> str:
    """A Fountain script of about `shots` shots, one for each action line; `changed` is the number
    of a line and what stands there instead.

    Twelve lines a scene; every `spoken`th line is spoken, so that sound takes its share.
    """
    lines = ["Title: Counted", ""]
    for number in range(shots):
        if number % 12 == 0:
            place = PLACES[number // 12 % len(PLACES)]
            lines += [f"EXT. {place} - {'DAY' if number // 12 % 2 else 'NIGHT'}", ""]
        if changed and number == changed[0]:
            lines += [changed[1], ""]
        elif number % spoken == spoken - 1:
            lines += ["MARA", f"This is the number {number} that we had to count.", ""]
        else:
            lines += [DEEDS[number % len(DEEDS)], ""]
    return "\n".join(lines)
