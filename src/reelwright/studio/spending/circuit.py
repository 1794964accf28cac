"""Circuit: seeing whether a service that took nothing any more is back (N5)."""

from dataclasses import dataclass

from reelwright.film.errors import Trouble
from reelwright.ledger import gate
from reelwright.studio.spending.access import trouble
from reelwright.studio.spending.counter import Counter


@dataclass(frozen=True)
class Circuit:
    """Probes of services whose circuit is open: by a free request where there is one."""

    counter: Counter

    def due(self, provider: str, now: float) -> bool:
        """Whether a probe is due, and this caller shall make it."""
        with self.counter.home.database.begin() as connection:
            return gate.probe(connection, provider, now)

    def probe(self, provider: str) -> bool:
        """Ask, and let submissions through again if all seems well: at the next refusal the
        circuit is open again at once."""
        try:
            access = self.counter.reach(provider)
            if access.provider.check is not None and trouble(access, self.counter.world):
                return False
        except Trouble:
            return False
        with self.counter.home.database.begin() as connection:
            gate.half_open(connection, provider)
        return True
