#!/bin/sh
# Builds the style sheet from src/belong/web/theme/theme.css.
#   scripts/build_css.sh            writes the committed file
#   scripts/build_css.sh PATH       writes PATH instead, so that the two can be compared
# The same sources always give the same bytes. Needs Node; running and testing Belong do not.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
theme="$root/src/belong/web/theme"
tools="$root/.cache/theme" # outside the package, so that no wheel picks it up
target=${1:-"$root/src/belong/web/static/belong/belong.css"}
case $target in /*) ;; *) target="$PWD/$target" ;; esac

if ! cmp -s "$theme/package-lock.json" "$tools/built-from.json" 2>/dev/null; then
    mkdir -p "$tools"
    cp "$theme/package.json" "$theme/package-lock.json" "$theme/.npmrc" "$tools/"
    # Not "npm ci": the lock lists only the machines we build on, and that one insists on all.
    (cd "$tools" && npm install --no-save --no-audit --no-fund --ignore-scripts --loglevel=error >/dev/null)
    cp "$theme/package-lock.json" "$tools/built-from.json"
fi
# The tool says nothing of use when all is well, so its words are shown only when it fails.
said=$(cd "$theme" && NODE_ENV=production NODE_PATH="$tools/node_modules" \
    "$tools/node_modules/.bin/tailwindcss" --input theme.css --output "$target" --minify 2>&1) || {
    printf '%s\n' "$said" >&2
    exit 1
}
