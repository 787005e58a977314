# One environment for everything: .venv, made here, from locked packages with checked hashes.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run test lint bench pictures clean

help: ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: .venv/.compiled app/static/vendor/.brought ## Set up what is missing, and serve
	@$(BIN)/python -m app serve

test: .venv/.tested-with app/static/vendor/.brought ## The whole suite: lint, types, contracts, SQLite, PostgreSQL, browser
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -q -n auto --dist worksteal

lint: .venv/.tested-with
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: .venv/.tested-with app/static/vendor/.brought ## Measure against the targets
	$(BIN)/python -m tests.bench

pictures: .venv/.tested-with app/static/vendor/.brought ## Take the README's pictures of the screens
	$(BIN)/python -m tests.pictures

clean: ## Remove the environment and what was brought; never data
	rm -rf .venv app/static/vendor app/paper/fonts

.venv/.installed: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
		{ echo "Python 3.11+ with its venv module is needed (on Debian: python3-venv)"; rm -rf .venv; exit 1; }
	@$(PIP) -r requirements.lock
	@touch $@

# Some machines do not let Python keep what it compiled, and every start would do it again.
.venv/.compiled: .venv/.installed $(shell find app -name '*.py')
	@$(BIN)/python -m compileall -q app
	@touch $@

.venv/.tested-with: .venv/.installed tests/requirements.lock
	@$(PIP) -r tests/requirements.lock
	@touch $@

app/static/vendor/.brought: app/vendor/package-lock.json | .venv/.installed
	@$(BIN)/python -m app.vendor
	@touch $@
