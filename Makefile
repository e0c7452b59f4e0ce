# make report   the report of the embedded example in build/report/index.html
# make test     the tests
# make lab      JupyterLab on the notebooks
# make docs     the documentation in build/docs/index.html
# PYTHON=… chooses another interpreter, CORPUS=… another corpus, ARGUMENTS=… more options of `newsbook report`.

ifeq ($(OS),Windows_NT)
PYTHON ?= python
BIN := .venv/Scripts
else
PYTHON ?= python3
BIN := .venv/bin
endif
CORPUS ?=
ARGUMENTS ?=
STAMP := .venv/installed

.PHONY: report test exhaustive lab check docs clean

report: $(STAMP)
	$(BIN)/newsbook report $(CORPUS) --out build/report --store build/store $(ARGUMENTS)

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile

# What takes minutes and changes seldom too: every regular expression attacked anew.
exhaustive: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile -m "exhaustive or not exhaustive"

lab: $(STAMP)
	cd notebooks && ../$(BIN)/jupyter lab

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# A warning is an error.
docs: $(STAMP)
	$(BIN)/python -m sphinx -W --keep-going -q -b html -d build/doctrees docs build/docs

# The stamp is written last: an installation that was interrupted is made again.
$(STAMP): pyproject.toml requirements.lock setup.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "newsbook needs Python 3.11 or newer; say which: make PYTHON=/path/to/python3" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

clean:
	rm -rf .venv build

# Exact versions, resolved anew in a clean environment, and the digests of their files for every system.
.PHONY: constraints
constraints:
	rm -rf build/fresh && $(PYTHON) -m venv build/fresh
	build/fresh/bin/python -m pip install --quiet --disable-pip-version-check '.[dev,scale,review,docs]'
	build/fresh/bin/python -m pip install --quiet --disable-pip-version-check --upgrade setuptools
	{ echo "# Exact versions that newsbook is tested with; make constraints renews them."; \
		build/fresh/bin/python -m pip freeze --all --exclude newsbook --exclude pip; } > constraints.txt
	$(MAKE) requirements.lock

# Of files, none of places: whoever installs has the index of their own choice.
requirements.lock: constraints.txt pyproject.toml
	$(PYTHON) -m venv build/locking
	build/locking/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/locking/bin/uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --extra dev --extra scale --extra review --extra docs \
		--constraint constraints.txt pyproject.toml --output-file $@

# The rows of every stage on made-up articles are made anew, and what differs is shown: after a version was raised.
.PHONY: golden
golden: $(STAMP)
	cd tests && ../$(BIN)/python -m golden
