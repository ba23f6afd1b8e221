# `make` sets everything up and builds every article in source/.
# `make test` sets everything up and passes the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SOAKED := tests/properties tests/conservation tests/editions tests/torture \
  tests/readers/test_html_laws.py tests/readers/test_visible_words.py \
  tests/desk/test_killed_builds.py tests/desk/test_store.py tests/soak \
  tests/mail/test_killed_sendings.py

.PHONY: build install test soak mutants gallery lint lock model fonts clean

build: $(READY)
	@$(BIN)/copydesk build

install: $(READY)

# The lock comes first, with hashes; the package itself brings nothing of its own.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "copydesk needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { echo "no venv: on Debian, install the package python3-venv" >&2; exit 2; }
	@echo "Setting up $(VENV) (once, about a minute)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src  # as pip does for what it copies; an editable install is not
	@PYTHON=$(BIN)/python bash .ci/pango
	@touch $@

test: $(READY)
	$(BIN)/python -m pytest -q -n auto

# Too long for every change: laws on many more drawn texts, the corpus (where COPYDESK_CORPUS says
# it is) in both themes through every checker and through LibreOffice, a thousand articles with
# hostile ones among them, fifty kills, every call failing in turn, every mutant, and an hour of
# fuzzing. No `conftest.py` is looked through for examples: of two in folders that its words name,
# pytest takes one for the other.
soak: $(READY)
	COPYDESK_SOAK=1 $(BIN)/python -m pytest -q -n auto $(SOAKED) \
	  --deselect tests/editions/test_whole_check.py --ignore-glob '*/conftest.py'
	$(MAKE) mutants
	$(MAKE) -j2 fuzz-1 fuzz-2

# Half an hour on one core; the seed is another every day, what goes wrong is kept in fuzz-finds/.
fuzz-%: $(READY)
	$(BIN)/python tests/fuzz 1800 $$(date +%y%m%d)$*

# Switches off one mechanism after the other and wants a test to fail (tests/hostile/README.md).
mutants: $(READY)
	$(BIN)/python tests/hostile/mutations.py $(TAKE)

# The pictures of the README; needs chromium, pdftoppm and LibreOffice.
gallery: $(READY)
	$(BIN)/python tests/gallery/draw.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Universal for Python 3.11 to 3.13, with hashes and without addresses.
lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet -o requirements.lock

model: $(READY)
	$(BIN)/python -m copydesk.references.training

fonts: $(READY)
	$(BIN)/python -m copydesk.foundry

clean:
	@$(BIN)/copydesk clean
