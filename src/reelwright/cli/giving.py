"""What several commands share in being given a source: options, and their check."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional, TypedDict, get_args

import typer

if TYPE_CHECKING:
    from reelwright.studio.opening import Given

Source = Annotated[
    Optional[Path],  # noqa: UP045 — typer reads the annotation at run time
    typer.Argument(
        help="A story or script: txt, md, epub, pdf, fountain, fdx.", show_default=False
    ),
]
Prompt = Annotated[str, typer.Option(help="Make a storyboard film of this prompt.")]
Brief = Annotated[str, typer.Option(help="Make an advertisement from this brief.")]
Recipe = Annotated[str, typer.Option(help="novel, script, storyboard or advert; else by source.")]
Name = Annotated[str, typer.Option(help="Name of the production; else the source's path.")]
Chapters = Annotated[str, typer.Option(help="Only these chapters, such as 1,3-5.")]
Minutes = Annotated[float, typer.Option(help="Wished length of each chapter.", min=0.1, max=60)]
Seconds = Annotated[int, typer.Option(help="Length for --prompt and --brief (15, 30 or 60).")]
Title = Annotated[str, typer.Option(help="Title; else the source's own, else the file name.")]
Author = Annotated[str, typer.Option(help="Author; else the source's own.")]
Card = Annotated[bool, typer.Option("--title-card/--no-title-card", help="Begin with a title.")]
Slate = Annotated[bool, typer.Option("--slate/--no-slate", help="Scene and shot in the picture.")]
Burned = Annotated[bool, typer.Option("--burned", help="Draw the subtitles into the picture.")]
Style = Annotated[str, typer.Option(help="Style words for the whole film.")]
Language = Annotated[str, typer.Option(help="Language of the voices, such as de; else by source.")]
Size = Annotated[str, typer.Option(help="Picture size, such as 1280x720 or 720x1280.")]
Rate = Annotated[int, typer.Option(help="Frames a second: 24, 25 or 30.")]
WithNamed = Annotated[
    str,
    typer.Option("--with", help="Video services, best first: kling, or kling:kling-3.0,runway."),
]
Images = Annotated[str, typer.Option(help="Service for first frames and character sheets.")]
Voices = Annotated[str, typer.Option(help="Service for the voices, such as elevenlabs.")]
Cast = Annotated[str, typer.Option(help="Voices by name: Mara=ID,narrator=ID.")]
Draft = Annotated[bool, typer.Option("--draft", help="The lowest resolution of each service.")]
Transition = Annotated[
    str, typer.Option(help="Between scenes: cut, dissolve, fade, white, wipe-left, push-up …")
]
Grade = Annotated[
    str, typer.Option(help="Colours: warm, cool, noir, vivid, muted, neutral, mood, or FILE.cube.")
]
Clips = Annotated[
    str, typer.Option(help="Copies of the clips beside the film: keep, small or none.")
]
Fit = Annotated[
    str,
    typer.Option(help="Clips of another shape: crop, pad or blur; else by how much they differ."),
]
Music = Annotated[
    str, typer.Option(help="A mood for the whole film, a sound file, or none; else by scene.")
]
Effects = Annotated[
    Optional[bool],  # noqa: UP045 — typer reads the annotation at run time
    typer.Option(
        "--effects/--no-effects",
        help="Sounds at transitions; else in advertisements only.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]

RECIPES = ("", "novel", "script", "storyboard", "advert")
RATES = (24, 25, 30)
SOUND_FILES = (".wav", ".mp3", ".flac", ".m4a", ".ogg")
LONGEST_LINE = 200
"""Characters that the title card has room for."""


def given(
    source: Path | None,
    *,
    prompt: str,
    brief: str,
    recipe: str,
    name: str,
    chapters: str,
    minutes: float,
    seconds: int,
    title: str,
    author: str,
    card: bool,
    slate: bool,
    burned: bool,
    style: str,
    language: str,
    size: str,
    rate: int,
    video: str = "",
    images: str = "",
    voices: str = "",
    cast: str = "",
    draft: bool = False,
    transition: str = "",
    grade: str = "",
    fit: str = "",
    music: str = "",
    effects: bool | None = None,
    clips: str = "keep",
) -> "Given":
    """Check the options and put them together. Raises `BadInput`."""
    from reelwright.film.errors import BadInput
    from reelwright.film.production import Clips, FitName, GradeName, Wish
    from reelwright.film.shot import TransitionKind
    from reelwright.film.story import Mood
    from reelwright.studio.opening import Given, plain

    if sum(map(bool, (source, prompt.strip(), brief.strip()))) > 1:
        raise BadInput("options", "a film has one source", "Give a file, --prompt or --brief.")
    if source is not None:
        _require_file(source)
    if recipe and (prompt.strip() or brief.strip()):
        raise BadInput("options", "a prompt has its own recipe", "Leave --recipe away.")
    if recipe not in RECIPES:
        known = ", ".join(RECIPES[1:])
        raise BadInput("options", f"there is no recipe {recipe!r}", f"Use {known}.")
    if (brief or recipe == "advert") and seconds not in (15, 30, 60):
        raise BadInput("options", "an advertisement lasts 15, 30 or 60 s", "Use --seconds 15.")
    track = Path(music) if Path(music.strip().lower()).suffix in SOUND_FILES else None
    lut = Path(grade) if grade.lower().endswith(".cube") else None
    wish = Wish(
        chapters=chapters,
        minutes=minutes,
        seconds=seconds,
        title=_line(title, "--title"),
        author=_line(author, "--author"),
        title_card=card,
        slate=slate,
        subtitles="burned" if burned else "soft",
        style=plain(style),
        language=plain(language),
        house=house(size, rate, upright=bool(brief)),
        **_services(video, images, voices, cast),
        draft=draft,
        fit=_one_of(fit, get_args(FitName), "fit"),
        music="" if track else _one_of(music, (*get_args(Mood), "none", "FILE.mp3"), "music"),
        effects=effects,
        transition=_one_of(transition, get_args(TransitionKind), "transition"),
        clips=_one_of(clips, get_args(Clips), "choice of clips") or "keep",
        grade="" if lut else _one_of(grade, (*get_args(GradeName), "mood", "FILE.cube"), "grade"),
    )
    return Given(source, prompt, brief, recipe, name, "", wish, lut, track)


def _one_of(told: str, known: tuple[str, ...], what: str) -> Any:
    """The word among the known ones that was told, "" for none. Raises `BadInput`."""
    from reelwright.film.errors import BadInput

    word = told.strip().lower()
    if word and (word not in known or "." in word):
        raise BadInput("options", f"there is no {what} {told!r}", f"Use {', '.join(known)}.")
    return word


class _Services(TypedDict):
    video: tuple[str, ...]
    images: str
    voices: str
    cast: dict[str, str]
    workflows: dict[str, str]


def _services(video: str, images: str, voices: str, cast: str) -> _Services:
    """The services by name, each known, the user's own catalogue counting; a ComfyUI workflow is
    read from its file."""
    from reelwright.studio.naming import cast_of, known_service, workflow_of
    from reelwright.studio.settings import read_settings

    names = tuple(name.strip() for name in video.split(",") if name.strip())
    if names or images or voices:
        own = read_settings().catalogue
        for name in names:
            known_service(name, "clip", own)
        if images:
            known_service(images, "image", own)
        if voices:
            known_service(voices, "voice", own)
    return {
        "video": names,
        "images": images.strip(),
        "voices": voices.strip(),
        "cast": cast_of(cast),
        "workflows": {name: text for name in names if (text := workflow_of(name))},
    }


def _line(text: str, option: str) -> str:
    """A title or a name: one line, and short enough for the title card."""
    from reelwright.film.errors import BadInput
    from reelwright.studio.opening import plain

    line = " ".join(plain(text).split())
    if len(line) > LONGEST_LINE:
        raise BadInput(
            "options",
            f"{option} has {len(line)} characters",
            f"Use at most {LONGEST_LINE}.",
        )
    return line


def _require_file(source: Path) -> None:
    """Tell those who give a web address or `-` that a file is needed."""
    from reelwright.film.errors import BadInput

    told = str(source)
    if told == "-":
        raise BadInput(
            "source", "standard input is not read", "Name a file: reelwright make story.txt"
        )
    if re.match(r"(https?|ftp|file):/", told):  # a Path has lost one of the two slashes
        raise BadInput(
            "source",
            "a web address is not read; nothing is downloaded",
            "Download it, then name the file: reelwright make book.epub",
        )


def house(size: str, rate: int, *, upright: bool) -> "House":
    """The house format from `--size` and `--rate`; advertisements stand upright by default."""
    from reelwright.film.errors import BadInput
    from reelwright.film.timeline import House

    if rate not in RATES:
        raise BadInput("options", f"{rate} frames a second is not offered", "Use 24, 25 or 30.")
    sides = (size or ("720x1280" if upright else "1280x720")).lower().replace("×", "x")
    width, _, height = sides.partition("x")
    if not (width.isdecimal() and height.isdecimal() and len(width + height) < 10):
        raise BadInput("options", f"{size!r} is no picture size", "Use one such as 1280x720.")
    found = House(width=int(width), height=int(height), rate=rate)
    if not (64 <= found.width <= 3840 and 64 <= found.height <= 3840) or (
        found.width % 2 or found.height % 2
    ):
        raise BadInput(
            "options",
            f"{size} is no picture size that can be made",
            "Sides are even and between 64 and 3840: try 1280x720.",
        )
    return found


if TYPE_CHECKING:
    from reelwright.film.timeline import House
