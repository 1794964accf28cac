"""What all nouns share: they are frozen, strict about fields, and have one canonical JSON form."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """A frozen value. Two nouns with equal fields are equal and hash alike."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, no NaN, UTF-8 kept.

    Floats are written by `repr`, so whole seconds must be integers where identity matters.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of `value`."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
