"""`python -m bench [GROUP]`: measure, print one table, write `bench/results.json`."""

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from compileall import compile_dir
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import reelwright
from bench.row import Row

GROUPS = {"film": "bench.film", "cut": "bench.cut", "money": "bench.money"}
"""Group -> module with `measure(folder) -> Iterator[Row]`; later groups add their row here."""


def main() -> int:
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    if only and only not in GROUPS:
        sys.stderr.write(f"bench: there is no group {only!r}; there are: {', '.join(GROUPS)}\n")
        return 2
    # As installed: an environment that forbids bytecode would have us measure the compiler.
    compile_dir(Path(reelwright.__file__).parent, quiet=1)
    rows: list[Row] = []
    print(f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}")
    print(f"{'':5} {'figure':<72} {'value':>9} {'limit':>9}  unit")
    for group in [only] if only else list(GROUPS):
        measure: Callable[[Path], Iterator[Row]] = import_module(GROUPS[group]).measure
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            for row in measure(Path(folder)):
                rows.append(row)
                _print(row)
    results = Path(__file__).parent / "results.json"
    results.write_text(json.dumps([row.as_json() for row in rows], indent=1) + "\n")
    return 0 if all(row.holds for row in rows) else 1


def _print(row: Row) -> None:
    sign = "≥" if row.floor else "≤"
    print(
        f"{'holds' if row.holds else 'FAILS'} {row.name:<72} {row.value:>9.3g} "
        f"{sign}{row.limit:>8g}  {row.unit}",
        flush=True,
    )


def _machine() -> str:
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
