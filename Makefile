# The first two commands are `make run` and `make test`; both work in a fresh clone and again after that.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000
PYTEST_ARGS ?= -n auto

# The runner of the W3C's suites, where those suites and node are at hand; without, their tests say so.
W3C_RUNNER := tests/protocol/node_modules/.installed
ifneq ($(wildcard ../shared/data/w3c/rdf-tests),)
ifneq ($(shell command -v npm),)
W3C := $(W3C_RUNNER)
endif
endif

# The clients of node's that the service is tried with, where node is at hand; without, their tests say so.
CLIENTS_OF_NODE := tests/clients/node_modules/.installed
ifneq ($(shell command -v npm),)
CLIENTS := $(CLIENTS_OF_NODE)
endif

# What the web pages take from npm, where node is at hand; without, they have our own plain style and we say so.
ASSETS := src/styringsgraf/web/static/vendor/packed.json
ifneq ($(shell command -v npm),)
WITH_ASSETS := $(ASSETS)
else
WITH_ASSETS := no-assets
endif

.PHONY: no-assets assets help run install dev check test bench docs lock clean
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

run: $(VENV)/.installed $(WITH_ASSETS) ## install, build the first release and serve it on 127.0.0.1:8000
	@$(BIN)/styringsgraf serve --host $(HOST) --port $(PORT)

install: $(VENV)/.installed $(WITH_ASSETS) ## create .venv and install what the product needs

assets: $(WITH_ASSETS) ## fetch the look of the web pages from npm

dev: $(VENV)/.dev ## install also what checks and tests need

check: $(VENV)/.dev ## lint and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(VENV)/.dev $(WITH_ASSETS) $(W3C) $(CLIENTS) ## install what the tests need and run them all
	$(BIN)/pytest $(PYTEST_ARGS)

bench: $(VENV)/.dev ## measure, as ratios in one run
	$(BIN)/python bench/spine.py
	$(BIN)/python bench/country.py
	$(BIN)/python bench/check.py
	$(BIN)/python bench/hostile.py
	$(BIN)/python bench/pages.py
	$(BIN)/python bench/serve.py --municipalities 1 36

docs: $(VENV)/.dev ## write today's outputs and figures into README and docs
	$(BIN)/python tests/docs/tour.py --write
	$(BIN)/python tests/docs/reference.py --write
	$(BIN)/python tests/docs/targets.py --write
	$(BIN)/python tests/docs/service.py --write

lock: $(VENV)/.dev ## resolve the dependencies anew into the two lock files
	$(BIN)/pip install --quiet uv
	printf 'hatchling\neditables\n' | $(BIN)/uv pip compile pyproject.toml - --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --constraint requirements.lock \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements-dev.lock

clean: ## remove .venv and caches (releases in styringsgraf-data stay)
	rm -rf $(VENV) node_modules $(dir $(ASSETS)) tests/protocol/node_modules tests/clients/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "styringsgraf needs Python 3.11 or newer, but '$(PYTHON)' is not. Install a newer one, or name it: make run PYTHON=python3.12" >&2; exit 1; }
	@touch .writable 2>/dev/null && rm .writable || \
	  { echo "This folder cannot be written to: $(CURDIR). Clone styringsgraf somewhere you may write, and try again." >&2; exit 1; }
	@echo "Creating $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

# The lock is installed with hashes first; the package itself then needs nothing from outside.
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the product needs …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what checks and tests need …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(ASSETS): package-lock.json package.json .ci/assets.py | $(VENV)/bin/python
	@echo "Fetching the look of the web pages …"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || \
	  { echo "npm could not fetch them (see above). To go on with plain web pages, add WITH_ASSETS= to the command: make run WITH_ASSETS=" >&2; exit 1; }
	@$(BIN)/python .ci/assets.py

no-assets:
	@test -e $(ASSETS) || echo "npm is missing, so the web pages get a plain look and no query editor. To have them, \
	install Node.js 18 or newer with npm, and run: make assets" >&2

$(W3C_RUNNER): tests/protocol/package-lock.json
	@echo "Installing the runner of the W3C's suites …"
	@cd tests/protocol && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

$(CLIENTS_OF_NODE): tests/clients/package-lock.json
	@echo "Installing the clients the service is tried with …"
	@cd tests/clients && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@
