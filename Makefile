# Everything sets itself up: python3 with venv and pip, git and make are all that is needed.
.PHONY: demo docs test real setup fast lint reliability axe boundaries
PYTHON ?= python3
BIN := .venv/bin

setup: .venv/.ready

.venv/.ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: setup
	@$(BIN)/python specs/example/demo.py

docs: setup
	@$(BIN)/python docs/website.py

lint: setup
	$(BIN)/ruff check patcher tests specs docs benchmarks
	$(BIN)/ruff format --check patcher tests specs docs benchmarks
	$(BIN)/mypy

# The judge of the review page's accessibility; without npm the tests that need it skip and say so.
AXE := .node/node_modules/axe-core/axe.min.js

axe:
	@test -e $(AXE) || ! command -v npm >/dev/null || npm install --silent --no-audit --no-fund --no-save --prefix .node axe-core@4.14.1 || true

test: lint axe
	$(BIN)/python -m pytest -n auto

real: setup
	$(BIN)/python specs/real/run.py

reliability: setup
	$(BIN)/python -m benchmarks.reliability.differential
	$(BIN)/python -m benchmarks.reliability.damage
	$(BIN)/python -m benchmarks.reliability.landings

boundaries: setup
	$(BIN)/python -m benchmarks.boundaries.faults
	$(BIN)/python -m benchmarks.boundaries.trees
	$(BIN)/python -m benchmarks.boundaries.peers
