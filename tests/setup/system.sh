#!/usr/bin/env bash
# Sees to the system's packages: `system.sh run` for building and running, `test` for the tests as well, `cli` for
# obelus-cli alone. On Debian and Ubuntu it installs what is missing; elsewhere it says what to install.
set -euo pipefail

purpose=${1:-run}
to_run=(build-essential pkg-config libwebkit2gtk-4.1-dev librsvg2-dev)
to_test=(xvfb dbus xclip webkit2gtk-driver chromium desktop-file-utils)

case "$purpose" in
  run) wanted=("${to_run[@]}") ;;
  test) wanted=("${to_run[@]}" "${to_test[@]}") ;;
  cli) wanted=(build-essential) ;;
  *) echo "usage: system.sh run|test|cli" >&2; exit 2 ;;
esac

say() { printf '%s\n' "$*" >&2; }

# Is version $1.$2 at least $3.$4?
at_least() { [ "$1" -gt "$3" ] || { [ "$1" -eq "$3" ] && [ "$2" -ge "$4" ]; }; }

check_rust() {
  local found
  found=$(rustc --version 2>/dev/null | sed -nE 's/^rustc ([0-9]+)\.([0-9]+).*/\1 \2/p') || true
  # shellcheck disable=SC2086
  if [ -z "$found" ] || ! at_least $found 1 95; then
    say "Obelus needs Rust 1.95 or newer${found:+ (found ${found/ /.})}. Install it with rustup, from https://rustup.rs, then try again."
    exit 1
  fi
}

check_node() {
  local found
  found=$(node --version 2>/dev/null | sed -nE 's/^v([0-9]+)\.([0-9]+).*/\1 \2/p') || true
  # shellcheck disable=SC2086
  if [ -z "$found" ] || ! at_least $found 20 19; then
    say "Obelus needs Node 20.19 or newer, with npm${found:+ (found ${found/ /.})}. Install it from https://nodejs.org or with your system's packages, then try again."
    exit 1
  fi
}

missing_on_debian() {
  local package
  for package in "${wanted[@]}"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf '%s\n' "$package"
  done
}

install_on_debian() {
  local missing sudo=()
  mapfile -t missing < <(missing_on_debian)
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "Please have these packages installed, then try again: ${missing[*]}"
      exit 1
    fi
    sudo=(sudo)
  fi
  say "Installing: ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Elsewhere the person installs: whether the build can find WebKit says whether anything is missing.
say_elsewhere() {
  pkg-config --exists webkit2gtk-4.1 2>/dev/null && return
  if command -v dnf >/dev/null; then
    say "Please install what Obelus is built with:"
    say "  sudo dnf install gcc gcc-c++ make pkgconf-pkg-config webkit2gtk4.1-devel librsvg2-devel"
    say "and for the tests: sudo dnf install xorg-x11-server-Xvfb dbus-daemon xclip webkit2gtk-driver chromium"
  elif command -v pacman >/dev/null; then
    say "Please install what Obelus is built with:"
    say "  sudo pacman -S --needed base-devel pkgconf webkit2gtk-4.1 librsvg"
    say "and for the tests: sudo pacman -S --needed xorg-server-xvfb dbus xclip chromium"
  elif command -v zypper >/dev/null; then
    say "Please install what Obelus is built with:"
    say "  sudo zypper install gcc gcc-c++ make pkgconf webkit2gtk3-devel librsvg-devel"
  else
    say "Please install a C compiler, pkg-config and WebKitGTK 4.1 with its headers (webkit2gtk-4.1), then try again."
  fi
  exit 1
}

case "$(uname -s)" in
  Darwin)
    if ! xcode-select -p >/dev/null 2>&1; then
      say "Please install Apple's command line tools, then try again: xcode-select --install"
      exit 1
    fi ;;
  Linux)
    if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
      install_on_debian
    elif [ "$purpose" != cli ]; then
      say_elsewhere
    fi ;;
  *)
    say "Obelus is built on Linux and macOS today. Elsewhere, see https://tauri.app/start/prerequisites for what Tauri needs." ;;
esac
check_rust
[ "$purpose" = cli ] || check_node
