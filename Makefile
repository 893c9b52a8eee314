# The two commands: `make run` and `make test`. Both set up what they need.
#   make run PORT=8090 DATA=/srv/bro

PORT ?= 8080
DATA ?= var
BIN := .venv/bin
PYTHON ?= $(firstword $(foreach name,python3.11 python3 python,$(shell $(name) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && command -v $(name))))

export BROBYGGAREN_PORT := $(PORT)
export BROBYGGAREN_DATA := $(DATA)

.PHONY: run test test-browser lint format lock clean

run: .venv/ready
	@exec $(BIN)/brobyggaren serve

test: .venv/ready lint
	$(BIN)/brobyggaren check
	$(BIN)/python -m pytest -m "not browser"

test-browser: .venv/ready
	$(BIN)/python -m pytest -m browser

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# --no-deps: the lock is whole. --ignore-requires-python: rasa says <3.11 and runs on it (see pyproject.toml).
.venv/ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Brobyggaren needs CPython 3.11. On Debian 12: apt-get install python3 python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-deps --ignore-requires-python --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

# Made by uv (pip install uv): its own lock file records download addresses, so it is not kept.
lock:
	uv export --quiet --no-header --all-groups --no-emit-project --python 3.11 -o requirements.lock
	rm -f uv.lock

clean:
	rm -rf .venv var .rasa
