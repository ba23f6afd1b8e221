# `make` sets everything up and builds every article in source/.
# `make test` sets everything up and passes the tests; `make check` and `make soak` try harder.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST := $(BIN)/python -m pytest -q -n auto
SOAK := 1
SECONDS := 600
.PHONY: build install test check soak soak-all mutants gallery lint lock model fonts clean

build: $(READY)
	@$(BIN)/copydesk build

install: $(READY)

# The lock comes first, with hashes: it names all that is wanted, so that pip looks for nothing newer;
# the package itself brings nothing of its own.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "copydesk needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { echo "no venv: on Debian, install the package python3-venv" >&2; exit 2; }
	@echo "Setting up $(VENV) (once, about a minute)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src  # as pip does for what it copies; an editable install is not
	@PYTHON=$(BIN)/python bash .ci/pango
	@touch $@

# What protects a change, in minutes.
test: $(READY)
	$(PYTEST) -m "not check and not soak"

# All that `.ci/run` wants: the tests above and those with every checker, browser and server, with
# hostile submissions and killed builds, the floors of quality (where COPYDESK_CORPUS says what is
# measured), and three mechanisms that are switched off, chosen by the commit.
check: $(READY)
	$(PYTEST) -m "not soak"
	$(MAKE) mutants TAKE="--take 3 --seed $$(git rev-parse HEAD 2>/dev/null || echo none)"

# Too long for every change: laws on many more drawn texts, the corpus in both themes through every
# checker and through LibreOffice, a thousand articles with hostile ones among them, killed builds,
# how work grows with a text, every mutant, and fuzzing for ten minutes on each of two cores.
soak: $(READY)
	COPYDESK_SOAK=$(SOAK) $(PYTEST) -m "law or soak"
	$(MAKE) mutants
	$(MAKE) -j2 fuzz-1 fuzz-2

# The same with the whole corpus in place of a sixth where it is built, and an hour of fuzzing.
soak-all:
	$(MAKE) soak SOAK=all SECONDS=1800

# The seed is another every day, what goes wrong is kept in fuzz-finds/.
fuzz-%: $(READY)
	$(BIN)/python tests/fuzz $(SECONDS) $$(date +%y%m%d)$*

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

# Universal for Python 3.11 to 3.13, with hashes and without addresses; what trains is left out.
lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --universal \
	  --extra cluster --extra keyring --extra dev --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet -o requirements.lock

model: $(READY)
	$(BIN)/python tools/train_references.py

fonts: $(READY)
	$(BIN)/python tools/cast_fonts.py

clean:
	@$(BIN)/copydesk clean
