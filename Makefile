# Everything a developer does here. `make run` and `make test` set up what they need.
.DEFAULT_GOAL := help
.PHONY: help run test install worker seed lint fmt types contracts bench locks translations browser clean

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
BENCH  ?= standard
NPM     = $(shell command -v npm || echo $(CURDIR)/$(BIN)/npm)
PIP     = $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
CATALOG := rekruttering/translations/nn/LC_MESSAGES/messages
export PYTHONPATH := $(CURDIR)
export FLASK_APP  := wsgi.py

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.warm rekruttering/static/vendor/.ready $(CATALOG).mo ## Set up everything and start the service with the demo round
	@REKRUTTERING_DEMO=1 $(BIN)/flask start $(if $(PUNKT),--punkt $(PUNKT))

test: install browser ## Set up everything and run the whole suite (T=path for a part of it)
	@$(BIN)/python tools/check.py $(T)

install: $(VENV)/.test $(VENV)/.warm rekruttering/static/vendor/.ready $(CATALOG).mo ## Set up for development

worker: install ## Start a further worker for background jobs
	@REKRUTTERING_DEMO=1 $(BIN)/flask jobs work

seed: install ## Put the demo round at a point of the process (PUNKT=utlysning, vurdering ...)
	@REKRUTTERING_DEMO=1 $(BIN)/flask demo load $(if $(PUNKT),--punkt $(PUNKT))

fmt: install ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lint: install ## Check style
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: install ## Check types
	@$(BIN)/mypy

contracts: install ## Check the order of areas and layers
	@$(BIN)/lint-imports

translations: install ## Collect texts into the nynorsk catalogue
	@$(BIN)/python tools/translations.py

bench: $(VENV)/.warm $(VENV)/.bench ## Measure the optimiser beside others and write docs/benchmarks (BENCH=quick, standard, full)
	@$(BIN)/python -m bench run --mode $(BENCH); code=$$?; \
	  $(BIN)/python -m bench report --mode $(BENCH) && exit $$code

locks: install ## Renew the lock files
	@$(BIN)/python tools/locks.py

browser: install ## Find or install the browser of the browser tests
	@$(BIN)/python tools/browser.py

clean: ## Remove what was set up; instance/ stays
	rm -rf $(VENV) node_modules rekruttering/static/vendor build

$(VENV)/.venv:
	@echo "Setting up Python ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Python lacks venv; on Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.venv requirements.lock
	@echo "Installing what the service needs ..."
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.lock
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: $(VENV)/.run requirements-bench.lock
	@echo "Installing what the plots need ..."
	@$(PIP) -r requirements-bench.lock
	@touch $@

$(VENV)/.warm: $(VENV)/.run $(wildcard matching/*/*_loops.py matching/*/*/*_loops.py)
	@echo "Compiling the optimiser's inner loops ..."
	@$(BIN)/python -c 'import matching; matching.warm_up()' & tildeling=$$!; \
	  $(BIN)/python -c 'from matching import timeplan; timeplan.warm_up()' && wait $$tildeling
	@touch $@

$(VENV)/.npm: $(VENV)/.venv requirements-node.lock
	@command -v npm >/dev/null || { echo "Installing npm ..."; $(PIP) -r requirements-node.lock; }
	@touch $@

rekruttering/static/vendor/.ready: $(VENV)/.npm package-lock.json tools/vendor.py
	@echo "Fetching Udir's theme, fonts and map ..."
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --silent
	@$(BIN)/python tools/vendor.py
	@touch $@

$(CATALOG).mo: $(CATALOG).po $(VENV)/.run
	@$(BIN)/pybabel --quiet compile --domain messages --directory rekruttering/translations
