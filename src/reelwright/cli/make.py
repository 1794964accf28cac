"""`reelwright make`."""

from pathlib import Path
from typing import Annotated

import typer

from reelwright.cli import giving, laying, spending
from reelwright.cli.saying import say

Out = Annotated[Path, typer.Option(help="Folder for the film, its scenes and clips.")]
Until = Annotated[str, typer.Option(help="Stop after: storyboard, voices, panels, clips or cut.")]


def make(
    source: giving.Source = None,
    out: Out = Path("films"),
    until: Until = "cut",
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
    budget: spending.Budget = "",
    yes: spending.Yes = False,
    scenes: spending.Scenes = "",
    limit_scenes: spending.LimitScenes = 0,
    max_concurrent: spending.MaxConcurrent = 0,
    refresh: spending.Refresh = False,
    job: Annotated[
        str, typer.Option(help="Only this job (its number) or shot (1.1/2), with what it needs.")
    ] = "",
    json: giving.Json = False,
) -> int:
    """Make a film of a story, a script, a prompt or a brief.

    Run the same command again to go on after a stop: what was made is never made twice.
    """
    from reelwright.cli.live import live
    from reelwright.cli.placing import require_place
    from reelwright.film.errors import BadInput
    from reelwright.film.production import STAGES
    from reelwright.studio.making import as_json
    from reelwright.studio.making import make as make_film
    from reelwright.studio.settings import read_settings

    if until not in STAGES:
        raise BadInput("options", f"there is no stage {until!r}", f"Use {', '.join(STAGES)}.")
    given = giving.given(
        source,
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
    )
    given = laying.laid(given, captions, overlays, logo, logo_corner, credits)
    some = spending.only(scenes, limit_scenes)
    buying = spending.buying(
        budget, yes, some, max_concurrent, silent=json, refresh=refresh, job=job
    )
    place = require_place(out)
    with live(quiet=json) as watch:
        outcome = make_film(
            read_settings(), given, until=until, out=place, watch=watch, buying=buying
        )
    if json:
        say(as_json(outcome))
    else:
        spending.tell_outcome(outcome, "Go on with the same command without --until.")
    return spending.exit_code(outcome)
