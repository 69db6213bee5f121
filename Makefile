# Two commands do everything: `make demo` and `make test`. Each makes .venv and installs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := tests-peers
PEERS_VENV := .venv-peers
RENDERING := tests-rendering
FAULTS_SUMMARY := $(CURDIR)/faults.jsonl
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test nights faults fuzz check format docs transcripts messages clean
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

$(PEERS)/node_modules/installed: $(PEERS)/package-lock.json $(PEERS)/.npmrc
	@command -v npm >/dev/null || { echo "The peers run on Node.js: install Node.js 20.19 or later with npm, then run make test-peers again." >&2; exit 1; }
	cd $(PEERS) && npm ci --no-progress --loglevel=error
	@touch $@

test-peers: $(VENV)/installed $(PEERS)/node_modules/installed ## Compare expressions with Enketo's evaluator; needs Node.js.
	$(BIN)/pytest --quiet $(PEERS)

test-rendering: $(VENV)/installed ## Open editions in LibreOffice and Chromium; says what is missing.
	$(BIN)/pytest --quiet --numprocesses=2 --dist=loadfile $(RENDERING)

$(PEERS_VENV)/installed: $(PEERS)/requirements.txt
	$(PYTHON) -m venv $(PEERS_VENV)
	$(PEERS_VENV)/bin/pip install --quiet --requirement $<
	@touch $@

peers: $(PEERS_VENV)/installed ## Install the Python programs that benchmarks compare with.

fuzz: $(VENV)/installed ## Change the shipped files ten thousand times at random, and read each.
	FIELDSURVEY_FUZZ_CASES=10000 $(BIN)/pytest --numprocesses=auto tests/questionnaire/test_mutated_files.py

faults: $(VENV)/installed ## Kill, cut the power, fill the disk, at every call; print what it came to.
	@rm -f $(FAULTS_SUMMARY)
	FIELDSURVEY_FAULTS=all FIELDSURVEY_FAULTS_SUMMARY=$(FAULTS_SUMMARY) $(BIN)/pytest --numprocesses=auto tests/faults
	@sort $(FAULTS_SUMMARY)

hostile: $(VENV)/installed ## Give the real commands every hostile file, name and word.
	FIELDSURVEY_HOSTILE_EVERY=1 $(BIN)/pytest --numprocesses=auto tests/hostile

tamper: $(VENV)/installed ## Tamper in every known way, flip bits, merge honestly ten thousand times.
	FIELDSURVEY_FLIPS=10000 FIELDSURVEY_MERGES=10000 $(BIN)/python -m tests.tamper
	FIELDSURVEY_WORLDS=50000 $(BIN)/pytest --numprocesses=auto tests/handover/test_merge_laws.py

nights: $(VENV)/installed ## Draw two thousand campaigns of up to twenty evenings; hold every list to its laws.
	FIELDSURVEY_WORLDS=2000 $(BIN)/pytest --numprocesses=auto tests/report/nights

coverage: $(VENV)/installed ## Show that tests walk every branch of chain and hand-over.
	$(BIN)/pytest --quiet --numprocesses=auto --cov=fieldsurvey.chain --cov=fieldsurvey.handover --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100 tests/chain tests/handover

check: $(VENV)/installed ## Everything CI checks besides the tests.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/python docs/print_docs.py --check
	$(BIN)/python $(PEERS)/print_page.py --check
	$(BIN)/python docs/messages.py --check

format: $(VENV)/installed ## Put the code in order.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/installed ## Print the pages of docs/ that are printed from the code.
	$(BIN)/python docs/print_docs.py
	$(BIN)/python $(PEERS)/print_page.py

transcripts: $(VENV)/installed ## Run the program in a terminal for the READMEs and tutorials.
	$(BIN)/python docs/print_transcripts.py

messages: $(VENV)/installed ## Collect the messages of the code and compile the catalogues.
	$(BIN)/python docs/messages.py

clean: ## Remove what was made.
	rm -rf $(VENV) $(PEERS_VENV) $(PEERS)/node_modules demo-campaign faults.jsonl dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
