"""Where local Orders are made: in this process, and in others beside it where one is not enough.

Only what draws, encodes pictures or writes MP3 goes elsewhere: that is nearly all of a film's work,
and Python runs one thread at a time. Mixing stays, so that its memory is held once. The first few
of a run never go: a small change is made before a process would have begun.
"""

import traceback
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from reelwright.film import errors
from reelwright.film.noun import Noun
from reelwright.film.order import Made, Maker, Order, Stop
from reelwright.media.processes.worker import Worker
from reelwright.studio.makers import maker

ELSEWHERE = {
    "animatic": {"panel", "image", "clip"},
    "cutting": {"body", "join", "card", "shade", "sound"},
}
"""Provider -> kinds that go."""

AT_HOME = 6
"""So many of these a run makes before it begins another process, which takes half a second."""

MODULE = "reelwright.studio.workshop_child"


class Asked(Noun):
    """What a process is asked: one Order, its inputs by hash, and where to write."""

    order: Order
    inputs: dict[str, Path]
    scratch: Path


class Answered(Noun):
    """What came of it: `made`, or what was raised. `kind` names a `Trouble`, "os" or any other
    exception; `told` are its arguments."""

    made: Made | None = None
    kind: str = ""
    told: tuple[str, ...] = ()
    errno: int = 0
    trace: str = ""


class Workshop:
    """Makers for `workers` threads, all but one of which find a process of their own."""

    def __init__(self, workers: int) -> None:
        self._guard = Lock()
        self._free = [Worker(MODULE) for _ in range(workers - 1)]
        self._begun = 0

    def maker_of(self, provider: str) -> Maker:
        """The maker of a provider's Orders."""
        here, kinds = maker(provider), ELSEWHERE.get(provider, set())

        def make(order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop) -> Made:
            worker = self._taken() if order.kind in kinds else None
            if worker is None:
                return here(order, inputs, scratch, stop)
            try:
                return _made_by(worker, order, inputs, scratch, stop)
            finally:
                with self._guard:
                    self._free.append(worker)

        return make

    def _taken(self) -> Worker | None:
        with self._guard:
            self._begun += 1
            return self._free.pop() if self._free and self._begun > AT_HOME else None

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._free:
            worker.close()


def _made_by(
    worker: Worker, order: Order, inputs: Mapping[str, Path], scratch: Path, stop: Stop
) -> Made:
    asked = Asked(order=order, inputs=dict(inputs), scratch=scratch)
    line = worker.ask(asked.model_dump_json().encode(), order.kind, stop)
    answered = Answered.model_validate_json(line)
    if answered.made is None:
        raise _raised(answered)
    return answered.made


def _raised(answered: Answered) -> Exception:
    if answered.kind == "os":
        return OSError(answered.errno, *answered.told)
    trouble = getattr(errors, answered.kind, None)
    if trouble is not None:
        found: errors.Trouble = trouble(*answered.told)
        return found
    bug = RuntimeError(": ".join((answered.kind, *answered.told)))
    bug.add_note(answered.trace)
    return bug


def answer(asked: Asked, stop: Stop = lambda: False) -> Answered:
    """Make what is asked for in this process; whatever is raised is an answer."""
    order = asked.order
    try:
        return Answered(made=maker(order.provider)(order, asked.inputs, asked.scratch, stop))
    except errors.Trouble as trouble:
        return Answered(kind=_kind(trouble), told=(trouble.stage, trouble.cause, trouble.remedy))
    except OSError as error:
        return Answered(kind="os", errno=error.errno or 0, told=(error.strerror or str(error),))
    except Exception as error:
        trace = "".join(traceback.format_exception(error))
        return Answered(kind=type(error).__name__, told=(str(error),), trace=trace)


def _kind(trouble: errors.Trouble) -> str:
    """The nearest of the troubles that all rooms know."""
    return next(one.__name__ for one in type(trouble).__mro__ if one.__name__ in vars(errors))
