"""Makes what a recipe asks for by the cut's own makers, with no ledger and nothing known."""

import hashlib
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from reelwright import cutting
from reelwright.film.order import Made, Order, Recipe, Take
from reelwright.ledger.store import Store


class Floor:
    """Makes each Order once, one after another; notes the CPU of each kind."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.made: dict[str, Path] = {}
        self.takes: dict[str, Take] = {}
        self.cpu: defaultdict[str, float] = defaultdict(float)

    def run(self, recipe: Recipe[Any]) -> Any:
        try:
            wanted = next(recipe)
            while True:
                wanted = recipe.send(
                    [self.take(w) if isinstance(w, Order) else self.run(w) for w in wanted]
                )
        except StopIteration as end:
            return end.value

    def take(self, order: Order) -> Take:
        if order.fingerprint not in self.takes:
            began = time.process_time()
            scratch = self.folder / str(len(self.takes))
            scratch.mkdir()
            inputs = {name: self.made.get(name) or self.store.path(name) for name in order.inputs}
            made = cutting.make(order, inputs, scratch, lambda: False)
            self.takes[order.fingerprint] = self._kept(order, made)
            self.cpu[order.kind] += time.process_time() - began
        return self.takes[order.fingerprint]

    def given(self, path: Path, kind: str) -> Take:
        """A file from outside, as if it had been made here."""
        order = Order(kind="clip", provider="given", model=kind, params={"name": path.name})
        return self._kept(order, Made(path=path, media_type="application/octet-stream"))

    def _kept(self, order: Order, made: Made) -> Take:
        with made.path.open("rb") as file:
            name = hashlib.file_digest(file, "sha256").hexdigest()
        self.made[name] = made.path
        return Take(
            fingerprint=order.fingerprint,
            sha256=name,
            media_type=made.media_type,
            size=made.path.stat().st_size,
            facts=made.facts,
        )
