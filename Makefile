# make demo    install, then split, dedupe, diff, keywords, themes and report on corpus/
# make test    the whole test suite
# make browser what the tests of the page in Chromium need; without it they are skipped
# make check   formatting, lint, types
# make bench   time to start, beside csvcut
# make clean   take away what the others made
#
# Everything happens in virtual environments below this folder (.venv, .venv-bench).
# Another Python: make demo PYTHON=python3.13

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install -c constraints.txt
DEMO := corpus/speeches.txt
PAGE := demo-output/report.html

.PHONY: demo test browser check bench clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

demo: .venv/installed
	mkdir -p demo-output
	$(BIN)/speechkit split $(DEMO) --format table
	$(BIN)/speechkit dedupe $(DEMO) --explain --format table
	$(BIN)/speechkit diff $(DEMO)#3 $(DEMO)#4 --format table
	$(BIN)/speechkit keywords $(DEMO) --top 5 --format table
	$(BIN)/speechkit themes $(DEMO) --format table
	$(BIN)/speechkit report $(DEMO) -o $(PAGE) --force
	@echo
	@echo "Open $(PAGE) in a browser. Next: $(BIN)/speechkit --help"

test: .venv/installed-dev
	$(BIN)/python -m pytest

browser: .venv/installed-browser

check: .venv/installed-dev
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy

bench: .venv/installed
	$(BIN)/python benchmarks/startup.py $(DOCUMENT)

clean:
	rm -rf .venv .venv-bench .venv-bench-passages demo-output dist build .coverage
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis

# A stamp says what is installed; it is made last, so that a broken installation is repeated.

.venv/created:
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit(\
	"speechkit needs Python 3.11 or newer, and $(PYTHON) is %d.%d; name another one: make demo PYTHON=python3.12" % v[:2])'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/created pyproject.toml constraints.txt
	@echo "Installing speechkit into .venv; the first time takes a minute."
	$(PIP) -e .
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "Installing what the checks need."
	$(PIP) -e '.[dev]'
	@touch $@

.venv/installed-browser: .venv/installed-dev
	$(PIP) -e '.[browser]'
	@touch $@
