# Two commands do everything: `make film` and `make test`.
PY := .venv/bin/python
ONLY ?=

.PHONY: film test check unit money test-postgresql bench setup setup-dev lock clean

film: setup ## set up, and make the film of the example story
	.venv/bin/reelwright make examples/story.md --out film

test: setup-dev check unit money ## set up, and run all checks and tests

check:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

unit:
	.venv/bin/pytest -n auto --dist worksteal --cov=reelwright --cov-report=term:skip-covered --cov-fail-under=80

# What spends money, on PostgreSQL too: a half of it that takes a minute or two.
MONEY := tests/unit/studio/spending tests/unit/studio/steering tests/unit/studio/test_approving.py \
	tests/e2e/test_paid_film.py

money:
	REELWRIGHT_TEST_DATABASE=postgresql .venv/bin/pytest -n auto --dist worksteal $(MONEY)

# Without those that stop a process at system calls of SQLite's (test_paid_trace, test_paid_frozen).
test-postgresql: setup-dev ## every test that opens a data folder, on PostgreSQL
	REELWRIGHT_TEST_DATABASE=postgresql .venv/bin/pytest -n auto --dist worksteal tests/unit/studio tests/unit/ledger \
		tests/simulation tests/chaos/test_caps.py tests/chaos/test_kill.py tests/chaos/test_paid_kill.py \
		tests/chaos/test_paid_faults.py tests/e2e

bench: setup-dev ## measure; ONLY=film for one group
	$(PY) -m bench $(ONLY)

setup:
	@scripts/setup run

setup-dev:
	@scripts/setup dev

lock:
	scripts/lock

clean:
	rm -rf .venv film bench/results.json
