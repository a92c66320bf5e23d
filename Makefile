# Plain `make` lists what there is to do.
.DEFAULT_GOAL := help
.PHONY: help setup linkage demo check test requirements bench drills docs clean lock
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
# one test process for each core; TESTS=tests/people runs a part
WORKERS ?= auto
TESTS ?= tests
# tests start our commands many times: Python reads them as source once, and keeps that out of the tree
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/bytecode

help:
	@echo "Start"
	@echo "  setup         environment in .venv and front-end files; safe to repeat"
	@echo "  demo          invented people on http://127.0.0.1:8000"
	@echo "  linkage       what links agencies' extracts, in build/linkage"
	@echo "Change"
	@echo "  check         format, lint, types and import contracts"
	@echo "  test          the whole suite; REQUIRE_BROWSER=1 fails without a Chromium"
	@echo "  requirements  which rows of the register the tests prove"
	@echo "  lock          pin every dependency anew (needs uv and npm)"
	@echo "Measure"
	@echo "  bench         performance figures as JSON and a table"
	@echo "  drills        reliability and security drills, one line each"
	@echo "Read and tidy"
	@echo "  docs          the generated reference pages"
	@echo "  clean         remove everything that can be made again; data in var/ stays"

setup: .venv/.runtime
	@$(BIN)/python tools/build_front_end.py

.venv/.runtime: requirements/runtime.txt requirements/node.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mappa needs Python 3.11 or newer: make PYTHON=python3.11 setup")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --no-compile --require-hashes --requirement requirements/runtime.txt
	@command -v npm >/dev/null || $(PIP) install --require-hashes --requirement requirements/node.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.runtime
	$(PIP) install --no-compile --require-hashes --requirement requirements/dev.txt
	@touch $@

linkage: build/linkage/.ready

demo: setup
	@$(BIN)/mappa demo

check: setup .venv/.dev
	$(BIN)/ruff format --check --quiet src tests tools
	$(BIN)/ruff check --quiet src tests tools
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/reference_pages.py --check
	$(BIN)/pytest -q --no-header tests/architecture

test: setup .venv/.dev
	@$(BIN)/pytest -q --no-header -n $(WORKERS) --dist loadscope --no-loadscope-reorder $(TESTS)

requirements: setup .venv/.dev
	@$(BIN)/python tools/requirements_report.py

# every part is measured, whatever the one before found
bench: setup .venv/.dev build/peer/.ready build/linkage/.ready
	@$(BIN)/python tools/bench.py; pages=$$?; $(BIN)/python tools/bench_audit.py || pages=$$?; \
	  $(BIN)/python tools/bench_search.py || pages=$$?; \
	  build/linkage/bin/python tools/bench_linkage.py || pages=$$?; \
	  $(BIN)/python tools/bench_imports.py || pages=$$?; \
	  $(BIN)/python tools/bench_rules.py --peer build/peer/bin/python && exit $$pages

build/linkage/.ready: requirements/linkage.txt
	@$(PYTHON) -m venv build/linkage
	build/linkage/bin/python -m pip --disable-pip-version-check --quiet --no-input install --require-hashes --requirement requirements/linkage.txt
	@touch $@

build/peer/.ready: requirements/peer.txt
	@$(PYTHON) -m venv build/peer
	build/peer/bin/python -m pip --disable-pip-version-check --quiet --no-input install --require-hashes --requirement requirements/peer.txt
	@touch $@

drills: setup .venv/.dev build/linkage/.ready
	@$(BIN)/python tools/drills.py $(WORKERS)

docs: setup .venv/.dev
	@$(BIN)/python tools/reference_pages.py

clean:
	rm -rf .venv node_modules build src/mappa/govuk/static/vendor src/*.egg-info screenshots
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# the files hold hashes and no addresses: each machine uses its own registry
COMPILE := uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-annotate --upgrade
lock:
	$(COMPILE) pyproject.toml requirements/build.in --extra product --extra embedded -o requirements/runtime.txt
	$(COMPILE) pyproject.toml requirements/build.in --extra product --extra embedded --extra dev \
		-c requirements/runtime.txt -o requirements/dev.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt
	$(COMPILE) requirements/peer.in -o requirements/peer.txt
	$(COMPILE) pyproject.toml requirements/linkage.in --extra linkage -o requirements/linkage.txt
	npm install --package-lock-only --silent
