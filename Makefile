# `make run` and `make test` need only Python 3.11 or newer, pip and make: each sets up .venv first.
PYTHON ?= python3
BIN    := .venv/bin
UV     := $(shell command -v uv 2>/dev/null)
INSTALL = $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)

.PHONY: run test check lint types contracts format bench clean

run: .venv/.run
	@$(BIN)/fieldassess

test: .venv/.dev
	$(BIN)/python -m pytest -n auto

check: lint types contracts test

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

contracts: .venv/.dev
	$(BIN)/lint-imports

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev
	$(BIN)/python -m bench

$(BIN)/python:
	@$(if $(UV),true,$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.x")')
	$(if $(UV),$(UV) venv --quiet --python '>=3.11' .venv,$(PYTHON) -m venv .venv)

.venv/.run: pyproject.toml | $(BIN)/python
	$(INSTALL) -e .
	@touch $@

.venv/.dev: pyproject.toml | $(BIN)/python
	$(INSTALL) -e '.[dev]'
	@touch $@ .venv/.run

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
