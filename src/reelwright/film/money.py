"""Money is counted in integer micro-units of a currency; Decimal only at the edges."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from reelwright.film.noun import Noun

MICRO = 1_000_000


class Money(Noun):
    """An amount, never a float. `micros` are millionths of one unit of `currency`."""

    micros: int = 0
    currency: str = "USD"

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str = "USD") -> Self:
        """Round half up to a micro-unit: the same rounding for quotes and for charges."""
        micros = (Decimal(amount) * MICRO).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return cls(micros=int(micros), currency=currency)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.micros) / MICRO

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(micros=self.micros + other.micros, currency=self.currency)

    def __str__(self) -> str:
        return f"{self.amount.quantize(Decimal('0.01'))} {self.currency}"
