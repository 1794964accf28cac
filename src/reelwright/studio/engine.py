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
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from dbos import DBOS, DBOSClient, DBOSConfig
from dbos import Serializer as EngineSerializer

from reelwright.film.errors import Trouble
from reelwright.ledger import productions
from reelwright.ledger.database import open_scheduler_database
from reelwright.studio.home import Home

QUEUE = "productions"
VERSION = "1"
"""Pinned: the engine's own default changes with every edit and would strand running work. Raised
only when a workflow that may be in flight changes its meaning."""
EXECUTOR = "local"
POLL = 0.1
"""Seconds: what starting a production may wait for its queue."""

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
class Desk:
    """What the registered workflow finds in this process: one engine runs at a time."""

    work: Work | None = None
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, BaseException] = field(default_factory=dict)
    ended: threading.Condition = field(default_factory=threading.Condition)


_desk = Desk()


@DBOS.workflow(name="drive")
async def _drive(production: str, run: int) -> dict[str, Any]:
    return await _step(production, run)


@DBOS.step(name="produce", preemptible=True)
async def _step(production: str, run: int) -> dict[str, Any]:
    """Business outcomes are returned: only a bug of ours makes the engine see an exception."""
    key = f"{production}.{run}"
    try:
        result = await asyncio.to_thread(_work, production, run)
    except Trouble as trouble:
        _hand_over(_desk.errors, key, trouble)
        return {"trouble": str(trouble)}
    except BaseException as error:
        _hand_over(_desk.errors, key, error)
        raise
    _hand_over(_desk.results, key, result)
    return result


def _hand_over(shelf: dict[str, Any], key: str, value: Any) -> None:
    with _desk.ended:
        shelf[key] = value
        _desk.ended.notify_all()


def _work(production: str, run: int) -> dict[str, Any]:
    return _desk.work(production, run) if _desk.work else {"superseded": True}


@dataclass
class Engine:
    """The engine over a data folder that this process owns."""

    home: Home
    work: Work

    def __enter__(self) -> "Engine":
        _desk.work = self.work
        self._database = open_scheduler_database(self.home.url)
        config: DBOSConfig = {
            "name": "reelwright",
            "system_database_engine": self._database,
            "application_version": VERSION,
            "executor_id": EXECUTOR,
            "serializer": Json(),
            "use_listen_notify": False,
            "log_level": "CRITICAL",
        }
        logging.getLogger("dbos").setLevel(logging.CRITICAL)
        DBOS(config=config)
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=POLL)
        self._client = DBOSClient(
            system_database_engine=self._database, serializer=Json(), lazy=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._client.destroy()
        DBOS.destroy()
        self._database.dispose()
        _desk.work = None

    def run(self, production: str) -> dict[str, Any]:
        """Enqueue a run of this production and wait for what the work returns or raises.

        A KeyboardInterrupt is the caller's: it stops the work, then calls `wait` again.
        """
        with self.home.database.begin() as connection:
            productions.retire_runs(connection, production)
            run = productions.begin_run(connection, production)
            self._client.enqueue_in_transaction(
                connection,
                {
                    "workflow_name": "drive",
                    "queue_name": QUEUE,
                    "workflow_id": f"{production}.{run}",
                    "app_version": VERSION,
                },
                production,
                run,
            )
        return self.wait(f"{production}.{run}")

    def wait(self, key: str) -> dict[str, Any]:
        """Wait, wakeable by signals, until the work under `key` has ended in this process."""
        with _desk.ended:
            while key not in _desk.results and key not in _desk.errors:
                with suppress(TimeoutError):
                    _desk.ended.wait(timeout=0.2)
            if key in _desk.errors:
                raise _desk.errors.pop(key)
            return _desk.results.pop(key)
