"""What commands that may spend share: their options, the question, and the account at the end."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli.amounts import counted
from reelwright.cli.saying import say, tell

if TYPE_CHECKING:
    from reelwright.studio.produce import Outcome
    from reelwright.studio.spending.work import Bill, Buying

Budget = Annotated[
    str, typer.Option(help="The most that this film may cost in all, in USD.", show_default=False)
]
Yes = Annotated[bool, typer.Option("--yes", help="Spend without asking, within --budget.")]
Scenes = Annotated[str, typer.Option(help="Only these scenes, such as 1.2,1.3.")]
LimitScenes = Annotated[
    int, typer.Option(help="Only so many scenes from the beginning; 0: all.", min=0, max=9999)
]
MaxConcurrent = Annotated[
    int, typer.Option(help="Jobs under way at a service at once; 0: its own limit.", min=0, max=999)
]

MOST_CAUSES = 5
"""Of what went wrong, that are told one by one."""

Refresh = Annotated[
    bool,
    typer.Option(
        "--refresh", help="Buy again what only newer rules or prices ask for, not your changes."
    ),
]


def buying(
    budget: str,
    yes: bool,
    scenes: tuple[str, ...],
    max_concurrent: int,
    *,
    silent: bool,
    refresh: bool = False,
    job: str = "",
) -> "Buying":
    """What these options allow. `silent`: nobody can be asked."""
    from reelwright.studio.spending.work import Buying

    return Buying(
        budget=micros(budget),
        yes=yes,
        ask=None if silent or not sys.stdin.isatty() else _ask,
        scenes=scenes,
        concurrent=max_concurrent or None,
        refresh=refresh,
        job=job.strip(),
    )


def only(scenes: str, limit: int) -> tuple[str, ...]:
    """`--scenes` and `--limit-scenes` as a film is asked for some of its scenes."""
    named = tuple(key.strip() for key in scenes.split(",") if key.strip())
    return (*named, f"first {limit}") if limit else named


def micros(budget: str) -> int | None:
    """`--budget` in micro-units. Raises `BadInput`."""
    from decimal import Decimal, InvalidOperation

    from reelwright.film.errors import BadInput
    from reelwright.film.money import Money

    if not budget:
        return None
    try:
        amount = Decimal(budget.strip().removeprefix("$"))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= 1_000_000:
        raise BadInput("options", f"{budget!r} is no amount of USD", "Use one such as --budget 20.")
    return Money.of(amount).micros


def _ask(bill: "Bill", left: int) -> bool:
    """Show the bill and wait for a yes."""
    from reelwright.cli.live import aside

    with aside():
        for line in told(bill):
            tell(line)
        tell(f"Budget left for this film: {left / 1e6:.2f} USD")
        try:
            answer = input("Spend this? Type yes: ")
        except EOFError:
            return False
    return answer.strip().lower() in ("yes", "y")


def told(bill: "Bill") -> list[str]:
    """A bill in lines."""
    lines = [
        f"{post.micros / 1e6:>9.2f} USD  {post.count} {post.kind}{'s' * (post.count != 1)} "
        f"by {post.service} {post.model}" + ("" if post.verified else "  (price unverified)")
        for post in bill.posts
    ]
    lines.append(f"{bill.micros / 1e6:>9.2f} USD  at the most, in all")
    if bill.under_way:
        lines.append(f"Under way, and not in this bill: {bill.under_way}")
    if bill.again:
        lines.append(
            f"{bill.again} of them, {bill.again_micros / 1e6:.2f} USD, were made before: nothing "
            "of yours has changed, but the rules or prices by which they are ordered."
        )
    if not bill.exact:
        lines.append("Lengths are estimates until the voices are made.")
    lines += [f"  {note}" for note in bill.notes[:8]]
    return lines


def exit_code(outcome: "Outcome") -> int:
    """Of all that holds: a cap first, then a decision, then failures."""
    if outcome.over_cap:
        return 3
    if outcome.parked:
        return 5
    return 4 if outcome.failed or outcome.skipped or outcome.gates else 0


def tell_outcome(outcome: "Outcome", go_on: str) -> None:
    """How a run went; `go_on` says how, when there is no film yet."""
    tell_causes(outcome)
    made = f"{outcome.made} made, {outcome.reused} reused, {outcome.broken} failed"
    tell(f"{outcome.production}: {made}, {outcome.wall_seconds:.1f} s")
    if outcome.broken:
        tell(f"See what failed: reelwright jobs {outcome.production} --failed")
    tell_account(outcome)
    if outcome.film and outcome.edit:
        tell(
            f"It is cut by your edit {outcome.edit}; to drop that: "
            f"reelwright edit {outcome.production} --back"
        )
    if outcome.film and outcome.skipped:
        tell(f"{counted(outcome.skipped, 'shot')} not in the film, for want of a clip")
    if outcome.film:
        tell(f"The film ({outcome.seconds:.1f} s):")
        say(outcome.film)
    elif outcome.part:
        say(outcome.part)
    else:
        tell(go_on)


def tell_causes(outcome: "Outcome") -> None:
    """The first things that went wrong."""
    for cause in outcome.causes[:MOST_CAUSES]:
        tell(cause)
    left = len(outcome.causes) - MOST_CAUSES
    if left > 0:
        tell(f"and {left} more")
    for cause in outcome.replaced[:MOST_CAUSES]:
        tell(f"{cause}; another model has made it")


def tell_account(outcome: "Outcome") -> None:
    """What was paid, and what needs the user."""
    if outcome.quoted_micros or outcome.cost_micros:
        tell(
            f"paid {outcome.cost_micros / 1e6:.2f} USD of {outcome.quoted_micros / 1e6:.2f} quoted"
        )
    for alert in outcome.alerts:
        tell(f"ALERT  {alert}")
    for gate in outcome.gates:
        tell(f"not as it should be: {gate} (reelwright report {outcome.production})")
    if outcome.over_cap:
        tell(
            f"{counted(outcome.over_cap, 'job')} did not fit the budget: "
            "go on with a higher --budget"
        )
    if outcome.parked:
        tell(
            f"{counted(outcome.parked, 'job')} not settled: reelwright resolve {outcome.production}"
        )
