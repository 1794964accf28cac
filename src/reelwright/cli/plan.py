"""`reelwright plan`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving, laying, spending
from reelwright.cli.amounts import counted, span
from reelwright.cli.saying import say, say_json

if TYPE_CHECKING:
    from reelwright.studio.forecast import Forecast
    from reelwright.studio.planning import Plan

MOST_NOTES = 12
NOTHING = "Everything is there: nothing would be bought."

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
    with_: giving.WithNamed = "",
    images: giving.Images = "",
    voices: giving.Voices = "",
    cast: giving.Cast = "",
    draft: giving.Draft = False,
    transition: giving.Transition = "",
    grade: giving.Grade = "",
    fit: giving.Fit = "",
    music: giving.Music = "",
    effects: giving.Effects = None,
    clips: giving.Clips = "keep",
    captions: laying.Captions = "",
    overlays: laying.Overlays = None,
    logo: laying.Logo = None,
    logo_corner: laying.LogoCorner = "",
    credits: laying.Credits = False,
    scenes: spending.Scenes = "",
    limit_scenes: spending.LimitScenes = 0,
    max_concurrent: spending.MaxConcurrent = 0,
    json: giving.Json = False,
) -> int:
    """Show what would be made, reused and dropped, and what each paid service would charge."""
    from reelwright.studio.planning import plan as plan_film
    from reelwright.studio.settings import read_settings

    settings = read_settings()
    only = spending.only(scenes, limit_scenes)
    concurrent = max_concurrent or None
    if subject and not prompt and not brief and not _is_file(subject) and _known(subject):
        sound = (music, effects is not None)
        over = (captions, overlays is not None, logo is not None, credits)
        _refuse_wishes(
            subject, with_, images, voices, cast, draft, transition, grade, fit, *sound, *over
        )
        planned = plan_film(settings, subject, scenes=only, concurrent=concurrent)
    else:
        planned = plan_film(
            settings,
            laying.laid(
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
                    video=with_,
                    images=images,
                    voices=voices,
                    cast=cast,
                    draft=draft,
                    transition=transition,
                    grade=grade,
                    fit=fit,
                    music=music,
                    effects=effects,
                    clips=clips,
                ),
                captions,
                overlays,
                logo,
                logo_corner,
                credits,
            ),
            scenes=only,
            concurrent=concurrent,
        )
    say_json(planned.model_dump(mode="json")) if json else say(_told(planned))
    return 0


def _refuse_wishes(production: str, *given: str | bool | None) -> None:
    """A known production has its own services: those of the command that made it."""
    from reelwright.film.errors import BadInput

    if any(given):
        raise BadInput(
            "options",
            f"{production} is a production: it is planned as it was asked for",
            "Name its source file to plan it with other services.",
        )


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
    if orders.gone:
        lines.append(f"gone  {_counts(orders.gone)}: paid for, and not there (reelwright resolve)")
    if orders.causes:
        lines.append("because of " + ", ".join(f"{why} ({n})" for why, n in orders.causes.items()))
    if planned.bill is not None:
        return "\n".join([*lines, "", *_bill(planned.bill)])
    lines += ["", "The animatic costs nothing. The real film would cost, by service:"]
    lines += [
        f"  {quote.usd:>9} USD  {quote.service} {quote.model}  {quote.note}".rstrip()
        for quote in planned.quotes
    ]
    return "\n".join(lines)


def _bill(bill: "Forecast") -> list[str]:
    """What would be bought, in lines."""
    going = [f"Under way, and not in this bill: {bill.under_way}"] if bill.under_way else []
    if not bill.jobs:
        return [*going, "Nothing more would be bought." if going else NOTHING]
    lines = [*going, "Still to be bought:"]
    for part in bill.parts:
        unsure = "" if part.verified else "  (price unverified)"
        jobs = counted(part.jobs, part.kind)
        lines.append(f"  {part.usd:>9.2f} USD  {jobs} by {part.service} {part.model}{unsure}")
    lines.append(f"  {bill.usd:>9.2f} USD  at the most, in all")
    lines += [f"Nobody knows what {model} charges: it cannot be bought." for model in bill.unpriced]
    if not bill.exact:
        lines.append("Lengths are estimates until the voices are made.")
    if bill.again:
        lines.append(
            f"{bill.again} of them, {bill.again_usd:.2f} USD, were made before: nothing of yours "
            "has changed, but the rules or prices by which they are ordered (--refresh)."
        )
    running = ", ".join(f"{number} at {name}" for name, number in bill.max_concurrent.items())
    lines.append(f"It may take {span(bill.seconds)}: {bill.seconds_by}; at once: {running}.")
    notes = _notes(bill)
    left = len(notes) - MOST_NOTES
    more = [f"  … and {left} more notes (--json)"] if left > 0 else []
    return [*lines, *notes[:MOST_NOTES], *more]


def _notes(bill: "Forecast") -> list[str]:
    """How shots are adapted; what is the same for many is said once."""
    places: dict[str, list[str]] = {}
    for one in bill.adapted:
        places.setdefault(one.note, []).append(one.place)
    return [
        f"  {where[0]}{f' and {len(where) - 1} more' if len(where) > 1 else ''}  {note}"
        for note, where in places.items()
    ]


def _counts(counts: dict[str, int]) -> str:
    listed = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"{sum(counts.values())}" + (f" ({listed})" if listed else "")
