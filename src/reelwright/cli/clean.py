"""`reelwright clean`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reelwright.cli import giving
from reelwright.cli.amounts import counted, usd
from reelwright.cli.saying import say, say_json, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from reelwright.studio.cleaning import Cleaned, Originals

Production = Annotated[
    str, typer.Argument(help="A production's id, name or source file; else all of them.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")]
PaidOnes = Annotated[
    bool, typer.Option("--originals", help="Delete the clips that this production bought, too.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before --originals.")]
Out = Annotated[str, typer.Option(help="Folder of results whose copies go, but for the films.")]

NAMES = {
    "body": "rendered clip", "join": "transition", "scene": "scene", "track": "sound track",
    "film": "other film", "clip": "drawn clip", "card": "title card", "panel": "panel",
    "image": "still", "voice": "voice", "music": "music bed", "sound": "sound", "grade": "grade",
    "stray": "left-over file",
}  # fmt: skip


def clean(
    production: Production = "",
    originals: PaidOnes = False,
    out: Out = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    json: giving.Json = False,
) -> int:
    """Make room: let go what can be made again for free. What was paid for stays."""
    from reelwright.studio.cleaning import Cleaning
    from reelwright.studio.cleaning import clean as clean_up
    from reelwright.studio.settings import read_settings

    wanted = Cleaning(production, originals, Path(out).expanduser() if out else None, dry_run)
    done = clean_up(read_settings(), wanted, _agreeing(yes, silent=json))
    if json:
        freed = done.freed
        say_json(done.model_dump() | {"files": freed.files, "bytes": freed.bytes})
        return 0
    for line in _told(done):
        say(line)
    for name in done.edited[:5]:
        tell(f"kept, because you have changed it: {name}")
    if done.originals.files and not dry_run:
        tell("The films with these clips stay as they are; making them anew would buy them again.")
    return 0


def _told(done: "Cleaned") -> list[str]:
    rows = [(counted(room.files, NAMES.get(kind, kind)), room) for kind, room in done.kinds.items()]
    if done.copies.files:
        rows.append((counted(done.copies.files, "copy").replace("copys", "copies"), done.copies))
    lines = [f"{size(room.bytes):>10}  {what}" for what, room in rows]
    paid = done.originals
    if paid.files:
        what = f"{counted(paid.files, 'paid clip')} that cost {usd(paid.cost_usd)} USD"
        lines.append(f"{size(paid.bytes):>10}  {what}")
    if paid.shared:
        lines.append(f"{counted(paid.shared, 'paid clip')} stay: another film shows them")
    verb = "would be freed" if done.dry_run else "freed"
    return [*lines, f"{size(done.freed.bytes):>10}  {verb}, {counted(done.freed.files, 'file')}"]


def size(number: int) -> str:
    """`1.2 GB`, `340 kB`: decimal, as disks are sold."""
    for unit, name in ((10**9, "GB"), (10**6, "MB")):
        if number >= unit:
            return f"{number / unit:.1f} {name}"
    return f"{(number + 999) // 1000} kB"


def _agreeing(yes: bool, *, silent: bool) -> "Callable[[Originals], bool] | None":
    if yes:
        return lambda _paid: True
    return None if silent or not sys.stdin.isatty() else _ask


def _ask(paid: "Originals") -> bool:
    tell(
        f"This deletes {counted(paid.files, 'clip')} ({size(paid.bytes)}) that cost "
        f"{usd(paid.cost_usd)} USD. Nobody can make them again: a film that needs one would have "
        "to buy it anew."
    )
    try:
        answer = input("Delete them? Type yes: ")
    except EOFError:
        return False
    return answer.strip().lower() == "yes"
