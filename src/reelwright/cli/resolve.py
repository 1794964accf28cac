"""`reelwright resolve`."""

import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.amounts import counted, moment, span, usd
from reelwright.cli.saying import say, say_json, tell

if TYPE_CHECKING:
    from reelwright.studio.steering.resolving import Decided
    from reelwright.studio.steering.undecided import Open

Job = Annotated[
    str, typer.Argument(help="A job's number; or a production, to see its own.", show_default=False)
]
Ticket = Annotated[
    str, typer.Option(help="You found it at the service: take over its id.", show_default=False)
]
Resend = Annotated[
    bool, typer.Option("--resend", help="Let it be bought again, though it may be charged twice.")
]
Abandon = Annotated[bool, typer.Option("--abandon", help="Give it up; it is not made.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before --resend.")]

AGAIN = "Go on with the command that made the film."


def resolve(
    job: Job = "",
    ticket: Ticket = "",
    resend: Resend = False,
    abandon: Abandon = False,
    yes: Yes = False,
    json: giving.Json = False,
) -> int:
    """Show paid jobs of which nobody knows what became of them, and decide about one."""
    from reelwright.film.errors import BadInput
    from reelwright.studio.settings import read_settings
    from reelwright.studio.steering import resolving

    if (ticket != "") + resend + abandon > 1:
        raise BadInput("options", "these exclude each other", "Give one choice.")
    settings = read_settings()
    if not (ticket or resend or abandon):
        return _show(job, json=json)
    if not (job.isascii() and job.isdecimal()) or len(job) > 15:
        raise BadInput(
            "options", "a choice is for one job", "Give its number; see: reelwright resolve"
        )
    number = int(job)
    if ticket:
        decided = resolving.adopt(settings, number, ticket)
    elif abandon:
        decided = resolving.abandon(settings, number)
    else:
        decided = resolving.resend(settings, number, _agreeing(yes, silent=json))
    say_json(decided.model_dump()) if json else say(_decided(decided))
    return 0


def _show(named: str, *, json: bool) -> int:
    """All that waits; exit code 5 while something does."""
    from reelwright.studio.settings import read_settings
    from reelwright.studio.steering.undecided import waiting

    found = waiting(read_settings(), named)
    if json:
        say_json([one.model_dump() for one in found])
    elif found:
        say("\n\n".join("\n".join(_told(one)) for one in found))
        tell(_summed(found))
    else:
        tell("Nothing waits for you.")
    return 5 if any(one.state in ("parked", "gone") for one in found) else 0


def _told(one: "Open", *, choices: bool = True) -> Iterator[str]:
    model = f"{one.service} {one.model}".strip()
    yield f"job {one.job}  {one.state}  {model}  {one.kind}  {usd(one.held_usd)} USD held"
    where = f"scene {one.scene}, shot {one.number} ({one.shot})" if one.scene else "of no one shot"
    yield f"  {one.production}: {where}"
    if one.text:
        yield f"  {textwrap.shorten(one.text, 90, placeholder=' …')!r}"
    if one.sent_at:
        ago = span(max(0.0, time.time() - one.sent_at))
        yield f"  sent {moment(one.sent_at)}, {ago} ago" + (
            f", as {one.ticket}" if one.ticket else ""
        )
    yield f"  {one.why}"
    if one.error and one.error not in one.why:
        yield f"  before that: {one.error}"
    if choices:
        yield from _choices(one)


def _choices(one: "Open") -> Iterator[str]:
    command = f"reelwright resolve {one.job}"
    held = usd(one.held_usd)
    if one.state in ("gone", "deleted"):
        yield f"  Put the file back: {one.path}"
        yield f"  or buy it again, with the next run:  {command} --resend"
        return
    if one.state == "overdue":
        yield "  You need not do anything: it is taken when it comes. Or give up waiting:"
    if one.tickets:
        yield f"  {command} --ticket ID   you found it at the service: nothing is bought again"
    yield (
        f"  {command} --resend      buy it again: {held} USD are written off, and the next run "
        f"may spend up to {held} more"
    )
    yield f"  {command} --abandon     give it up: {held} USD are written off, it is not made"


def _summed(found: "list[Open]") -> str:
    held = sum(one.held_usd for one in found)
    told = f"{counted(len(found), 'job')}, {usd(held)} USD held."
    if any(one.state == "parked" for one in found):
        told += " The money may have been charged, so it is not given back. Look into the"
        told += " account at the service before you decide (docs/money.md)."
    return told


def _agreeing(yes: bool, *, silent: bool) -> "Callable[[Open], bool] | None":
    if yes:
        return lambda _one: True
    return None if silent or not sys.stdin.isatty() else _ask


def _ask(one: "Open") -> bool:
    for line in _told(one, choices=False):
        tell(line)
    tell("")
    tell(f"{usd(one.held_usd)} USD stay in the books: the service may have charged them.")
    tell(f"The next run may pay up to {usd(one.held_usd)} USD more for the same.")
    if one.left_usd is not None:
        tell(f"The budget leaves {usd(one.left_usd)} USD.")
    try:
        answer = input("Buy it again? Type yes: ")
    except EOFError:
        return False
    return answer.strip().lower() in ("yes", "y")


def _decided(one: "Decided") -> str:
    off = f"{usd(one.written_off_usd)} USD are written off"
    if one.choice == "ticket":
        return f"Job {one.job} has the ticket {one.ticket} ({one.told}). {AGAIN}"
    if one.choice == "abandon":
        instead = " The animatic stands in for its shot." if one.stands_in else ""
        return f"Job {one.job} is given up: {off}, and it is not bought again.{instead}"
    return f"Job {one.job} may be bought again: {off}. {AGAIN}"
