"""Account: the nouns of a report. Amounts are in USD, times UTC seconds since 1970 (0: not yet)."""

from collections.abc import Mapping

from reelwright.film.noun import Noun
from reelwright.studio.reports.accounting import Averages, KindSum, SceneSum, Sum
from reelwright.studio.reports.assemblies import Assembly


class JobCounts(Noun):
    """All jobs that the newest revision wants, free ones too. total = the sum of the others.
    `replaced` failed, and another model of the list made their shots."""

    total: int = 0
    completed: int = 0
    replaced: int = 0
    failed: int = 0
    skipped: int = 0
    parked: int = 0
    pending: int = 0


class Cost(Noun):
    """What was said and what was paid. actual = charged + written_off + corrected.

    `corrected_usd` is what bills have added or taken off since. `unconfirmed_usd` is the part of
    the charges that no service has stated. `limit_usd` None: nothing limits this production.
    """

    quoted_usd: float = 0.0
    actual_usd: float = 0.0
    charged_usd: float = 0.0
    written_off_usd: float = 0.0
    corrected_usd: float = 0.0
    held_usd: float = 0.0
    unconfirmed_usd: float = 0.0
    limit_usd: float | None = None


class Runs(Noun):
    """The runs that spent: how many, and how long they took together. `last` says how the last one
    ended: done, or what stopped it."""

    count: int = 0
    wall_seconds: float = 0.0
    last: str = ""


class Approval(Noun):
    """A yes of the user's to a bill."""

    at: float
    revision: int
    usd: float


class Calls(Noun):
    """The requests to one service. `failed`: no answer, or one from 400 on. `bytes` were read."""

    service: str
    requests: int
    failed: int
    mean_seconds: float
    bytes: int


class Row(Noun):
    """One attempt, as a line of the CSV file."""

    production: str
    scene: str
    shot: str
    job: int
    attempt: int
    kind: str
    service: str
    model: str
    state: str
    money: str
    quoted_usd: float
    held_usd: float
    charged_usd: float
    corrected_usd: float
    unconfirmed: bool
    ticket: str
    day: str
    sent_at: float
    ended_at: float
    seconds: float
    error: str


class Retry(Noun):
    """An attempt that was not the first of its job, and why there was another."""

    job: int
    at: float
    cause: str


class Failure(Noun):
    """A job that failed for good so far."""

    job: int
    kind: str
    service: str
    model: str
    scene: str
    shot: str
    error: str


class Results(Noun):
    """Where everything lies. `out` is where the last run laid it out, "" when nobody knows."""

    data: str
    out: str
    film: str
    report: str


class Alert(Noun):
    """Something to look at."""

    kind: str
    told: str


class Report(Noun):
    """What a production has come to. `gates`: None where there is nothing to tell; `because` says
    what is wrong with those that are false."""

    production: str
    title: str
    status: str
    revision: int
    at: float
    jobs: JobCounts
    paid: Sum
    cost: Cost
    runs: Runs
    averages: Averages
    scenes: tuple[SceneSum, ...] = ()
    kinds: tuple[KindSum, ...] = ()
    failed: tuple[Failure, ...] = ()
    errors: Mapping[str, int] = {}
    retries: tuple[Retry, ...] = ()
    calls: tuple[Calls, ...] = ()
    approvals: tuple[Approval, ...] = ()
    attempts: tuple[Row, ...] = ()
    assemblies: tuple[Assembly, ...] = ()
    results: Results
    alerts: tuple[Alert, ...] = ()
    gates: Mapping[str, bool | None] = {}
    because: Mapping[str, str] = {}

    @property
    def broken(self) -> tuple[str, ...]:
        """The gates that are false."""
        return tuple(name for name, ok in self.gates.items() if ok is False)
