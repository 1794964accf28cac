"""`reelwright plan`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.saying import say, say_json

if TYPE_CHECKING:
    from reelwright.studio.planning import Plan

Subject = Annotated[
    str, typer.Argument(help="A source file, or a production's id or name.", show_default=False)
]


def plan(
    subject: Subject = "",
    prompt: giving.Prompt = "",
    brief: giving.Brief = "",
    recipe: giving.Recipe = "",
    name: giving.Name = "",
    chapters: giving.Chapters = "",
    minutes: giving.Minutes = 2.0,
    seconds: giving.Seconds = 15,
    title: giving.Title = "",
    author: giving.Author = "",
    card: giving.Card = True,
    slate: giving.Slate = True,
    burned: giving.Burned = False,
    style: giving.Style = "",
    language: giving.Language = "",
    size: giving.Size = "",
    rate: giving.Rate = 24,
    json: giving.Json = False,
) -> int:
    """Show what would be made, reused and dropped, and what each paid service would charge."""
    from reelwright.studio.planning import plan as plan_film
    from reelwright.studio.settings import read_settings

    settings = read_settings()
    if subject and not prompt and not brief and not _is_file(subject) and _known(subject):
        planned = plan_film(settings, subject)
    else:
        planned = plan_film(
            settings,
            giving.given(
                Path(subject) if subject else None,
                prompt=prompt,
                brief=brief,
                recipe=recipe,
                name=name,
                chapters=chapters,
                minutes=minutes,
                seconds=seconds,
                title=title,
                author=author,
                card=card,
                slate=slate,
                burned=burned,
                style=style,
                language=language,
                size=size,
                rate=rate,
            ),
        )
    say_json(planned.model_dump(mode="json")) if json else say(_told(planned))
    return 0


def _is_file(subject: str) -> bool:
    try:
        return Path(subject).exists()
    except (OSError, ValueError):  # far too long for a file name, or with a NUL in it
        return False


def _known(subject: str) -> bool:
    """Whether this is a production; a missing file is told as such."""
    from reelwright.film.errors import BadInput
    from reelwright.studio.settings import read_settings
    from reelwright.studio.viewing import status

    try:
        status(read_settings(), subject)
    except BadInput:
        return False
    return True


def _told(planned: "Plan") -> str:
    lines = [
        f"{planned.title}  ({planned.production})",
        f"about {planned.seconds / 60:.1f} minutes, {len(planned.scenes)} scenes, "
        f"{sum(len(scene.shots) for scene in planned.scenes)} shots",
        "characters: " + ", ".join(one.name for one in planned.characters[:12]),
        "",
    ]
    lines += [
        f"{scene.key:>6}  {scene.slug}  ({len(scene.shots)} shots)" for scene in planned.scenes
    ]
    orders = planned.orders
    lines += [
        "",
        f"make  {_counts(orders.make)}",
        f"reuse {_counts(orders.reuse)}",
        f"drop  {_counts(orders.drop)}",
    ]
    if orders.causes:
        lines.append("because of " + ", ".join(f"{why} ({n})" for why, n in orders.causes.items()))
    lines += ["", "The animatic costs nothing. The real film would cost, by service:"]
    lines += [
        f"  {quote.usd:>9} USD  {quote.service} {quote.model}  {quote.note}".rstrip()
        for quote in planned.quotes
    ]
    return "\n".join(lines)


def _counts(counts: dict[str, int]) -> str:
    listed = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"{sum(counts.values())}" + (f" ({listed})" if listed else "")
