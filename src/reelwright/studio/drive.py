"""Drives a recipe: asks the ledger, has the rest made, and sends the Takes back in.

A recipe and its inner recipes are a tree of generators. Each goes on as soon as its own list is
answered, so one shot's chain never waits for another's.
"""

import queue
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Protocol

from reelwright.film.errors import Interrupted
from reelwright.film.order import Answer, Order, Stop
from reelwright.studio.makers import hungry
from reelwright.studio.turns import Turns


class Desk(Protocol):
    """Where the driver's questions go."""

    def known(self, orders: Sequence[Order]) -> Mapping[str, Answer]:
        """Answers that exist already, by fingerprint; all `orders` are recorded as wanted."""

    def make(self, order: Order, stop: Stop) -> Answer:
        """Make one Order. Called on a thread of the pool."""

    def later(self, order: Order) -> "Future[Answer] | None":
        """The answer to come of an Order that somebody else makes, or None: it is made here."""


@dataclass
class Node:
    """One generator, and the list it waits for. `along` counts the lists before it, its parents'
    too."""

    recipe: Generator[list[Any], list[Any], Any]
    parent: "Node | None" = None
    place: int = 0
    along: int = 0
    answers: list[Any] = field(default_factory=list)
    open: int = 0


@dataclass
class Driver:
    """The state of one drive. Single-threaded but for the workers that make things."""

    desk: Desk
    turns: Turns
    stop: Stop
    patience: float = 0.2
    """Seconds between looks at `stop` while nothing happens."""
    ready: list[tuple[Node, list[Any] | None]] = field(default_factory=list)
    asked: list[tuple[Order, Node, int]] = field(default_factory=list)
    waiting: dict[str, list[tuple[Node, int]]] = field(default_factory=dict)
    memory: dict[str, Answer] = field(default_factory=dict)
    done: "queue.SimpleQueue[tuple[str, Future[Answer]]]" = field(default_factory=queue.SimpleQueue)
    result: Any = None
    finished: bool = False

    def run(self, recipe: Generator[list[Any], list[Any], Any]) -> Any:
        """Drive `recipe` to its end and answer what it returns."""
        self.ready.append((Node(recipe), None))
        while not self.finished:
            if self.stop():
                raise Interrupted("make", "stopped", "")
            while self.ready:
                self.advance(*self.ready.pop())
            self.ask()
            if not self.ready and not self.finished:
                self.collect()
        return self.result

    def advance(self, node: Node, answers: list[Any] | None) -> None:
        """Send a generator its answers and take its next list."""
        try:
            wanted = node.recipe.send(answers) if answers is not None else next(node.recipe)
        except StopIteration as end:
            self.deliver(node, end.value)
            return
        node.along += answers is not None
        node.answers = [None] * len(wanted)
        node.open = len(wanted)
        if not wanted:
            self.ready.append((node, []))
        recipes = []
        for place, entry in enumerate(wanted):
            if isinstance(entry, Order):
                self.asked.append((entry, node, place))
            else:
                recipes.append((Node(entry, node, place, node.along), None))
        # Backwards, because `ready` is a stack: the first shot's chain then goes first.
        self.ready += reversed(recipes)

    def deliver(self, node: Node, value: Any) -> None:
        """A generator has ended: its value answers one place of its parent's list."""
        if node.parent is None:
            self.result, self.finished = value, True
        else:
            self.answer(node.parent, node.place, value)

    def answer(self, node: Node, place: int, value: Any) -> None:
        node.answers[place] = value
        node.open -= 1
        if node.open == 0:
            self.ready.append((node, node.answers))

    def ask(self) -> None:
        """One query for all Orders that came up since the last one."""
        asked, self.asked = self.asked, []
        fresh = {
            order.fingerprint: order
            for order, _, _ in asked
            if order.fingerprint not in self.memory and order.fingerprint not in self.waiting
        }
        if fresh:
            self.memory.update(self.desk.known(list(fresh.values())))
        for order, node, place in asked:
            name = order.fingerprint
            if name in self.memory:
                self.answer(node, place, self.memory[name])
            elif name in self.waiting:
                self.waiting[name].append((node, place))
            else:
                self.waiting[name] = [(node, place)]
                self.begin(order, node.along)

    def begin(self, order: Order, along: int) -> None:
        future = self.desk.later(order)
        if future is None:
            future = self.turns.want(order, along)
        name = order.fingerprint
        future.add_done_callback(lambda ended: self.done.put((name, ended)))

    def collect(self) -> None:
        """Wait until something is made, or until it is time to look at `stop` again."""
        try:
            name, future = self.done.get(timeout=self.patience)
        except queue.Empty:
            return
        made = future.result()
        self.memory[name] = made
        for node, place in self.waiting.pop(name):
            self.answer(node, place, made)


def drive(
    recipe: Generator[list[Any], list[Any], Any], desk: Desk, workers: int, stop: Callable[[], bool]
) -> Any:
    """Run `recipe` with `workers` things being made at a time, until its end or until `stop`.

    When anything raises, work under way is told to stop and awaited before the error goes on, so
    that nothing writes behind the caller's back.
    """
    abandoned = False

    def give_up() -> bool:
        return abandoned or stop()

    def make(order: Order) -> Answer:
        return desk.make(order, give_up)

    with Turns(workers, make, hungry) as turns:
        try:
            return Driver(desk, turns, give_up).run(recipe)
        finally:
            abandoned = True
