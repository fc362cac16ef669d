#!/bin/sh
# Builds the style sheet from src/belong/web/theme/theme.css.
#   scripts/build_css.sh            writes the committed file
#   scripts/build_css.sh PATH       writes PATH instead, so that the two can be compared
# The same sources always give the same bytes. Needs Node; running and testing Belong do not.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
theme="$root/src/belong/web/theme"
target=${1:-"$root/src/belong/web/static/belong/belong.css"}
case $target in /*) ;; *) target="$PWD/$target" ;; esac

cd "$theme"
if ! cmp -s package-lock.json node_modules/.built-from 2>/dev/null; then
    # Not "npm ci": the lock lists only the machines we build on, and that one insists on all of them.
    npm install --no-save --no-audit --no-fund --ignore-scripts --loglevel=error >/dev/null
    cp package-lock.json node_modules/.built-from
fi
NODE_ENV=production node_modules/.bin/tailwindcss --input theme.css --output "$target" --minify 2>/dev/null
