"""Asking for text: Orders that rules or a language model answer, validated, asked again."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import JsonValue, ValidationError

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Missing, Order, Recipe
from reelwright.writing.answers import Answer

TRIES = 3
"""How often an answer may be wrong before the recipe gives up (requirement A2)."""

A = TypeVar("A", bound=Answer)


def text_order(task: str, params: dict[str, JsonValue]) -> Order:
    """A text Order: everything the answer may depend on stands in `params`."""
    return Order(kind="text", provider="rules", model="rules-1", params={"task": task, **params})


def ask(
    task: str,
    params: dict[str, JsonValue],
    shape: type[A],
    check: Callable[[A], str] = lambda _: "",
) -> Recipe[A]:
    """Ask until the answer has its shape and `check` finds nothing wrong ("" = fine).

    A wrong answer leads to a new Order that carries the error. Raises MachineTrouble after `TRIES`.
    """
    wrong = ""
    for _ in range(TRIES):
        order = text_order(task, {**params, "error": wrong} if wrong else params)
        (take,) = yield [order]
        if isinstance(take, Missing):
            raise MachineTrouble("write", f"the {task} could not be written: {take.cause}")
        try:
            found = shape.model_validate_json(str(take.facts["text"]))
        except ValidationError as invalid:
            wrong = str(invalid)[:500]
            continue
        wrong = check(found)
        if not wrong:
            return found
    raise MachineTrouble(
        "write", f"no usable answer for the {task} in {TRIES} tries: {wrong}", "Run it again."
    )
