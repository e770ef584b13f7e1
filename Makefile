# Everything sets itself up: python3 with venv and pip, git and make are all that is needed.
.PHONY: bench demo docs test real setup fast lint reliability node boundaries mutation
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

# What judges the review page, the SARIF and the editor's view of a plan; without npm the tests that need it skip and say so.
NODE := axe-core@4.14.1 @microsoft/jest-sarif@1.0.0-beta.0 yaml-language-server@1.19.2

node:
	@if ! command -v npm >/dev/null; then echo "no npm: tests that need its packages will skip"; \
	elif [ "$$(cat .node/.ready 2>/dev/null)" != "$(NODE)" ]; then \
	npm install --silent --no-audit --no-fund --no-save --prefix .node $(NODE) && echo "$(NODE)" >.node/.ready || true; fi

test: lint node
	$(BIN)/python -m pytest -n auto

real: setup
	$(BIN)/python specs/real/run.py

# `make bench BENCH=--all` writes the README's table too.
BENCH ?= --record benchmarks/speed/record.json --draw docs/images/speed.svg

bench: setup
	$(BIN)/python -m benchmarks.speed $(BENCH)

reliability: setup
	$(BIN)/python -m benchmarks.reliability.differential
	$(BIN)/python -m benchmarks.reliability.damage
	$(BIN)/python -m benchmarks.reliability.landings
	$(BIN)/python -m benchmarks.reliability.canaries
	$(BIN)/python -m benchmarks.reliability.settings
	$(BIN)/python -m benchmarks.reliability.faults
	$(BIN)/python -m benchmarks.reliability.together
	$(BIN)/python -m benchmarks.reliability.plans_fuzz
	$(BIN)/python -m benchmarks.reliability.patches_fuzz
	$(BIN)/python -m benchmarks.reliability.lint_limits
	$(BIN)/python -m benchmarks.reliability.targets

boundaries: setup
	$(BIN)/python -m benchmarks.boundaries.faults
	$(BIN)/python -m benchmarks.boundaries.trees
	$(BIN)/python -m benchmarks.boundaries.peers

# `make mutation MUTANTS=--all` tries every mutant.
MUTANTS ?= --sample 24

mutation: setup
	$(BIN)/python -m benchmarks.mutation $(MUTANTS)
