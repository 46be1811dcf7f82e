# make run | test | check | bench | paper: each sets up its own virtual environment first, once.
PYTHON ?= python3
VENV ?= .venv
HOST ?= localhost
PORT ?= 8501
BIN := $(VENV)/bin
export OMP_NUM_THREADS ?= 1

.PHONY: run test check coverage bench bench-quality bench-speed bench-proof bench-joint bench-frontier bench-interface paper browser clean

run: $(VENV)/ready
	@echo "The dashboard is at http://$(HOST):$(PORT) (stop it with Ctrl-C)."
	$(BIN)/python -m streamlit run app.py --server.headless true --server.address $(HOST) --server.port $(PORT)

test: $(VENV)/ready-dev browser
	$(BIN)/python -m pytest -m "not browser" -n auto --dist worksteal
	$(BIN)/python -m pytest -m browser

check: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) test

coverage: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.coverage

bench: bench-speed bench-quality bench-proof bench-joint bench-frontier

bench-quality: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks

bench-proof: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.proof

bench-joint: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.joint

bench-frontier: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.frontier

bench-interface: $(VENV)/ready-dev browser
	$(BIN)/python -m benchmarks.interface

# Hours; goes on where it stopped. make paper ARGS="--data german --model logistic --seed 0 1"
paper: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.paper $(ARGS)

bench-speed: $(VENV)/ready-bench
	$(BIN)/python -m benchmarks.speed

browser:
	@sh tools/ensure_browser.sh

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "IFFair needs Python 3.11 or later; $(PYTHON) is older. Try: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what IFFair needs into $(VENV): some minutes the first time."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/ready-dev: tools/dev_requirements.py | $(VENV)/ready
$(VENV)/ready-dev: requirements.txt pyproject.toml
	@echo "Installing the development extras into $(VENV)."
	$(BIN)/python tools/dev_requirements.py > $(VENV)/dev-requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r $(VENV)/dev-requirements.txt
	@touch $@

$(VENV)/ready-bench: tools/dev_requirements.py | $(VENV)/ready-dev
$(VENV)/ready-bench: requirements.txt pyproject.toml
	@echo "Installing the libraries that the speed benchmark compares with: some minutes."
	$(BIN)/python tools/dev_requirements.py bench > $(VENV)/bench-requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r $(VENV)/bench-requirements.txt
	@touch $@
