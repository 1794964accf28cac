"""Comparison: the nouns of a bill held against the books. Amounts are in USD."""

from reelwright.film.noun import Noun
from reelwright.studio.reports.invoice import Useless


class Match(Noun):
    """A line of the bill and the attempt it is about. `difference_usd` is bill less books."""

    id: str
    line: int
    bill_usd: float
    booked_usd: float
    difference_usd: float
    job: int
    attempt: int
    production: str
    kind: str
    model: str
    state: str
    unconfirmed: bool


class Stranger(Noun):
    """A line of the bill that no attempt of ours goes by. `perhaps` is a job of the same amount
    that was written off without our ever knowing its ticket."""

    id: str
    line: int
    bill_usd: float
    perhaps: int | None = None


class Unbilled(Noun):
    """An attempt that we have booked money for and that is not on the bill."""

    id: str
    booked_usd: float
    job: int
    attempt: int
    production: str
    kind: str
    model: str
    sent_at: float


class Reconciled(Noun):
    """A bill compared. `period` is what it covers (None: it tells no days, so all of our record is
    meant). `currency` is what its amounts are in, `rate` USD for one of it.

    `equal` agree to the digits of the bill; `different` do not; `under_way` are not settled here,
    so nothing can be said yet; `strange` are not ours; `unbilled` are ours and not on it; `useless`
    could not be read. `corrected_usd` is what has been booked now (below 0: credited).
    """

    file: str
    service: str
    currency: str
    rate: float
    rows: int
    period: tuple[str, str] | None
    bill_usd: float
    booked_usd: float
    equal: tuple[Match, ...]
    different: tuple[Match, ...]
    under_way: tuple[Match, ...]
    strange: tuple[Stranger, ...]
    unbilled: tuple[Unbilled, ...]
    useless: tuple[Useless, ...]
    more_useless: int = 0
    corrected: bool = False
    corrected_usd: float = 0.0

    @property
    def agrees(self) -> bool:
        """Whether nothing on the bill contradicts the books, or the books were put right."""
        settled = self.corrected or not self.different
        return settled and not self.strange and not self.useless
