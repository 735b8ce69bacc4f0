# `make run` opens Obelus, `make test` proves it: each does its own set-up first. `make help` lists the rest.

TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
# The command line of Tauri: only packaging needs it.
TAURI := @tauri-apps/cli@2.12.5

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-test run test check fuzz bench package pictures ui types

help:
	@echo "make run       set up, build and open Obelus (without a display: the same journey, printed)"
	@echo "make test      set up, check, and run every test, the real window's included"
	@echo "make check     formatting, lints, types, layers and licences"
	@echo "make fuzz      damages files of every format for as long as CASES=200000 says"
	@echo "make bench     how fast it is, as one table"
	@echo "make package   a .deb, in $(TARGET)/release/bundle/deb"
	@echo "make pictures  the README's picture, taken from the real window"
	@echo "make types     writes the screen's types anew from the Rust ones"

# --- set-up: quick when there is nothing to do ---

setup: ui/node_modules/.package-lock.json
	@tests/setup/system.sh run

setup-test: ui/node_modules/.package-lock.json
	@tests/setup/system.sh test

ui/node_modules/.package-lock.json: ui/package.json ui/package-lock.json
	@tests/setup/system.sh run
	npm ci --prefix ui --no-audit --no-fund
	@touch $@

# --- the screen ---

UI_SOURCES := $(shell find ui/src ui/messages ui/project.inlang -type f -not -path '*/generated/*' 2>/dev/null) \
              $(wildcard ui/*.json ui/*.ts ui/*.js ui/*.html)

ui: ui/dist/index.html

ui/dist/index.html: ui/node_modules/.package-lock.json $(UI_SOURCES)
	npm --prefix ui run --silent build
	@touch $@

# --- running ---

# The development build: it opens in a few minutes after a fresh clone, where the release build takes three times that.
run:
	@if [ "$$(uname -s)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  tests/setup/system.sh cli && tests/setup/without-a-window.sh; \
	else \
	  $(MAKE) --no-print-directory setup ui && cargo run --locked; \
	fi

# --- proving ---

test: setup-test ui check
	cargo test --locked --workspace
	npm --prefix ui test

check: setup-test ui
	cargo fmt --all --check
	cargo clippy --locked --quiet --workspace --all-targets -- --deny warnings
	npm --prefix ui run --silent check
	@rm -rf $(TARGET)/types
	TS_RS_EXPORT_DIR=$(TARGET)/types cargo test --locked --quiet --workspace export_bindings
	@diff --recursive --brief $(TARGET)/types ui/src/backend/types || \
	  { echo "The screen's types are not those of the Rust side: run 'make types'."; exit 1; }
	cargo test --locked --quiet --workspace --test layers
	$$(tests/setup/cargo-deny.sh) --locked check licenses bans sources
	node tests/licences/npm.mjs

CASES := 200000

fuzz:
	PROPTEST_CASES=$(CASES) cargo test --locked --release --package obelus-formats --test fuzz -- --nocapture

types:
	rm -f ui/src/backend/types/*.ts
	cargo test --quiet --workspace export_bindings

bench: setup-test ui
	cargo bench --locked --package obelus-intake --bench imports
	cargo bench --locked --bench speed

# --- handing on ---

package: setup ui
	cargo build --locked --release --package obelus-cli
	npx --yes $(TAURI) build --bundles deb --config src-tauri/app/package/deb.json \
	  --config '{"bundle":{"linux":{"deb":{"files":{"/usr/bin/obelus-cli":"$(TARGET)/release/obelus-cli"}}}}}'

pictures: setup-test ui
	OBELUS_PICTURES=1 cargo test --locked --workspace --test e2e pictures -- --nocapture
