"""All that knows the execution engine (DBOS): the driver of a production as one idempotent step.

Our tables are the truth; the engine's are scheduling state. A workflow's id is `production.run`;
`run` is raised in the transaction that enqueues, so a driver left behind by a dead process finds a
higher number and does nothing. Inputs are ids only, business outcomes are returned, and an
exception here is a bug.
"""

import asyncio
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions
from dbos import Serializer as EngineSerializer

from reelwright.film.errors import MachineTrouble, Trouble
from reelwright.ledger import productions
from reelwright.ledger.database import open_scheduler_database
from reelwright.studio.home import Home

NAME = "reelwright"
QUEUE = "productions"
VERSION = "1"
"""Pinned: the engine's own default changes with every edit and would strand running work. Raised
only when a workflow that may be in flight changes its meaning."""
EXECUTOR = "local"
SOON, POLL = 0.02, 0.25
"""Seconds between looks at the queue: until a run has begun, for which somebody waits; after it."""

TICK = 0.1
"""Seconds between looks of the engine's listener at whether to go on: the end waits for it."""

START_PATIENCE = 60.0
"""Seconds that the queue may take to hand over what was enqueued; a tenth is usual."""
SETTLE = 2.0
"""Seconds to wait at the end for the engine's own bookkeeping."""

Work = Callable[[str, int], dict[str, Any]]


class Json(EngineSerializer):
    """JSON instead of the engine's default, pickle: a writable database must not mean code."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data if not isinstance(data, BaseException) else {"error": str(data)})

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data)

    def name(self) -> str:
        return "reelwright_json"


@dataclass
class Bench:
    """What the registered workflow finds in this process: one engine runs at a time.

    `key` names the one run that this process asked for; any other is a leftover of a dead process.
    """

    work: Work | None = None
    key: str = ""
    begun: bool = False
    ended: bool = False
    result: dict[str, Any] | None = None
    error: BaseException | None = None
    change: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, **values: Any) -> None:
        with self.change:
            for name, value in values.items():
                setattr(self, name, value)
            self.change.notify_all()


_bench = Bench()


@DBOS.workflow(name="drive")
async def _drive(production: str, run: int) -> dict[str, Any]:
    return await _step(production, run)


@DBOS.step(name="produce", preemptible=True)
async def _step(production: str, run: int) -> dict[str, Any]:
    """Business outcomes are returned: only a bug of ours makes the engine see an exception."""
    if _bench.work is None or f"{production}.{run}" != _bench.key:
        return {"superseded": True}
    _bench.tell(begun=True)
    try:
        result = await asyncio.to_thread(_bench.work, production, run)
    except Trouble as trouble:
        _bench.tell(ended=True, error=trouble)
        return {"trouble": str(trouble)}
    except BaseException as error:
        _bench.tell(ended=True, error=error)
        raise
    _bench.tell(ended=True, result=result)
    return result


@dataclass
class Engine:
    """The engine over a data folder that this process owns."""

    home: Home
    work: Work

    def __enter__(self) -> "Engine":
        if _bench.work is not None:
            raise MachineTrouble(
                "make", "this process is making a film already", "Wait for it to end."
            )
        with self.home.database.begin() as connection:
            productions.retire_runs(connection)
        _bench.tell(work=self._calmly, key="", begun=False, ended=False, result=None, error=None)
        self._database = open_scheduler_database(self.home.url)
        config: DBOSConfig = {
            "name": NAME,
            "system_database_engine": self._database,
            "application_version": VERSION,
            "executor_id": EXECUTOR,
            "serializer": Json(),
            "use_listen_notify": False,
            "notification_listener_polling_interval_sec": TICK,
            "log_level": "CRITICAL",
        }
        logging.getLogger("dbos").setLevel(logging.CRITICAL)
        DBOS(config=config)
        self._client = DBOSClient(
            system_database_engine=self._database, serializer=Json(), lazy=True
        )
        # Before the launch: a queue that is registered after it waits a second to be looked at.
        DBOS.migrate(self._database.url.render_as_string(hide_password=False))
        self._client.register_queue(
            QUEUE, worker_concurrency=1, polling_interval_sec=SOON, application_name=NAME
        )
        DBOS.launch()
        return self

    def __exit__(self, *_: object) -> None:
        self._settle()
        self._client.destroy()
        DBOS.destroy()
        self._database.dispose()
        _bench.tell(work=None, key="")

    def run(self, production: str) -> dict[str, Any]:
        """Enqueue a run of this production and wait for what the work returns or raises.

        A KeyboardInterrupt is the caller's: it stops the work, then calls `wait`.
        """
        with self.home.database.begin() as connection:
            run = productions.begin_run(connection, production)
            key = f"{production}.{run}"
            asked: EnqueueOptions = {
                "workflow_name": "drive", "queue_name": QUEUE, "workflow_id": key,
                "app_version": VERSION,
            }  # fmt: skip
            self._client.enqueue_in_transaction(connection, asked, production, run)
            _bench.tell(key=key)
        return self.wait()

    def wait(self, patience: float = START_PATIENCE) -> dict[str, Any]:
        """Wait, wakeable by signals, until the work has ended; nothing was enqueued: {}.

        Raises `MachineTrouble` when it has not even begun after `patience` seconds.
        """
        deadline = time.monotonic() + patience
        with _bench.change:
            while _bench.key and not _bench.ended:
                if not _bench.begun and time.monotonic() > deadline:
                    raise MachineTrouble(
                        "engine", "the work did not start", "Run the same command again."
                    )
                _bench.change.wait(timeout=0.2)
            if _bench.error is not None:
                raise _bench.error
            return _bench.result or {}

    def _calmly(self, production: str, run: int) -> dict[str, Any]:
        """The work of a run; nobody waits for the queue any more."""
        if queue := self._client.retrieve_queue(QUEUE):
            queue.set_polling_interval_sec(POLL)
        return self.work(production, run)

    def _settle(self) -> None:
        """Let the engine write down that the run ended, so that no later start picks it up."""
        deadline = time.monotonic() + SETTLE
        while _bench.key and _bench.ended and time.monotonic() < deadline:
            found = DBOS.get_workflow_status(_bench.key)
            if found is None or found.status not in ("PENDING", "ENQUEUED"):
                return
            time.sleep(0.02)
