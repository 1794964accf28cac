"""Names that users type: services with their models, voices of a cast, workflow files."""

from pathlib import Path

from reelwright.film.errors import BadInput
from reelwright.film.order import OrderKind
from reelwright.providers import registry
from reelwright.providers.overriding import catalogue

LARGEST_WORKFLOW = 4_000_000


def known_service(name: str, kind: OrderKind, own: Path | None = None) -> None:
    """Raise `BadInput` unless `service` or `service:model` can make this kind of Order, by our
    catalogue and the user's file `own`."""
    service, _, model = name.strip().partition(":")
    registry.provider(service)
    if service == "comfyui":
        if not model:
            raise BadInput(
                "options", "ComfyUI needs a workflow", "Name its file: --with comfyui:workflow.json"
            )
        return
    rows = registry.rows(kind, catalogue(own))
    known = [row.model for row in rows if row.service == service]
    if not known:
        there = sorted({row.service for row in rows})
        raise BadInput(
            "options",
            f"{service} makes no {kind} here",
            f"Services that do: {', '.join(there)}. REELWRIGHT_CATALOGUE may name more.",
        )
    if model and model not in known:
        raise BadInput(
            "options",
            f"{service} has no model {model!r} in the catalogue",
            f"Known: {', '.join(known)}; REELWRIGHT_CATALOGUE may name more.",
        )


def workflow_of(name: str) -> str:
    """The text of the workflow that `comfyui:FILE` names, or ""."""
    service, _, file = name.partition(":")
    if service != "comfyui":
        return ""
    path = Path(file).expanduser()
    try:
        if path.stat().st_size > LARGEST_WORKFLOW:
            raise BadInput("options", f"{file} is too large for a workflow")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise BadInput(
            "options", f"the workflow {file!r} cannot be read: {reason}", "Check its path."
        ) from None


def cast_of(told: str) -> dict[str, str]:
    """`Mara=ID,narrator=ID` as a mapping."""
    found = {}
    for pair in filter(None, (one.strip() for one in told.split(","))):
        name, equals, voice = pair.partition("=")
        if not equals or not name.strip() or not voice.strip():
            raise BadInput(
                "options", f"{pair!r} is no NAME=VOICE", "Use --cast Mara=ID,narrator=ID"
            )
        found[name.strip()] = voice.strip()
    return found
