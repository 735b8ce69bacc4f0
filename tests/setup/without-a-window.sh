#!/usr/bin/env bash
# The main job without a window: what `make run` does on a machine that has no display.
set -euo pipefail

echo "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open."
echo "The same journey runs through obelus-cli instead. It is built first; the first time that takes a few minutes."
cargo build --locked --package obelus-cli
program=$(realpath "${CARGO_TARGET_DIR:-target}")/debug/obelus-cli
folder=$(mktemp -d)

obelus() {
  printf '\n$ obelus-cli %s\n' "$*"
  "$program" --library "$folder/library.obelus" "$@"
}
# The first id in an answer: `"article":"…"`, `"mark":"…"`.
id() { sed -nE "s/.*\"$1\":\"([^\"]+)\".*/\1/p" | head -1; }

printf '\nThe sample article, in %s:\n' "$folder"
article=$("$program" --library "$folder/library.obelus" --json import src-tauri/formats/samples/fr.md | id article)
printf '\n$ obelus-cli import src-tauri/formats/samples/fr.md\n%s\n' "$article"
mark=$("$program" --library "$folder/library.obelus" --json mark "$article" --quote "49% des parts" --kind claim | id mark)
printf '\n$ obelus-cli mark %s --quote "49%% des parts" --kind claim\n%s\n' "$article" "$mark"
obelus status "$mark" wrong
obelus note "$mark" "La part porte sur les **bénéfices**, pas sur le capital."
obelus list
obelus undo
obelus redo
obelus export "$article" --to html --lang fr -o "$folder/article.html"
obelus check
printf '\nThe annotated copy is %s\n' "$folder/article.html"
