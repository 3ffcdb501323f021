PYTHON ?= python3

.PHONY: run test check bench setup lock

run:    ## set everything up, start web and worker, print the address and the demonstration sign-ins
	@$(PYTHON) scripts/house.py run
test:   ## pass all tests, on SQLite and on PostgreSQL
	@$(PYTHON) scripts/house.py test
check:  ## format, lint, types, import contracts, migrations, translations, templates, style-sheet budget
	@$(PYTHON) scripts/house.py check
bench:  ## measure the budgets of docs/benchmarks.md
	@$(PYTHON) scripts/house.py bench
setup:
	@$(PYTHON) scripts/house.py setup --dev
lock:
	@$(PYTHON) scripts/house.py lock
