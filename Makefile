# Every target works alone on a machine with Python 3.11+ and make; `make help` lists them.
PYTHON ?= python3
RUN := .venv
DEV := .venv-dev
PIP_FLAGS := --quiet --disable-pip-version-check --constraint constraints.txt
SOURCES := moc_align tests bench
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help diff test lint types imports format unit bench gate model wheel clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

diff: $(RUN)/ready ## compare the two shipped documents (ARGS="OLD NEW --format json" for others)
	@$(RUN)/bin/moc-align diff $(ARGS)

test: lint types imports unit ## run the whole suite: lint, types, imports, tests

lint: $(DEV)/ready ## style and formatting
	@$(DEV)/bin/ruff check $(SOURCES)
	@$(DEV)/bin/ruff format --check $(SOURCES)

types: $(DEV)/ready ## mypy --strict
	@$(DEV)/bin/mypy

imports: $(DEV)/ready ## who may import whom
	@$(DEV)/bin/lint-imports

format: $(DEV)/ready ## rewrite the formatting in place
	@$(DEV)/bin/ruff check --fix --quiet $(SOURCES)
	@$(DEV)/bin/ruff format $(SOURCES)

unit: $(DEV)/ready ## tests alone (ARGS="-k parser" for some of them)
	@$(DEV)/bin/python -m pytest $(ARGS)

bench: $(DEV)/ready ## time and memory of the commands, as ratios to a bare process
	@$(DEV)/bin/python bench/speed.py

gate: $(DEV)/ready ## quality against the floors (DATA=folder for the public sets, ARGS=--accept)
	@$(DEV)/bin/python bench/gate.py $(if $(DATA),--data "$(DATA)") $(ARGS)

model: $(DEV)/ready ## train the embedded model: make model DATA=folder
	@test -n "$(DATA)" || { echo "make model DATA=folder with pairs.tsv.xz, glossary.tsv.xz and eval/"; exit 2; }
	@$(DEV)/bin/python -m moc_align.train --data $(DATA) --out models/moc-static-ja-en \
	  --held-out $(wildcard tests/retrieval/*.tsv)

wheel: $(DEV)/ready ## build the wheel into dist/
	@$(DEV)/bin/python -m build --wheel

clean: ## remove environments and build products
	rm -rf $(RUN) $(DEV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(RUN)/ready: pyproject.toml constraints.txt
	@echo "creating $(RUN) (a minute, once)" >&2
	@$(PYTHON) -m venv --clear $(RUN)
	@$(RUN)/bin/python -m pip install $(PIP_FLAGS) --editable .
	@touch $@

$(DEV)/ready: pyproject.toml constraints.txt
	@echo "creating $(DEV) with the development tools and torch (some minutes, once)" >&2
	@$(PYTHON) -m venv --clear $(DEV)
	@$(DEV)/bin/python -m pip install $(PIP_FLAGS) torch
	@$(DEV)/bin/python -m pip install $(PIP_FLAGS) --editable '.[dev,transformers]'
	@touch $@
