# The doors of the course: `make lab` opens it, `make test` tests all of it, `make help` lists the
# rest. Each brings what it needs into .venv first. Another Python: `make lab PYTHON=python3.12`.

.DEFAULT_GOAL := help
.PHONY: help install lab test check format bundle browser javascript lessons reading site minutes zoo sweep bench docs

# Once .venv stands, it is used as it is; only a PYTHON named by hand makes it anew.
PYTHON := $(if $(wildcard .venv/installed.json),.venv/bin/python,python3)
BIN := .venv/bin
# One thread a process: tests run two processes, and a lesson trains on one core.
OMP_NUM_THREADS ?= 1
export OMP_NUM_THREADS

SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
FIRST := lessons/00_start_here.ipynb
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadscope
# JupyterLab asks to be told when root runs it, as in a container.
LAB_FLAGS := $(if $(filter 0,$(shell id -u)),--allow-root)

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## */  make \1|/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

install:  ## .venv holds the course and all its tools; at once when nothing has changed
	@$(PYTHON) -c '$(SUPPORTED)' || { echo 'The course needs Python 3.11, 3.12 or 3.13, and "$(PYTHON)"' \
		'is none of these. Name one: make install PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) tools/install.py

lab: install  ## opens JupyterLab at the first lesson
	@$(BIN)/jupyter trust lessons/*.ipynb lessons/teacher/*.ipynb > /dev/null
	@$(BIN)/python tools/quiet_kernel.py
	@$(BIN)/python tools/compile_worlds.py
	$(BIN)/jupyter lab $(LAB_FLAGS) --LabApp.default_url=/lab/tree/$(FIRST)

test: install browser javascript  ## every test, and every lesson run against its stored outputs (30 minutes at most)
	$(PYTEST) --nbval-lax --nbval-current-env --nbval-cell-timeout=600 \
		--nbval-sanitize-with tools/nbval.cfg tests lessons/teacher

check: install javascript  ## format, lint, types, imports, fast tests (under 4 minutes on two cores)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/js.py check
	$(PYTEST) -m "not slow and not browser" tests

format: install javascript  ## puts the code into the common form (notebooks follow their sources)
	$(BIN)/ruff check --fix --exclude '*.ipynb' .
	$(BIN)/ruff format --exclude '*.ipynb' .
	$(BIN)/python tools/js.py format

bundle: install javascript  ## makes the widgets' modules and styles from their JavaScript and CSS
	$(BIN)/python tools/js.py bundle

browser: install  ## what the browser tests need is there, or the command that brings it is said
	@$(BIN)/python tools/browser.py

javascript: install  ## what checks, bundles and tests the widgets' JavaScript is there (from npm)
	@$(BIN)/python tools/js.py install

lessons: install  ## executes the sources and stores both notebooks; some: make lessons NAMES="02a"
	$(BIN)/python tools/lessons.py $(NAMES)
	$(BIN)/python tools/guide.py

reading: install  ## makes pages to read of the stored lessons: build/reading, and with answers build/teacher
	$(BIN)/python tools/reading.py $(NAMES)

site: install javascript  ## writes the course without a server, a folder of static files: build/site
	$(BIN)/python tools/make_site.py

minutes: install  ## computes how long each lesson takes; by sections: make minutes NAMES="02a"
	$(BIN)/python tools/minutes.py $(NAMES)

zoo: install  ## trains and measures all shipped agents again
	$(BIN)/python -m course_lib.chapters.make_zoo

sweep: install  ## measures what is missing in the lessons' tables; some: make sweep NAME="gate"
	$(BIN)/python -m course_lib.chapters.sweeps $(NAME) $(if $(CLUSTER),--cluster $(CLUSTER))

bench: install  ## measures docs/measured.md's table of speeds on this machine
	$(BIN)/python benchmarks/run.py

docs: install  ## makes the page of the library from its docstrings: build/api/index.html
	$(BIN)/python tools/api_page.py
