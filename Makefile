# Needs python3 (3.11 or newer), git and make; everything else is installed into .venv by `make setup`.

COMPANY ?= demo
ENGINE ?= duckdb
DATA ?=
SCALE ?=
READ ?=

PLUMBLINE := .venv/bin/plumbline
READY := .venv/.ready
# Two workers take tests from one queue, in the order that tests/python/workers.py gives them.
WORKERS ?= 2
PYTEST := .venv/bin/python -m pytest -n $(WORKERS) --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup demo company build check test lint docs dictionary bench clean

help: ## Show this help
	@echo "Plumbline: one agreed meaning per indicator."
	@echo
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18
	@echo
	@echo "First time: make demo (a few minutes, it sets up by itself). Then: .venv/bin/plumbline --help"

setup: $(READY) ## Install everything into .venv (other targets do it by themselves)

$(READY): uv.lock pyproject.toml
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Plumbline needs python3, version 3.11 or newer, on the PATH; found: $$(python3 --version 2>&1)." >&2; exit 2; }
	@if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then \
		uv=uv; \
	else \
		if ! [ -x .uv/bin/uv ]; then \
			python3 -c 'import ensurepip' 2>/dev/null || { \
				echo "This python3 cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
				exit 2; }; \
			echo "Installing uv into .uv ..."; \
			python3 -m venv .uv && .uv/bin/pip install --quiet --disable-pip-version-check uv || { rm -rf .uv; exit 2; }; \
		fi; \
		uv=.uv/bin/uv; \
	fi; \
	echo "Installing the locked packages into .venv (a minute or two the first time) ..."; \
	$$uv sync --locked --quiet
	@touch $@

demo: $(READY) ## Make the demo group's files, land, build, test, publish, show the scorecard
	@$(PLUMBLINE) demo --engine $(ENGINE)

company: $(READY) ## The same for a company: make company COMPANY=adventureworks DATA=<folder> [ENGINE=postgres]
	@test -n "$(DATA)" || { echo "Name the folder of its files: make company COMPANY=$(COMPANY) DATA=<folder>" >&2; exit 2; }
	@$(PLUMBLINE) run --company $(COMPANY) --data "$(DATA)" --engine $(ENGINE)

build: $(READY) ## Build, test and publish what is landed: make build [COMPANY=...] [ENGINE=postgres]
	@$(PLUMBLINE) build --company $(COMPANY) --engine $(ENGINE)
	@$(PLUMBLINE) publish --company $(COMPANY) --engine $(ENGINE)

check: $(READY) ## After each change (minutes): format, types, guards, changed SQL, unit tests, oracles on DuckDB
	@$(PLUMBLINE) lint --changed
	@$(PYTEST) --check

test: $(READY) ## Everything: lint and guards, both engines with all dbt tests, parity, oracles, real data, Python tests
	@$(PLUMBLINE) lint
	@$(PYTEST)

lint: $(READY) ## sqlfluff, ruff, mypy and the project's own guards
	@$(PLUMBLINE) lint

docs: $(READY) ## One static, offline dbt docs file: make docs [COMPANY=...]
	@$(PLUMBLINE) docs --company $(COMPANY) --engine $(ENGINE)

bench: $(READY) ## Measure the build (SCALE=1 is the reference size), or with READ=1 the questions of a dashboard
	@$(PLUMBLINE) bench $(if $(READ),--read) $(if $(SCALE),--scale $(SCALE)) --details

dictionary: $(READY) ## The indicator dictionary, workbook and pages, both languages: make dictionary [COMPANY=...]
	@$(PLUMBLINE) dictionary --company $(COMPANY)

clean: ## Remove everything built (warehouse/, target/, logs/, caches); .venv stays
	@rm -rf warehouse target logs .mypy_cache .ruff_cache .pytest_cache
