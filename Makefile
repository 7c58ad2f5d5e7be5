# Bare `make` lists what there is.
RUN = uv run --locked

.PHONY: help
help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

.PHONY: check
check: lint types structure test  ## everything that must hold before a change goes in

.PHONY: lint
lint:  ## format and lint
	$(RUN) ruff format --check .
	$(RUN) ruff check .

.PHONY: types
types:  ## strict types, source and tests
	$(RUN) mypy

.PHONY: structure
structure:  ## floors of the house, homes of the libraries, unused dependencies
	$(RUN) lint-imports
	$(RUN) deptry .

.PHONY: test
test:  ## every test
	$(RUN) pytest

.PHONY: golden
golden:  ## write the golden messages anew, to be read as a diff
	$(RUN) pytest --update-golden -q

.PHONY: catalogues
catalogues:  ## extract, update and check the translations
	$(RUN) python -m salesbot.messages.catalogues extract
	$(RUN) python -m salesbot.messages.catalogues update
	$(RUN) python -m salesbot.messages.catalogues check

.PHONY: docs
docs:  ## write the generated pages anew
	$(RUN) python -m salesbot.slack.commands_page

.PHONY: bench
bench:  ## measure, as ratios in one run
	$(RUN) python benchmarks/log_deal.py

.PHONY: scoreboard
scoreboard:  ## every proof of what must never go wrong, at its full size: make scoreboard HOURS=8 [RESUME=yes]
	$(RUN) python -m tests.scoreboard --write docs/scoreboard.md $(if $(HOURS),--hours $(HOURS)) $(if $(RESUME),--resume)

.PHONY: audit
audit:  ## every package hashed, and asked about at osv.dev, or of a snapshot: make audit ADVISORIES=all.zip
	$(RUN) python -m tests.supply $(if $(ADVISORIES),--advisories $(ADVISORIES))

.PHONY: format
format:  ## put everything into form
	$(RUN) ruff format .
	$(RUN) ruff check --fix .
