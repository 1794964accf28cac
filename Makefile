# Two commands do everything: `make film` and `make test`.
PY := .venv/bin/python
ONLY ?=

.PHONY: film test check unit bench setup setup-dev lock clean

film: setup ## set up, and make the film of the example story
	.venv/bin/reelwright make examples/story.md --out film

test: setup-dev check unit ## set up, and run all checks and tests

check:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

unit:
	.venv/bin/pytest -n auto --cov=reelwright --cov-report=term:skip-covered --cov-fail-under=80

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
