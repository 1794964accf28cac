"""`reelwright providers`."""

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.amounts import counted, usd
from reelwright.cli.saying import say, say_json, tell

if TYPE_CHECKING:
    from reelwright.studio.usage import Reach

Check = Annotated[
    bool, typer.Option("--check", help="Ask each service whether its key is good; costs nothing.")
]

INDENT = " " * 15
WIDTH = 100


def wrap(text: str) -> list[str]:
    """Lines below the name of the service; what goes on is set in a little."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=INDENT, subsequent_indent=f"{INDENT}  ", break_on_hyphens=False
    )


def providers(check: Check = False, json: giving.Json = False) -> int:
    """Show every service: key, models, use against its limits, and what it has cost."""
    from reelwright.studio.settings import read_settings
    from reelwright.studio.usage import usage

    found = usage(read_settings(), check=check)
    if json:
        say_json([one.model_dump(mode="json") for one in found])
    else:
        for one in found:
            say("\n".join(_told(one)))
        if not any(one.key for one in found):
            tell("No service has a key yet. Set one of the variables above, or put it into .env.")
    return 1 if any(one.wrong for one in found) else 0


def _told(one: "Reach") -> Iterator[str]:
    yield f"{one.service:<14} {_key(one)}"
    if one.answer is not None:
        yield f"{INDENT}{_answer(one)}"
    if one.usable:
        yield f"{INDENT}at {one.url}{'' if one.own_url else ' (its own address)'}"
    for kind, models in one.models.items():
        yield from wrap(f"{kind}: {', '.join(models)}")
    if not one.models:
        nothing = "the catalogue has no model of it; yours may add some (REELWRIGHT_CATALOGUE)"
        yield f"{INDENT}{'makes what your own workflow files say' if one.free else nothing}"
    if one.usable or any(one.used.values()):
        used, limits = one.used, one.limits
        told = ", ".join(f"{w} {used[w]} of {limits[w]}" for w in ("minute", "hour", "day"))
        running = f"{used['concurrent']} of {limits['concurrent']} jobs under way"
        yield f"{INDENT}sent in the last {told}; {running}"
    if one.spent_usd or one.held_usd:
        held = f"; {usd(one.held_usd)} USD held" if one.held_usd else ""
        today, total = usd(one.spent_today_usd), usd(one.spent_usd)
        yield f"{INDENT}spent {today} USD today, {total} in all{held}"
    yield from _needing(one)


def _key(one: "Reach") -> str:
    if not one.keys:
        return "needs no key"
    if one.key:
        return f"key in {one.key}"
    others = f" (or {', '.join(one.keys[1:])})" if one.keys[1:] else ""
    return f"no key: set {one.keys[0]}{others}"


def _answer(one: "Reach") -> str:
    if not one.answer:
        return "asked: it answers" + (", its key is good" if one.key else "")
    return f"{'BAD: ' if one.wrong else 'not there: '}{one.answer}"


def _needing(one: "Reach") -> Iterator[str]:
    """What keeps it from being used now."""
    if one.cool_for:
        yield f"{INDENT}pauses for {one.cool_for:.0f} s more, as it asked for"
    if one.circuit_open:
        yield f"{INDENT}its circuit is open after failures: a run asks it again every 30 s"
    if one.parked:
        yield f"{INDENT}{counted(one.parked, 'job')} parked, waiting for you: reelwright resolve"
    if one.overdue:
        yield f"{INDENT}{counted(one.overdue, 'job')} overdue: reelwright resolve"
