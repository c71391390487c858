# Commands of the project. A fresh machine needs Python 3.11 or newer, pip and make; `make test` does the rest.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
BUILT := $(VENV)/.built
FRONT_END := $(shell find src/meent/interaction -name built -prune -o \
               \( -name '*.html' -o -name '*.css' -o -name '*.js' \) -print)

# Where a container says so, each process would compile all that it imports anew: 11 s of CPU per process of the tests.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-telefonie test check bench trust

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) $(BUILT) ## make .venv with everything, so that .venv/bin/meent runs

demo: setup ## start Meent with an invented municipality and open it in the browser
	$(BIN)/meent demo

demo-telefonie: setup ## the same with the telephone exchange of this machine: call it with any SIP telephone
	$(BIN)/meent demo --telephony

# One process more than there are cores: tests wait for browsers and for a database. Long files go first (tests/conftest.py).
test: check ## check, then run all tests; what they say of rules and requirements lands in .meent/
	$(BIN)/python -m pytest -q -n $$(( $$(nproc) + 1 )) --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: setup ## style, types and licences, without running a test
	$(BIN)/ruff check --quiet
	$(BIN)/mypy --no-error-summary
	$(BIN)/reuse lint --lines

bench: setup ## measure CPU per request against floors; the first time fills a database under /tmp/meent-bench
	$(BIN)/python -m bench

trust: setup ## kill and fuzz for about an hour and a half; the counts land in trust/results/
	$(BIN)/python -m trust.kill
	$(BIN)/python -m trust.delivery
	$(BIN)/python -m trust.fuzz
	$(BIN)/python -m trust.full  # mounts a small disk, so it asks for root

# Debian splits venv's own pip into a package of its own; where that is missing, the system's pip fills the new folder.
$(BIN)/python:
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { $(PYTHON) -m venv --clear --without-pip $(VENV) && \
	  $(PYTHON) -m pip -qq --python $(BIN)/python install pip; }

$(INSTALLED): pyproject.toml package-lock.json hatch_build.py | $(BIN)/python
	@echo "Installing into $(VENV); the first time takes a minute or two"
	@$(BIN)/python -m pip -qq --disable-pip-version-check install --editable '.[test]'
	@sh .ci/chromium
	@sh .ci/clamd
	@sh .ci/telefonie
	@touch $@ $(BUILT)

# An editable install built these once; a change of a template or a style builds them again.
$(BUILT): $(FRONT_END) hatch_build.py | $(INSTALLED)
	@$(BIN)/python hatch_build.py
	@touch $@
