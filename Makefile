# Two commands do everything: `make demo` and `make test`. Each makes .venv and installs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test check format docs transcripts messages clean
.DEFAULT_GOAL := help

help: ## Say what can be made.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

demo: $(VENV)/installed ## Run a whole campaign: interviews, merge, problems, ranking, tonight's list.
	$(BIN)/fieldsurvey demo --out demo-campaign --force

test: $(VENV)/installed ## Run the tests.
	$(BIN)/pytest --numprocesses=auto

check: $(VENV)/installed ## Everything CI checks besides the tests.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/python docs/print_docs.py --check
	$(BIN)/python docs/messages.py --check

format: $(VENV)/installed ## Put the code in order.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/installed ## Print the pages of docs/ that are printed from the code.
	$(BIN)/python docs/print_docs.py

transcripts: $(VENV)/installed ## Run the program in a terminal for the READMEs and tutorials.
	$(BIN)/python docs/print_transcripts.py

messages: $(VENV)/installed ## Collect the messages of the code and compile the catalogues.
	$(BIN)/python docs/messages.py

clean: ## Remove what was made.
	rm -rf $(VENV) demo-campaign dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
