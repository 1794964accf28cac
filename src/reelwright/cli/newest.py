"""The production meant when none is named."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reelwright.studio.settings import Settings


def newest(settings: "Settings") -> str:
    """The id of the production worked on last. Raises `BadInput` when there is none."""
    from reelwright.film.errors import BadInput
    from reelwright.studio.viewing import statuses

    every = statuses(settings)
    if not every:
        raise BadInput(
            "production", "there are no productions yet", "Make one: reelwright make STORY"
        )
    return every[0].production
