# Ordet needs GNU make and Python 3.11 or newer. Everything else comes into .venv.
# A Python of your own: make run PYTHON=/somewhere/python3.12

## make run     start the bot; plain `make` does the same
## make check   lint, types and the quick tests; under a minute
## make test    the same and every other test; installs Chromium where there is none
## make bench   measure, and write bench/result.json
## make clients hold circles in Microsoft's playground and a local Slack, in Chromium; leaves pictures
## make docs    write docs/circle.md from the rules
## make lock    renew requirements.txt and requirements-dev.txt
## make clean   remove .venv, caches and fetched tools; ./data stays
## make help    show these lines

PYTHON ?= python3.13 python3.12 python3.11 python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

.PHONY: run check test bench clients docs lock clean help lint

run: $(VENV)/installed
	@$(BIN)/python bot.py

check: lint
	$(BIN)/pytest -n 2 --dist loadgroup -m "not slow and not browser"

test: lint
	sh tests/get_chromium.sh
	sh tests/cards/get_renderer.sh
	sh tests/manifest/get_schemas.sh
	sh tests/manifest/get_slack_types.sh
	$(BIN)/pytest -n 2 --dist loadgroup

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-dev
	$(BIN)/python -m bench

# Its licence is for evaluating it, so it is fetched here and is no part of `make test`.
clients: $(VENV)/installed-dev
	sh tests/get_chromium.sh
	$(BIN)/python -m tests.clients

docs: $(VENV)/installed
	$(BIN)/python -m circle > docs/circle.md.new
	mv docs/circle.md.new docs/circle.md

# The oldest Python we serve makes the lock: what it needs, the newer ones can have too.
lock: $(VENV)/installed-dev
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --output-file requirements-dev.txt requirements-dev.in

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .tools .clients .bench
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@sed -n 's/^## //p' Makefile

$(BIN)/python:
	@for each in $(PYTHON); do \
	  if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    "$$each" -m venv --clear $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "$$each cannot make an environment. On Debian and Ubuntu: sudo apt install python3-venv" >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo "Ordet needs Python 3.11 or newer. Install it, then run make again." >&2; \
	exit 1

$(VENV)/installed: $(BIN)/python requirements.txt
	@echo "Installing what Ordet needs into $(VENV). This happens once."
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@echo "Installing what the tests need into $(VENV). This happens once."
	@$(INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $@
