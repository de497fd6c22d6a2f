# Agreement Atlas. Needs Python 3.11 or newer, git and make; the rest is installed
# into .venv on first use and left alone until a lock changes.

PYTHON ?= python3
PORT ?= 8501
LIST ?=
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-tests
BENCH := $(VENV)/bench
BENCH_STAMP := $(BENCH)/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CUT_OFF ?= 2026-11-15
LOCK := uv pip compile --universal --generate-hashes \
	--no-strip-extras --exclude-newer $(CUT_OFF)

.PHONY: run test test-browser coverage browsers lint format bench bench-web bench-growth lock clean

run: $(RUN_STAMP)  ## open the dashboard; LIST=path shows another list
	@echo "協定アトラス / Agreement Atlas: http://127.0.0.1:$(PORT)  (Ctrl+C: 終了 / stop)"
	@$(if $(LIST),ATLAS_LIST="$(LIST)") $(BIN)/python -m streamlit run \
		dashboard/server/main.py --server.address 127.0.0.1 \
		--server.port $(PORT) --server.headless true \
		--server.allowedHosts 127.0.0.1 --server.allowedHosts localhost

# As many processes as processors, which share out the tests (xdist_group keeps some
# together). Tests in the browser skip with their reason where there is no Chromium.
PYTEST := $(BIN)/python -m pytest --numprocesses logical --dist loadgroup
QUICK := walk or not (browser or slow)

test: $(TEST_STAMP) browsers  ## the quick tests: all but long ones, a walk in the browser
	@$(PYTEST) -m "$(QUICK)"

test-browser: $(TEST_STAMP) browsers  ## the rest: browser, long damage and lists
	@HYPOTHESIS_PROFILE=ci $(PYTEST) -m "hypothesis or not ($(QUICK))"

coverage: $(TEST_STAMP)  ## which lines and branches the quick tests reach
	@$(PYTEST) -m "not (browser or slow)" --cov --cov-report=term:skip-covered

browsers:
	@sh tests/browser/install.sh

lint: $(TEST_STAMP)  ## style, formatting, types, import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports

format: $(TEST_STAMP)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(RUN_STAMP)  ## speed and memory of the pipeline against a plain read
	@$(BIN)/python -m benchmarks

$(BENCH_STAMP): benchmarks/requirements.txt | $(BIN)/python
	@echo "Installing what the comparison needs into $(BENCH) ..."
	@$(BIN)/python -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r benchmarks/requirements.txt
	@touch $@

bench-web: $(BENCH_STAMP) browsers  ## the dashboard beside others, in a browser
	@$(BENCH)/bin/python -m benchmarks.web
	@$(BENCH)/bin/python -m benchmarks.web.picture

bench-growth: $(BENCH_STAMP)  ## time and memory against rows and readers
	@$(BENCH)/bin/python -m benchmarks.growth
	@$(BENCH)/bin/python -m benchmarks.growth_picture

lock:  ## renew all locks up to CUT_OFF (needs uv)
	$(LOCK) pyproject.toml --quiet --upgrade -o requirements.txt
	$(LOCK) pyproject.toml --group dev -c requirements.txt --quiet --upgrade \
		-o tests/requirements.txt
	$(LOCK) pyproject.toml --group bench -c tests/requirements.txt --quiet --upgrade \
		-o benchmarks/requirements.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; set PYTHON=/path/to/it." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUN_STAMP): requirements.txt | $(BIN)/python
	@echo "Installing what the dashboard needs into $(VENV) ..."
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

$(TEST_STAMP): tests/requirements.txt $(RUN_STAMP)
	@echo "Installing the test tools into $(VENV) ..."
	@$(PIP) --require-hashes -r tests/requirements.txt
	@touch $@
