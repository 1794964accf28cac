"""Paid bytes that are not in the store any more: lost, or deleted by the user's own command."""

import sqlalchemy as sa

from reelwright.film.money import MICRO
from reelwright.film.order import Missing, Take
from reelwright.ledger import condemning, holdings


def vanished(connection: sa.Connection, take: Take) -> Missing:
    """The answer to a paid Order whose bytes are gone. Bought once: only the owner may decide to
    buy it again."""
    missing = Missing(
        fingerprint=take.fingerprint,
        stage="store",
        cause=f"the bytes of a paid take are gone ({take.sha256[:12]}): put them back",
        reason="parked",
    )
    if take.sha256 not in condemning.deleted(connection, [take.sha256]):
        return missing
    job, charged = holdings.costs(connection, [take.sha256]).get(take.sha256, (0, 0))
    return missing.model_copy(
        update={
            "cause": f"you have deleted this clip, which had cost {charged / MICRO:.2f} USD. It "
            f"would have to be bought again: reelwright resolve {job} --resend"
        }
    )
