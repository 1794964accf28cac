"""Reads one file in a process of its own: `python -m reelwright.formats.reader MODULE PATH`.

Writes the Source as JSON, or `!` and a JSON pair of cause and remedy when the work is refused.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

from reelwright.film.errors import BadInput
from reelwright.film.source import Source
from reelwright.formats import READERS


def told(module: str, path: Path) -> bytes:
    """What the parent process is told about the file."""
    if module not in {row.module for row in READERS.values()}:
        raise ValueError(f"no such reader: {module}")
    try:
        source = import_module(f"reelwright.formats.{module}").read(path)
    except BadInput as refusal:
        return b"!" + json.dumps([refusal.cause, refusal.remedy]).encode()
    except RecursionError:
        pair = ["is nested too deeply to be read", "Try another copy of it."]
        return b"!" + json.dumps(pair).encode()
    assert isinstance(source, Source)
    return source.model_dump_json(exclude_defaults=True).encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(told(sys.argv[1], Path(sys.argv[2])))
